package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
  private static final String BOOK =
      """
      version: 1
      groups:
        prod:     rg-acfmxazb4ph6aiy
        payments: rg-aekzq2m7cbq4tay
        search:   rg-aekzcm4t5z7usaa
      rules:
        - name: hands off
          when: {tag.tagjoin: keep}
          leave: true
        - name: production
          when: {tag.env: [prod, production], kind: [instance, disk, eni]}
          join: prod
        - name: by team
          when:
            tag.team: {exists: true}
            region: {matches: "cn-*"}
            not: {name: {matches: "tmp-*"}}
          join: "{tag.team}"
        - name: old network
          when:
            any:
              - {vpc: vpc-bp1aevy8sofi8mh1q}
              - {tag.legacy: "true", account: "1234567890123456"}
          join: search
      otherwise: leave
      follow:
        instance: [disk, eni]
        disk: [snapshot]
      """;

  @Test
  void theExampleDecidesByTagsInItsOrder() throws Exception {
    RuleBook book =
        RuleBookParser.parse("rules.yaml", Files.readString(Path.of("examples/rules.yaml")));
    assertEquals(List.of(), book.warnings());
    assertEquals(
        new Decision(Action.LEAVE, "hands off", null),
        book.decide(States.state(Map.of("tagjoin", "keep", "env", "prod"))));
    assertEquals(
        new Decision(Action.JOIN, "production", "rg-acfmxazb4ph6aiy"),
        book.decide(States.state(Map.of("env", "production", "team", "search"))));
    assertEquals(
        new Decision(Action.JOIN, "by team", "rg-aekzcm4t5z7usaa"),
        book.decide(States.state(Map.of("team", "search"))));
    assertEquals(
        new Decision(Action.LEAVE, "otherwise", null),
        book.decide(States.state(Map.of("team", "unknown"))));
  }

  @Test
  void rulesAloneLeaveTheLastWordOpen() throws Exception {
    RuleBook book = book("otherwise: dev");
    ResourceState other = States.state(Map.of("a", "y"));
    assertEquals(Optional.empty(), book.decideByRules(other, AccountGroups.OFFLINE));
    assertEquals(new Decision(Action.JOIN, "otherwise", "rg-bbbb"), book.decide(other));
    assertEquals(
        Optional.of(new Decision(Action.JOIN, "rule 1", "rg-aaaa")),
        book.decideByRules(States.state(Map.of("a", "x")), AccountGroups.OFFLINE));
    assertEquals(new Decision(Action.LEAVE, null, null), book("").decide(other));
    assertEquals(
        new Decision(Action.LEAVE, "otherwise", null), book("otherwise: leave").decide(other));
  }

  @Test
  void offersGroupsAndRulesInTheirOrder() throws Exception {
    RuleBook book = RuleBookParser.parse("book", BOOK);
    assertEquals(List.of("prod", "payments", "search"), List.copyOf(book.groups().keySet()));
    assertEquals(
        List.of("hands off", "production", "by team", "old network"),
        book.rules().stream().map(Rule::name).toList());
    assertThrows(UnsupportedOperationException.class, () -> book.groups().clear());
  }

  @Test
  void knowsWhatFollowsWhat() throws Exception {
    RuleBook book = RuleBookParser.parse("book", BOOK);
    assertEquals(
        List.of(ResourceKind.DISK, ResourceKind.NETWORK_INTERFACE),
        book.followersOf(ResourceKind.INSTANCE));
    assertEquals(List.of(), book.followersOf(ResourceKind.SNAPSHOT));
    assertEquals(Optional.of(ResourceKind.INSTANCE), book.leaderOf(ResourceKind.DISK));
    assertEquals(Optional.of(ResourceKind.DISK), book.leaderOf(ResourceKind.SNAPSHOT));
    assertEquals(Optional.empty(), book.leaderOf(ResourceKind.INSTANCE));
    RuleBook direct = RuleBookParser.parse("book", "version: 1\nfollow: {instance: [snapshot]}");
    assertEquals(Optional.of(ResourceKind.INSTANCE), direct.leaderOf(ResourceKind.SNAPSHOT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // tag a is x, tag b is empty, tag c is missing
        "tag.a: x | true",
        "tag.a: X | false",
        "tag.A: x | false",
        "tag.c: x | false",
        "tag.b: '' | true",
        "tag.c: '' | false",
        "tag.a: [y, x] | true",
        "tag.c: [y, x] | false",
        "tag.a: {notIn: [x]} | false",
        "tag.c: {notIn: [x]} | true",
        "tag.b: {exists: true} | true",
        "tag.b: {exists: false} | false",
        "tag.c: {exists: false} | true",
        "tag.c: {exists: true} | false",
        "tag.b: {matches: '*'} | true",
        "tag.c: {matches: '*'} | false",
        "tag.a: {matches: [y*, x*]} | true",
        "tag.a: {exists: true, notIn: [x]} | false",
        "tag.dotted.key: 1 | true",
        "name: web-1 | true",
        "kind: instance | true",
        "kind: {notIn: [instance]} | false",
        "region: {matches: cn-*} | true",
        "account: 1234567890123456 | true",
        "id: i-1 | true",
        "vpc: vpc-1 | true",
        "vswitch: vsw-1 | true",
        "group: rg-cccc | true",
        "group: here | true",
        "group: also here | true",
        "group: {matches: '* here'} | true",
        "group: {notIn: [also here]} | false",
        "group: {notIn: [prod]} | true",
        "not: {tag.a: y} | true",
        "not: {tag.a: x, tag.c: x} | true",
        "not: {tag.a: x, tag.b: ''} | false",
        "any: [{tag.a: y}, {tag.b: ''}] | true",
        "any: [{tag.a: y}, {tag.b: x}] | false",
        "all: [{tag.a: x}, {tag.b: ''}] | true",
        "all: [{tag.a: x}, {tag.b: x}] | false",
        "tag.a: x, tag.b: y | false",
      })
  void testsEveryAttributeInEveryWay(String when, boolean applies) throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "book",
            "version: 1\ngroups: {prod: rg-aaaa, here: rg-cccc, also here: rg-cccc}\n"
                + "rules: [{when: {"
                + when
                + "}, join: prod}]");
    ResourceState state =
        new ResourceState(
            new ResourceRef(ResourceKind.INSTANCE, "i-1", "cn-hangzhou", "1234567890123456"),
            "rg-cccc",
            "web-1",
            "vpc-1",
            "vsw-1",
            Map.of("a", "x", "b", "", "dotted.key", "1"));
    assertEquals(applies, book.decideByRules(state, AccountGroups.OFFLINE).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "{tag.t},rg-aaaa", "{tag.u},", "{tag.missing},", "{tag.t}{tag.empty},rg-aaaa",
    "{region}-{tag.t},rg-bbbb", "{name},rg-cccc", "{account},rg-dddd", "rg-{tag.id},",
  })
  void aTargetIsFilledInAndLookedUp(String join, String group) throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "book",
            "version: 1\ngroups: {prod: rg-aaaa, cn-hangzhou-prod: rg-bbbb, web-1: rg-cccc,"
                + " 1234567890123456: rg-dddd}\nrules: [{join: '"
                + join
                + "'}]");
    ResourceState state =
        States.state(Map.of("t", "prod", "u", "prod2", "empty", "", "id", "aaaa"));
    assertEquals(group, book.decide(state).group());
  }

  @Test
  void explainsWhyEachRuleDidOrDidNotApply() throws Exception {
    Explanation explanation =
        RuleBookParser.parse("book", BOOK)
            .explain(States.state(Map.of("env", "Prod", "team", "payments")));
    assertEquals(
        new Decision(Action.JOIN, "by team", "rg-aekzq2m7cbq4tay"), explanation.decision());
    assertEquals(
        List.of(
            new RuleTrace("hands off", false, List.of("tag.tagjoin is missing, wanted keep")),
            new RuleTrace(
                "production",
                false,
                List.of("tag.env is Prod, wanted one of prod, production (case counts)")),
            new RuleTrace(
                "by team",
                true,
                List.of(
                    "tag.team is payments: exists",
                    "region is cn-hangzhou: matches cn-*",
                    "name is web-1: does not match tmp-*",
                    "the target {tag.team} is payments: in groups")),
            new RuleTrace(
                "old network",
                false,
                List.of(
                    "1 of 2: vpc is vpc-1, wanted vpc-bp1aevy8sofi8mh1q",
                    "2 of 2: tag.legacy is missing, wanted true"))),
        explanation.rules());
  }

  @Test
  void explainsATargetThatDoesNotExist() throws Exception {
    RuleBook book = RuleBookParser.parse("book", BOOK);
    assertEquals(
        List.of("the target {tag.team} is sales, wanted a name from groups"),
        book.explain(States.state(Map.of("team", "sales"))).rules().get(2).why());
    RuleBook bare =
        RuleBookParser.parse(
            "book", "version: 1\ngroups: {a: rg-aaaa}\nrules: [{join: '{tag.t}'}]");
    assertEquals(
        List.of("tag.t is missing, wanted for the target {tag.t}"),
        bare.explain(States.state(Map.of())).rules().get(0).why());
    assertEquals(
        List.of("no condition", "the target {tag.t} is a: in groups"),
        bare.explain(States.state(Map.of("t", "a"))).rules().get(0).why());
  }

  @Test
  void aDisabledRuleNeverApplies() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "book",
            "version: 1\ngroups: {a: rg-aaaa, b: rg-bbbb}\n"
                + "rules: [{enabled: false, join: a}, {when: {region: cn-hangzhou}, join: b}]");

    assertEquals("rg-bbbb", book.decide(States.state(Map.of())).group());
    assertEquals(
        new RuleTrace("rule 1", false, List.of("enabled is false, wanted true")),
        book.explain(States.state(Map.of())).rules().get(0));
  }

  @Test
  void amongKeepsATemplateFromOtherGroups() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "book",
            "version: 1\ngroups: {prod: rg-aaaa, team-a: rg-bbbb, b: rg-cccc}\n"
                + "rules: [{join: '{tag.team}', among: ['team-*', b]}]");

    assertEquals("rg-bbbb", book.decide(States.state(Map.of("team", "team-a"))).group());
    assertEquals("rg-cccc", book.decide(States.state(Map.of("team", "b"))).group());
    assertEquals(Action.LEAVE, book.decide(States.state(Map.of("team", "prod"))).action());
    assertEquals(
        List.of("the target {tag.team} is prod, wanted one among team-*, b"),
        book.explain(States.state(Map.of("team", "prod"))).rules().get(0).why());
  }

  @Test
  void explainsDenialsAndGroupsInPlainWords() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "book",
            """
            version: 1
            groups: {old: rg-acfmxazb4ph6old, prod: rg-aaaa}
            rules:
              - when:
                  group: prod
                  not: {tag.a: x, tag.b: {exists: true}}
                  tag.c: {notIn: [x, y]}
                  tag.d: {exists: false}
                  tag.e: {matches: ["a*", "b*"]}
                join: prod
            """);
    assertEquals(
        List.of(
            "group is rg-acfmxazb4ph6old (old), wanted prod",
            "1 of 2: tag.a is x, wanted anything but x",
            "2 of 2: tag.b is \"\", wanted it to be missing",
            "tag.c is y, wanted none of x, y",
            "tag.d is \"1,\\n2\", wanted it to be missing",
            "tag.e is missing, wanted a match of one of a*, b*"),
        book.explain(States.state(Map.of("a", "x", "b", "", "c", "y", "d", "1,\n2")))
            .rules()
            .get(0)
            .why());
  }

  @Test
  void aDecisionKnowsWhetherAResourceHasToMove() {
    Decision join = new Decision(Action.JOIN, "r", "rg-aaaa");
    assertTrue(join.moves("rg-bbbb"));
    assertTrue(join.moves(null));
    assertFalse(join.moves("rg-aaaa"));
    assertFalse(new Decision(Action.LEAVE, "r", null).moves("rg-bbbb"));
    assertThrows(IllegalArgumentException.class, () -> new Decision(Action.LEAVE, "r", "rg-aaaa"));
    assertThrows(IllegalArgumentException.class, () -> new Decision(Action.JOIN, "r", null));
    assertEquals("join", Action.JOIN.toString());
  }

  private static RuleBook book(String end) throws RuleBookException {
    return RuleBookParser.parse(
        "book",
        "version: 1\ngroups: {prod: rg-aaaa, dev: rg-bbbb}\n"
            + "rules: [{when: {tag.a: x}, join: prod}]\n"
            + end);
  }
}
