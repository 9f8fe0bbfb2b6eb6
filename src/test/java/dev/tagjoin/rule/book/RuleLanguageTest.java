package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.FoundGroups;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.States;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that end, tests that ignore case, and what happens when no rule applies. */
class RuleLanguageTest {
  private static final String ENDING =
      """
      version: 1
      groups: {prod: rg-aaaa, dev: rg-bbbb}
      rules:
        - {name: exception, when: {tag.env: prod}, until: 2026-12-31, join: dev}
        - {name: production, when: {tag.env: prod}, join: prod}
      """;

  @ParameterizedTest
  @CsvSource({"2026-12-30,exception", "2026-12-31,exception", "2027-01-01,production"})
  void appliesThroughItsLastDay(LocalDate day, String rule) throws Exception {
    RuleBook book = RuleBookParser.parse("rules.yaml", ENDING).on(() -> day);

    assertEquals(rule, book.decide(States.state(Map.of("env", "prod"))).rule());
  }

  @Test
  void explainsThatARuleHasEnded() throws Exception {
    RuleBook book = RuleBookParser.parse("rules.yaml", ENDING).on(() -> LocalDate.of(2027, 1, 1));

    assertEquals(
        List.of("the day is 2027-01-01, wanted one until 2026-12-31"),
        book.explain(States.state(Map.of("env", "prod"))).rules().get(0).why());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30,",
    "2026-12-01,'rule \"exception\" ends on 2026-12-31, in 30 days; set another day, or remove it"
        + " then'",
    "2026-12-30,'rule \"exception\" ends on 2026-12-31, in 1 day; set another day, or remove it"
        + " then'",
    "2027-01-30,rule \"exception\" ended on 2026-12-31; remove it",
    "2027-01-31,"
  })
  void warnsThirtyDaysBeforeAndAfterTheEnd(LocalDate day, String warning) throws Exception {
    RuleBook book = RuleBookParser.parse("rules.yaml", ENDING, name -> "", () -> day);

    assertEquals(
        warning == null ? List.of() : List.of("rules.yaml:4:53: " + warning),
        book.warnings().stream().map(Object::toString).toList());
  }

  @Test
  void aCaseNamesItsDay() throws Exception {
    RuleBook book = RuleBookParser.parse("rules.yaml", ENDING).on(() -> LocalDate.of(2030, 1, 1));
    String state = "state: {type: disk, id: d-1, region: cn-hangzhou, tags: {env: prod}}";

    List<RuleCase> cases =
        RuleCase.parse(
            "cases.yaml",
            "- {day: 2026-12-31, expect: dev, " + state + "}\n- {expect: prod, " + state + "}\n",
            book);

    for (RuleCase one : cases) {
      assertEquals(Optional.empty(), one.difference(book));
    }
  }

  @ParameterizedTest
  @CsvSource({"PROD,a", "Prod,a", "prod,a", "Straße,b", "strAßen,b", "strasse,c", ",c"})
  void ignoresCaseWhereAsked(String env, String group) throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "rules.yaml",
            """
            version: 1
            groups: [a, b, c]
            rules:
              - {when: {tag.env: {equals: pRoD, ignoreCase: true}}, join: a}
              - {when: {tag.env: {matches: "STRAß?*", ignoreCase: true}}, join: b}
              - {when: {tag.env: {notIn: [PROD, STRAßE], ignoreCase: true}}, join: c}
            """);

    Decision decision = book.decide(States.state(env == null ? Map.of() : Map.of("env", env)));

    assertEquals(group, decision.groupName());
  }

  @Test
  void takesTheFirstFallbackThatExists() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "rules.yaml",
            """
            version: 1
            groups: ["default-*", main]
            rules: [{when: {tag.env: prod}, leave: true}]
            otherwise: ["default-{region}", "default-{account}", main, default-x]
            """);
    String region = "default-" + States.state(Map.of()).ref().region();

    assertEquals("rg-1", fallback(book, Map.of(region, "rg-1", "main", "rg-2")));
    assertEquals("rg-2", fallback(book, Map.of("main", "rg-2", "default-x", "rg-3")));
    assertEquals("rg-3", fallback(book, Map.of("default-x", "rg-3")));
    assertNull(fallback(book, Map.of("prod", "rg-4")));
    Decision lacking = book.decide(States.state(Map.of()), new FoundGroups(Map.of()));
    assertEquals(Decision.OTHERWISE, lacking.rule());
    assertEquals("default-x", lacking.groupName());
    assertEquals(
        List.of(
            "rule 1 false",
            "otherwise false",
            "otherwise false",
            "otherwise true",
            "otherwise true"),
        book
            .explain(States.state(Map.of()), new FoundGroups(Map.of("main", "rg-2")))
            .rules()
            .stream()
            .map(RuleLanguageTest::summary)
            .toList());
  }

  @Test
  void leavesWhatNoFallbackFits() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "rules.yaml",
            "version: 1\ngroups: {cn-x: rg-aaaa}\nrules: []\notherwise: \"{region}\"\n");

    assertEquals(Decision.NOTHING, book.decide(States.state(Map.of())));
  }

  private static String summary(RuleTrace trace) {
    return trace.rule() + " " + trace.applies();
  }

  private static String fallback(RuleBook book, Map<String, String> groups) {
    return book.decide(States.state(Map.of()), new FoundGroups(groups)).group();
  }
}
