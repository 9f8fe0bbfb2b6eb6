package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.rule.Diagnostic;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookParserTest {
  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.book.RuleBookSamples#bad")
  void namesEveryErrorWithItsPlace(RuleBookSamples.Bad book) {
    assertEquals(book.errors(), errors(book.yaml()));
  }

  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.book.RuleBookSamples#good")
  void warnsOfWhatIsProbablyNotMeant(RuleBookSamples.Good book) throws Exception {
    assertEquals(
        book.warnings(),
        RuleBookParser.parse("", book.yaml()).warnings().stream()
            .map(w -> w.toString().substring(1))
            .toList());
  }

  @Test
  void anErrorNamesItsSourceAndPlace() {
    RuleBookException thrown =
        assertThrows(
            RuleBookException.class,
            () -> RuleBookParser.parse("my rules.yaml", "version: 1\nrule: []"));
    assertEquals(
        List.of(
            new Diagnostic("my rules.yaml", 2, 1, "unknown key \"rule\"; did you mean \"rules\"?")),
        thrown.errors());
    assertEquals("my rules.yaml:2:1: " + thrown.errors().get(0).message(), thrown.getMessage());
  }

  @Test
  void columnsCountCharactersAndNotTheirUnits() {
    assertEquals(
        List.of("1:34: unknown version \"x\"; use \"version: 1\""),
        errors("{groups: {💡💡: rg-aaaa}, version: x}"));
  }

  @Test
  void conditionsNestUpTo32Levels() throws Exception {
    String book = "version: 1\nrules: [{leave: true, when: %s{tag.a: x}%s}]\n";
    RuleBookParser.parse("book", String.format(book, "{not: ".repeat(31), "}".repeat(31)));
    assertEquals(
        List.of("2:221: conditions are nested deeper than 32 levels"),
        errors(String.format(book, "{not: ".repeat(32), "}".repeat(32))));
    RuleBookParser.parse("book", String.format(book, "{any: [".repeat(31), "]}".repeat(31)));
  }

  @Test
  void whatIsNothingIsNotTheSameAsItsText() {
    List<String> errors = errors("version: 1\n~: a\n'~': b\n'~': c\n");
    assertEquals(3, errors.size(), errors.toString());
    assertTrue(errors.get(0).startsWith("2:1: ~ means nothing in YAML"), errors.get(0));
    assertTrue(errors.get(1).startsWith("3:1: unknown key"), errors.get(1));
    assertTrue(errors.get(2).startsWith("4:1: duplicate key"), errors.get(2));
  }

  @Test
  void refusesMoreThan1000RulesOr500Groups() throws Exception {
    RuleBookParser.parse("", rules(1_000));
    assertEquals(List.of("3:1: 1001 rules are too many; the limit is 1000"), errors(rules(1_001)));
    RuleBookParser.parse("", groups(500));
    assertEquals(List.of("3:2: 501 groups are too many; the limit is 500"), errors(groups(501)));
  }

  private static String rules(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "- {when: {id: a" + i + "}, leave: true}\n")
        .collect(Collectors.joining("", "version: 1\nrules:\n", ""));
  }

  private static String groups(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i + ": rg-aaaa\n ")
        .collect(Collectors.joining("", "version: 1\ngroups:\n ", ""));
  }

  /** Each of these asks for suggestions among all groups; what that costs is bounded. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void reportsThousandsOfUnknownGroups() {
    StringBuilder book = new StringBuilder("version: 1\ngroups:\n");
    for (int i = 0; i < 500; i++) {
      book.append("  the-group-").append(i).append(": rg-abcd").append(i).append('\n');
    }
    book.append("rules:\n- leave: true\n  when:\n    group:\n");
    for (int i = 0; i < 40_000; i++) {
      book.append("    - the-grout-").append(i).append('\n');
    }
    List<String> errors = errors(book.toString());
    assertEquals(40_000, errors.size());
    assertTrue(errors.get(0).contains("did you mean \"the-group-0\"?"), errors.get(0));
  }

  /** What looking for warnings costs is bounded, whatever is written. */
  @ParameterizedTest
  @ValueSource(strings = {"values", "patterns", "templates", "rules"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void loadsWhateverIsWritten(String what) throws Exception {
    StringBuilder book = new StringBuilder("version: 1\n");
    switch (what) {
      case "values" -> {
        book.append("rules:\n- leave: true\n  when:\n    tag.a:\n      in: [");
        IntStream.range(0, 40_000).forEach(i -> book.append(i).append("x, "));
        book.append("]\n      matches: [");
        IntStream.range(0, 40_000).forEach(i -> book.append(i).append("?, "));
        book.append("]\n");
      }
      case "patterns" -> {
        book.append("rules:\n- leave: true\n  when:\n");
        for (int i = 0; i < 300; i++) {
          book.append("    tag.a").append(i).append(": {matches: [");
          IntStream.range(0, 300).forEach(j -> book.append("a*b").append(j).append(", "));
          book.append("]}\n");
        }
      }
      case "templates" -> {
        book.append("groups:\n");
        IntStream.range(0, 500).forEach(i -> book.append("  a" + i + ": rg-abcd" + i + "\n"));
        book.append("rules:\n");
        IntStream.range(0, 1_000).forEach(i -> book.append("- join: \"b" + i + "{name}\"\n"));
      }
      default -> {
        book.append("rules:\n");
        for (int i = 0; i < 300; i++) {
          book.append("- leave: true\n  when: {name: {matches: [");
          IntStream.range(0, 300).forEach(j -> book.append("a*b").append(j).append(", "));
          book.append("c").append(i).append("]}}\n");
        }
      }
    }
    assertTrue(RuleBookParser.parse("book", book.toString()).rules().size() > 0);
  }

  private static List<String> errors(String yaml) {
    return assertThrows(RuleBookException.class, () -> RuleBookParser.parse("", yaml))
        .errors()
        .stream()
        .map(error -> error.toString().substring(1))
        .toList();
  }
}
