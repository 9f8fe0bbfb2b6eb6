package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Books with more groups than are kept as nodes. */
class ManyGroupsTest {
  /** What parsing a book comes to. */
  private record Reading(RuleBook book, List<Fault> faults, List<Fault> warnings) {
    static Reading of(String text) {
      try {
        RuleBook book = RuleBook.parse("book", text);
        return new Reading(book, List.of(), List.copyOf(book.warnings()));
      } catch (RuleBookException e) {
        return new Reading(null, e.faults(), List.of());
      }
    }
  }

  /** A line of groups. */
  private record Line(String name, String gap, String id, String end) {
    String text() {
      return "  " + name + ":" + gap + id + end + "\n";
    }
  }

  /** The library reads what ends with a document's end, and keeps nodes of all. */
  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aBookSaysTheSameHoweverItIsRead(@ForAll("lines") List<Line> lines) {
    String text = book(lines);
    Reading plain = Reading.of(text);
    Reading byLibrary = Reading.of(text + "...\n");
    Statistics.collect(plain.faults().isEmpty());
    assertEquals(byLibrary, plain, text);
    if (plain.book() != null && byLibrary.book() != null) {
      assertEquals(byLibrary.book().hashCode(), plain.book().hashCode());
    }
    assertEquals(
        plain.warnings().stream()
            .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
            .toList(),
        plain.warnings());
    Statistics.coverage(
        coverage -> {
          coverage.check(true).percentage(share -> share > 10);
          coverage.check(false).percentage(share -> share > 10);
        });
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void groupsAreFoundByNameAndById(@ForAll("goodLines") List<Line> lines) throws Exception {
    Map<String, String> ids = new LinkedHashMap<>();
    Map<String, List<String>> names = new LinkedHashMap<>();
    List<Line> kept = new ArrayList<>();
    for (Line line : lines) {
      if (ids.putIfAbsent(line.name(), line.id()) == null) {
        kept.add(line);
        names.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line.name());
      }
    }
    RuleBook book = RuleBook.parse("book", book(kept));
    assertEquals(new ArrayList<>(ids.entrySet()), new ArrayList<>(book.groups().entrySet()));
    Groups groups = book.groupIndex();
    ids.forEach((name, id) -> assertEquals(id, groups.find(name)));
    names.forEach(
        (id, of) -> {
          assertEquals(id, groups.find(id));
          assertEquals(of, groups.names(id));
        });
    assertNull(groups.find("nobody"));
    assertEquals(List.of(), groups.names("rg-nobody"));
    assertTrue(book.equals(RuleBook.parse("again", book.toYaml())));

    List<String> unused =
        ids.entrySet().stream()
            .filter(group -> !group.getValue().equals(ids.get(kept.get(0).name())))
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(
        unused,
        book.warnings().stream()
            .filter(warning -> warning.message().endsWith("is used by no rule"))
            .map(Fault::text)
            .toList());
  }

  @Test
  void theUnusedOnesOfThousandsAreToldByPlace() throws Exception {
    String groups =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "  team-" + i + ": rg-aaaa" + i + "\n")
            .collect(Collectors.joining());
    RuleBook book =
        RuleBook.parse(
            "book",
            "version: 1\ngroups:\n" + groups + "  again: rg-aaaa7\nrules:\n- join: team-12345\n");
    List<Fault> warnings = book.warnings();
    assertEquals(20_001, warnings.size());
    assertEquals(
        "book:12347:3: group \"team-12344\" is used by no rule", warnings.get(12344).toString());
    assertEquals(
        "book:12349:3: group \"team-12346\" is used by no rule", warnings.get(12345).toString());
    assertEquals(
        List.of(
            "book:20003:3: groups \"team-7\" and \"again\" are both rg-aaaa7",
            "book:20003:3: group \"again\" is used by no rule"),
        warnings.subList(19_999, 20_001).stream().map(Fault::toString).toList());
  }

  private static String book(List<Line> lines) {
    String groups = lines.stream().map(Line::text).collect(Collectors.joining());
    return "version: 1\ngroups:\n" + groups + "rules:\n  - join: " + lines.get(0).name() + "\n";
  }

  @Provide
  Arbitrary<List<Line>> goodLines() {
    return lines(
        Arbitraries.integers().between(0, 150).map(i -> "team-" + i),
        Arbitraries.integers().between(0, 100).map(i -> "rg-aaaa" + i),
        goodEnds());
  }

  @Provide
  Arbitrary<List<Line>> lines() {
    Arbitrary<String> names = Arbitraries.integers().between(0, 2000).map(i -> "team-" + i);
    Arbitrary<String> oddNames =
        Arbitraries.of(
            "leave",
            "Null",
            "null",
            "~",
            "rg-abcd",
            "rg-",
            "l",
            "nul",
            "legal",
            "risk-1",
            "l-n",
            "re-x",
            "a{b",
            "'q 1'",
            "\"q2\"",
            "b c",
            "größe",
            "7",
            "#a",
            "-",
            "a:b",
            "\u00a0",
            "\u200b",
            "n".repeat(128),
            "n".repeat(129),
            "");
    Arbitrary<String> ids = Arbitraries.integers().between(0, 2000).map(i -> "rg-aaaa" + i);
    Arbitrary<String> oddIds =
        Arbitraries.of(
            "rg-a!bcd",
            "rg-abc",
            "xx",
            "null",
            "'rg-qqqq'",
            "rg-" + "a".repeat(64),
            "rg-" + "a".repeat(65),
            "rg-é1234",
            "[a]",
            "a: b",
            "x".repeat(5000),
            "\n    rg-next",
            "");
    Arbitrary<String> oddEnds =
        Arbitraries.of("\n    more", "\n    more: rg-aaaa", "\n   ", "#", " :");
    // else hardly any book would be without a fault
    return Arbitraries.oneOf(
        lines(seldom(300, names, oddNames), ids, goodEnds()),
        lines(
            seldom(20, names, oddNames), seldom(60, ids, oddIds), seldom(60, goodEnds(), oddEnds)));
  }

  private static Arbitrary<String> goodEnds() {
    return seldom(
        5,
        Arbitraries.just(""),
        Arbitraries.of(" # of it", "  ", "\r", "\n", "\n  # above", "\n# left"));
  }

  /** So often the usual, and once the odd. */
  private static Arbitrary<String> seldom(
      int often, Arbitrary<String> usual, Arbitrary<String> odd) {
    return Arbitraries.frequencyOf(Tuple.of(often, usual), Tuple.of(1, odd));
  }

  private static Arbitrary<List<Line>> lines(
      Arbitrary<String> names, Arbitrary<String> ids, Arbitrary<String> ends) {
    Arbitrary<String> gaps =
        seldom(7, Arbitraries.just(" "), Arbitraries.of("   ", " ".repeat(1100)));
    return Combinators.combine(names, gaps, ids, ends)
        .as(Line::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }
}
