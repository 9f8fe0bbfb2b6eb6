package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowsTest {
  private static final String HEAD =
      "version: 1\ngroups: {prod: rg-aaaa, production: rg-aaaa, dev: rg-bbbb}\nrules:\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tag.a: x | tag.a: x",
        "tag.a: [x, y] | tag.a: y",
        "tag.a: [x, y] | {tag.a: y, tag.b: z}",
        "tag.a: {exists: true} | tag.a: x",
        "tag.a: {exists: true} | tag.a: {matches: x*}",
        "tag.a: {matches: 'web-*'} | tag.a: {matches: ['web-1?', 'web-2-*']}",
        "tag.a: {matches: 'web-*'} | tag.a: [web-1, web-2]",
        "tag.a: {notIn: [x]} | tag.a: {notIn: [y, x]}",
        "tag.a: {notIn: [x]} | tag.a: {exists: false}",
        "tag.a: {notIn: [x]} | tag.a: {matches: y*}",
        "not: {tag.a: x, tag.b: y} | not: {tag.a: x}",
        "any: [{tag.a: x}, {tag.b: y}] | {tag.c: z, tag.b: y}",
        "tag.a: [x, y] | any: [{tag.a: x, tag.b: y}, {tag.a: y}]",
        "all: [{tag.a: x}, {tag.b: y}] | {tag.b: y, tag.a: x}",
        "group: production | group: prod",
        "group: {matches: rg-a*} | group: prod",
        "group: {notIn: [dev]} | group: prod",
      })
  void finds(String earlier, String later) throws Exception {
    assertEquals(List.of("rule 2"), shadowed(earlier, later));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tag.a: x | tag.a: [x, y]",
        "tag.a: x | tag.b: x",
        "{tag.a: x, tag.b: y} | tag.a: x",
        "tag.a: {exists: true} | tag.a: {notIn: [x]}",
        "tag.a: {matches: 'web-1*'} | tag.a: {matches: 'web-*'}",
        "tag.a: {notIn: [x, y]} | tag.a: {notIn: [x]}",
        "tag.a: {notIn: [x]} | tag.a: {matches: '*'}",
        "not: {tag.a: x} | not: {tag.a: x, tag.b: y}",
        "any: [{tag.a: x}, {tag.b: y}] | any: [{tag.a: x}, {tag.c: y}]",
        "group: {notIn: [production]} | group: {matches: prod}",
        "group: {notIn: [rg-aaaa]} | group: prod",
      })
  void doesNotFind(String earlier, String later) throws Exception {
    assertEquals(List.of(), shadowed(earlier, later));
  }

  @Test
  void aTargetThatMayBeMissingLeavesSomethingToTheNextRule() throws Exception {
    String rules =
        HEAD
            + "- {when: {tag.a: x}, join: '{tag.t}'}\n"
            + "- {when: {tag.a: x}, join: dev}\n"
            + "- {when: {tag.b: x}, join: '{tag.t}'}\n"
            + "- {when: {tag.b: x, tag.a: y}, join: '{tag.t}'}\n";
    assertEquals(
        List.of(
            "book:7:3: rule \"rule 4\" never decides: rule \"rule 3\" in line 6 applies"
                + " whenever it does"),
        neverDecide(RuleBookParser.parse("book", rules)).map(Diagnostic::toString).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tag.a: x | tag.a: y | tag.a: [x, y]",
        "tag.a: [x, z] | tag.a: {matches: y*} | {tag.a: [x, y, yy], tag.b: z}",
        "tag.a: x | tag.b: y | any: [{tag.a: x, tag.c: z}, {tag.b: y}]",
        "{tag.a: x, tag.b: z} | tag.a: y | {tag.a: [x, y], tag.b: z}",
        "{tag.a: x, tag.b: z} | {tag.a: y, tag.b: z} | {tag.b: z, tag.a: [x, y]}",
        "group: production | group: dev | group: [prod, rg-bbbb]",
      })
  void findsWhatSeveralRulesLeaveNothingTo(String first, String second, String third)
      throws Exception {
    assertEquals(
        List.of(
            "book:6:3: rule \"rule 3\" never decides: rules \"rule 1\" in line 4, \"rule 2\" in"
                + " line 5 together apply whenever it does"),
        neverDecide(RuleBookParser.parse("book", book(first, second, third)))
            .map(Diagnostic::toString)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tag.a: x | tag.a: y | tag.a: [x, y, z]",
        "{tag.a: x, tag.b: z} | tag.a: y | tag.a: [x, y]",
        "tag.a: x | tag.b: y | any: [{tag.a: x}, {tag.b: z}]",
        "tag.a: x | tag.a: y | tag.b: [x, y]",
      })
  void doesNotFindWhatSeveralRulesLeaveSomethingTo(String first, String second, String third)
      throws Exception {
    assertEquals(List.of(), shadowed(first, second, third));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsFoundNeverDecides(@ForAll("rules") List<List<String>> rules) throws Exception {
    StringBuilder yaml = new StringBuilder(HEAD);
    rules.forEach(
        rule ->
            yaml.append("- {join: dev, when: {").append(String.join(", ", rule)).append("}}\n"));
    RuleBook book;
    try {
      book = RuleBookParser.parse("book", yaml.toString());
    } catch (RuleBookException e) {
      // Two conditions about the same attribute are no map.
      return;
    }
    List<String> found = neverDecide(book).map(ShadowsTest::rule).toList();
    Statistics.collect(found.isEmpty() ? "none" : "some");
    for (ResourceState state : allStates()) {
      assertFalse(found.contains(book.decide(state).rule()), () -> yaml + " " + state);
    }
  }

  @Provide
  Arbitrary<List<List<String>>> rules() {
    List<String> tests = new ArrayList<>();
    for (String test :
        List.of(
            "x",
            "''",
            "[x, y]",
            "[x, y, xx]",
            "{notIn: [x]}",
            "{notIn: [x, y]}",
            "{exists: true}",
            "{exists: false}",
            "{matches: 'x*'}",
            "{matches: '?'}",
            "{matches: ['?x', y]}")) {
      tests.add("tag.a: " + test);
      tests.add("tag.b: " + test);
      tests.add("not: {tag.a: " + test + "}");
      tests.add("any: [{tag.a: " + test + "}, {tag.b: x}]");
      tests.add("all: [{tag.a: " + test + "}, {not: {tag.b: x, group: dev}}]");
    }
    tests.addAll(
        List.of(
            "group: prod",
            "group: {notIn: [production]}",
            "group: {matches: 'prod*'}",
            "group: {matches: rg-aaaa}",
            "group: rg-aaaa",
            "not: {group: {notIn: [rg-aaaa]}}"));
    return Arbitraries.of(tests).list().ofMinSize(1).ofMaxSize(2).list().ofMinSize(2).ofMaxSize(5);
  }

  private static List<ResourceState> allStates() {
    List<ResourceState> states = new ArrayList<>();
    for (String group : Arrays.asList(null, "rg-aaaa", "rg-bbbb", "rg-cccc")) {
      for (String a : Arrays.asList(null, "", "x", "y", "xx", "zx", "z")) {
        for (String b : Arrays.asList(null, "", "x", "y", "xx", "z")) {
          Map<String, String> tags = new HashMap<>();
          if (a != null) {
            tags.put("a", a);
          }
          if (b != null) {
            tags.put("b", b);
          }
          ResourceRef ref = new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", null);
          states.add(new ResourceState(ref, group, null, null, null, tags));
        }
      }
    }
    return states;
  }

  @Test
  void findsThoseOfAThousandRules() throws Exception {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < 997; i++) {
      conditions.add("tag.a: [x" + i + ", y" + i + "], tag.k" + i % 10 + ": z");
    }
    conditions.add("tag.a: y7, tag.k7: z, name: n");
    conditions.add("tag.a: x8, tag.k7: z");
    conditions.add("tag.a: [x996, y996], tag.k6: z");
    assertEquals(List.of("rule 998", "rule 1000"), shadowed(conditions.toArray(String[]::new)));
  }

  @Test
  void everyRuleThatAsksAboutTheSameIsLookedAt() throws Exception {
    assertEquals(
        List.of("rule 4"),
        shadowed(
            "tag.a: {matches: 'x*'}",
            "tag.a: {matches: 'y*'}",
            "tag.a: {matches: 'z*'}",
            "tag.a: {matches: 'yz*'}"));
    assertEquals(
        List.of("rule 3"),
        shadowed(
            "tag.b: p, tag.a: {matches: 'x*'}",
            "tag.b: p, tag.a: {matches: 'y*'}",
            "tag.a: [x, y], tag.b: p"));
  }

  /** Comparing each part with each would take more than may be spent. */
  @Test
  void aLongRuleThatStandsThereTwiceIsFound() throws Exception {
    String parts =
        IntStream.range(0, 700)
            .mapToObj(i -> "{tag.a: {matches: 'x" + i + "*'}, tag.b: y" + i + "}")
            .collect(Collectors.joining(", "));
    assertEquals(
        List.of("rule 2", "rule 3"),
        shadowed("any: [" + parts + "]", "any: [" + parts + "]", "any: [" + parts + "], name: n"));
  }

  private static List<String> shadowed(String... conditions) throws Exception {
    return neverDecide(RuleBookParser.parse("book", book(conditions)))
        .map(ShadowsTest::rule)
        .toList();
  }

  private static Stream<Diagnostic> neverDecide(RuleBook book) {
    return book.warnings().stream().filter(w -> w.message().contains("never decides"));
  }

  /** The name of the rule that a warning is about. */
  private static String rule(Diagnostic warning) {
    return warning.message().split("\"", -1)[1];
  }

  private static String book(String... conditions) {
    StringBuilder book = new StringBuilder(HEAD);
    for (String condition : conditions) {
      book.append("- {join: dev, when: ").append(map(condition)).append("}\n");
    }
    return book.toString();
  }

  private static String map(String entries) {
    return entries.startsWith("{") ? entries : "{" + entries + "}";
  }
}
