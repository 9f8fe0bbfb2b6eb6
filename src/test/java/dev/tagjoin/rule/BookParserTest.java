package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookParserTest {
  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.BookSamples#bad")
  void namesEveryFaultWithItsPlace(BookSamples.Bad book) {
    assertEquals(book.faults(), faults(book.yaml()));
  }

  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.BookSamples#good")
  void warnsOfWhatIsProbablyNotMeant(BookSamples.Good book) throws Exception {
    assertEquals(
        book.warnings(),
        RuleBook.parse("", book.yaml()).warnings().stream()
            .map(w -> w.toString().substring(1))
            .toList());
  }

  @Test
  void aFaultNamesItsSourceAndTheOffendingText() {
    RuleBookException thrown =
        assertThrows(
            RuleBookException.class, () -> RuleBook.parse("my rules.yaml", "version: 1\nrule: []"));
    assertEquals(
        List.of(
            new Fault(
                "my rules.yaml",
                2,
                1,
                "rule",
                "unknown key \"rule\"; did you mean \"rules\"? Expected one of version, groups,"
                    + " rules, otherwise, follow")),
        thrown.faults());
    assertEquals("my rules.yaml:2:1: " + thrown.faults().get(0).message(), thrown.getMessage());
  }

  @Test
  void columnsCountCharactersAndNotTheirUnits() {
    assertEquals(
        List.of("1:34: unknown version; version: 1 expected, not \"x\""),
        faults("{groups: {💡💡: rg-aaaa}, version: x}"));
  }

  @Test
  void conditionsNestUpTo32Levels() throws Exception {
    String book = "version: 1\nrules: [{leave: true, when: %s{tag.a: x}%s}]\n";
    RuleBook.parse("book", String.format(book, "{not: ".repeat(31), "}".repeat(31)));
    assertEquals(
        List.of("2:221: conditions nested too deep; at most 32 levels expected"),
        faults(String.format(book, "{not: ".repeat(32), "}".repeat(32))));
    RuleBook.parse("book", String.format(book, "{any: [".repeat(31), "]}".repeat(31)));
  }

  @Test
  void whatIsNothingIsNotTheSameAsItsText() {
    List<String> faults = faults("version: 1\n~: a\n'~': b\n'~': c\n");
    assertEquals(3, faults.size(), faults.toString());
    assertTrue(faults.get(0).startsWith("2:1: ~ is nothing in YAML"), faults.get(0));
    assertTrue(faults.get(1).startsWith("3:1: unknown key"), faults.get(1));
    assertTrue(faults.get(2).startsWith("4:1: duplicate key"), faults.get(2));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void thereAreAtMost10000RulesAnd50000Groups() {
    String rules =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "- {when: {id: a" + i + "}, leave: true}\n")
            .collect(Collectors.joining("", "version: 1\nrules:\n", ""));
    assertEquals(List.of("3:1: 10001 rules; at most 10000 expected"), faults(rules));
    String groups =
        IntStream.range(0, 50_001)
            .mapToObj(i -> i + ": rg-aaaa\n ")
            .collect(Collectors.joining("", "version: 1\ngroups:\n ", ""));
    assertEquals(List.of("3:2: 50001 groups; at most 50000 expected"), faults(groups));
  }

  /** All these ask for suggestions among all those; what that costs is bounded. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void thousandsOfUnknownNamesAreReportedAllTheSame() {
    StringBuilder book = new StringBuilder("version: 1\ngroups:\n");
    for (int i = 0; i < 10_000; i++) {
      book.append("  the-group-").append(i).append(": rg-abcd").append(i).append('\n');
    }
    book.append("rules:\n");
    for (int i = 0; i < 5_000; i++) {
      book.append("- {when: {id: x")
          .append(i)
          .append("}, join: the-grout-")
          .append(i)
          .append("}\n");
    }
    List<String> faults = faults(book.toString());
    assertEquals(5_000, faults.size());
    assertTrue(faults.get(0).contains("did you mean \"the-group-0\"?"), faults.get(0));
  }

  /** What looking for doubts costs is bounded, whatever is written. */
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
        IntStream.range(0, 30_000).forEach(i -> book.append("  a" + i + ": rg-abcd" + i + "\n"));
        book.append("rules:\n");
        IntStream.range(0, 9_000).forEach(i -> book.append("- join: \"b" + i + "{name}\"\n"));
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
    assertTrue(RuleBook.parse("book", book.toString()).rules().size() > 0);
  }

  private static List<String> faults(String yaml) {
    return assertThrows(RuleBookException.class, () -> RuleBook.parse("", yaml)).faults().stream()
        .map(fault -> fault.toString().substring(1))
        .toList();
  }
}
