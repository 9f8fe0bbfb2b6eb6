package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups that a book names by name, or with an id for each account. */
class GroupsByNameTest {
  private static final AccountGroups ACCOUNT =
      new FoundGroups(
          Map.of("default", "rg-acfmxazb4ph6old", "prod", "rg-prod1", "team-a", "rg-team1"));

  private static RuleBook book(String groups, String rules) throws RuleBookException {
    return RuleBookParser.parse("book", "version: 1\ngroups: " + groups + "\nrules: " + rules);
  }

  @Test
  void joinsTheAccountsGroupOfThatName() throws Exception {
    RuleBook book = book("[prod, other]", "[{when: {tag.a: x}, join: prod}, {join: other}]");

    Decision prod = book.decide(States.state(Map.of("a", "x")), ACCOUNT);
    assertEquals(new Decision(Action.JOIN, "rule 1", "rg-prod1", "prod", null), prod);
    assertTrue(prod.moves("rg-acfmxazb4ph6old"));
    assertFalse(prod.moves("rg-prod1"));
  }

  @Test
  void saysWhichAccountLacksAFixedTarget() throws Exception {
    RuleBook book = book("[prod, other]", "[{join: other}]");

    Decision other = book.decide(States.state(Map.of()), ACCOUNT);
    assertEquals(
        new Decision(
            Action.JOIN,
            "rule 1",
            null,
            "other",
            "the account 1234567890123456 has no group named other"),
        other);
    assertTrue(other.moves("rg-acfmxazb4ph6old"));
  }

  @ParameterizedTest
  @CsvSource({"team-a,rg-team1", "team-b,", "prod,rg-prod1", "default,"})
  void aTemplateNeedsAGroupThatExistsAndIsAllowed(String team, String id) throws Exception {
    RuleBook book = book("[prod, 'team-*']", "[{join: '{tag.team}'}]");

    assertEquals(id, book.decide(States.state(Map.of("team", team)), ACCOUNT).group());
  }

  @ParameterizedTest
  @CsvSource({
    "team-b, 'the target {tag.team} is team-b, wanted one that exists: the account 1234567890123456"
        + " has no group named team-b'",
    "default, 'the target {tag.team} is default, wanted a name from groups'",
    "team-a, 'the target {tag.team} is team-a: in groups'",
  })
  void explainsWhetherTheGroupExists(String team, String why) throws Exception {
    RuleBook book = book("[prod, 'team-*']", "[{join: '{tag.team}'}]");

    Explanation explanation = book.explain(States.state(Map.of("team", team)), ACCOUNT);
    List<String> reasons = explanation.rules().get(0).why();
    assertEquals(why, reasons.get(reasons.size() - 1));
  }

  @Test
  void picksTheIdOfTheResourcesAccount() throws Exception {
    RuleBook book =
        book(
            "{a: {'1234567890123456': rg-aaaa}, b: {'2234567890123456': rg-bbbb}}",
            "[{when: {tag.t: a}, join: a}, {when: {tag.t: b}, join: b}, {join: '{tag.u}'}]");

    assertFalse(book.needsGroupLookup());
    assertEquals("rg-aaaa", book.decide(States.state(Map.of("t", "a"))).group());
    assertEquals(
        "groups has no id of b for the account 1234567890123456",
        book.decide(States.state(Map.of("t", "b"))).problem());
    assertEquals("rg-aaaa", book.decide(States.state(Map.of("u", "a"))).group());
    assertEquals(Decision.NOTHING, book.decide(States.state(Map.of("u", "b"))));
  }

  @ParameterizedTest
  @CsvSource({
    "group: default,true",
    "group: old,true",
    "group: prod,false",
    "group: {matches: 'd*'},true",
    "group: {notIn: [old]},false",
    "group: {notIn: [prod]},true",
  })
  void testsTheCurrentGroupByItsName(String when, boolean applies) throws Exception {
    RuleBook book =
        book(
            "{old: {name: default}, default: {name: default}, prod: rg-prod1}",
            "[{when: {" + when + "}, join: prod}]");

    ResourceState state = States.state(Map.of());
    assertEquals(applies, book.decideByRules(state, ACCOUNT).isPresent());
  }

  @Test
  void comparesNamesWhereNothingIsLookedUp() throws Exception {
    RuleBook book =
        book("[prod, 'team-*']", "[{when: {group: team-x}, leave: true}, {join: '{tag.team}'}]");

    Decision team = book.decide(States.state(Map.of("team", "team-z")));
    assertEquals(new Decision(Action.JOIN, "rule 2", null, "team-z", null), team);
    assertFalse(team.moves("team-z"));
    assertTrue(team.moves("team-x"));
    assertEquals("rule 1", book.decide(States.state(Map.of()).withGroup("team-x")).rule());
    assertNull(book.decide(States.state(Map.of("team", "default"))).rule());
  }

  @Test
  void onlyNamesAndPatternsNeedALookUp() throws Exception {
    assertFalse(book("{a: rg-aaaa}", "[]").needsGroupLookup());
    assertTrue(book("{a: rg-aaaa, b: {name: b}}", "[]").needsGroupLookup());
    assertTrue(book("['b*']", "[]").needsGroupLookup());
    assertTrue(book("[b]", "[]").needsGroupLookup());
  }
}
