package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the plain reader against the library, which is the authority. */
class PlainYamlTest {
  /** Pieces of lines in the plain style, and beside it. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "b: ",
          "c:",
          ": ",
          ":",
          "a:b",
          "a b",
          "- ",
          "-",
          "- - ",
          "-a",
          "?",
          "? ",
          " #",
          "#",
          " # c",
          "[",
          "]",
          "{",
          "}",
          ", ",
          ",",
          "[a, b]",
          "{a: b}",
          "{a: [b]}",
          "{a:b}",
          "[a: b]",
          "{\"a\":b}",
          "{}",
          "[]",
          "'",
          "''",
          "'a'",
          "'it''s'",
          "\"",
          "\"a\"",
          "\"\\\"\\\\\"",
          "\"\\n\"",
          "\"\\x41\"",
          "\\",
          "&a",
          "*a",
          "!t",
          "|",
          ">",
          "%",
          "@",
          "`",
          "\t",
          "  ",
          " ",
          "~",
          "null",
          "<<",
          "=",
          "---",
          "...",
          "ä",
          "💡",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\r",
          "\\n",
          "web-*",
          "a#b",
          "http://a/?b=c",
          "10:20");

  // ---- what it takes

  static Stream<String> goodBooks() throws IOException {
    return Stream.of(
            BookSamples.good().stream().map(BookSamples.Good::yaml),
            RulesDocTest.books().stream(),
            Stream.of(Files.readString(Path.of("examples/rules.yaml"))))
        .flatMap(texts -> texts);
  }

  @ParameterizedTest
  @MethodSource("goodBooks")
  void takesBooks(String text) throws Exception {
    assertTaken(text);
    assertTaken(text.replace("\n", "\r\n"));
    assertTaken("# as printed\n" + RuleBook.parse("t", text).toYaml());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:\n- b\n- c: d\n  e: f\ng: h",
        "- - a\n  - b: 'it''s'\n- \"\\\"\\\\\\n\" # c",
        "{\n  \"a\": [\n    \"b\",\n    {\"c\":\"d\"}, # e\n  ],\n}\n",
        "größe: a b:c#d, [e]\n\n  # f\n'g' : h\n",
        "a",
      })
  void takesThePlainStyle(String text) throws Exception {
    assertTaken(text);
  }

  private static void assertTaken(String text) throws RuleBookException {
    Yaml.Node node = PlainYaml.read(text);
    assertNotNull(node);
    assertEquals(Yaml.readByLibrary("t", text), node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " # a",
        "a:",
        "a: &b c",
        "a: *b",
        "a: !b c",
        "a: |\n  b",
        "a: >\n  b",
        "? a\n: b",
        "%YAML 1.2\n---\na",
        "a\n---\nb",
        "a: b\n...\n",
        "a\tb",
        "\ufeffa",
        "a: \"\\x41\"",
        "💡",
        "a: b: c",
        "a: b\n  c",
        "a: 'b\n  c'",
        "a: b\n c: d",
        "  a: b\nc: d",
        "- a\nb: c",
        "[a: b]",
        "[a, , b]",
        "{a}",
        "{a: }",
        "[a]: b",
        "a: [b",
        "a: 'b' c",
        "a: 'b'#c",
        "a: 'b",
        "'a\\"
      })
  void leavesTheRestToTheLibrary(String text) {
    assertNull(PlainYaml.read(text));
  }

  // ---- that the library says the same

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void agreesAboutPieces(@ForAll("pieces") String text) {
    agrees(text);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void agreesAboutLines(@ForAll("lines") String text) {
    agrees(text);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void agreesAboutDocuments(@ForAll("documents") String text) {
    agrees(text);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void agreesAboutBooks(@ForAll("books") String text) {
    agrees(text);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
  }

  /** No place of any style may let a character pass that the library takes for something else. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, '\b', '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0xa0, 0xf6, 0x2028, 0x2029, 0xd83d, 0xfeff,
        0xfffe, 0x1f600
      })
  void agreesAboutACharacterAnywhere(int character) {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 18; i++) {
      many.append("\n  team-").append(i).append(": rg-acfm").append(i).append(" # a team");
    }
    String text =
        "# a b\nversion: 1\ngroups:"
            + many
            + "\nrules:\n  - name: 'it''s one'\n    when: {a: [b c, \"d\\n\"], e : f}\n"
            + "    # why\n    join: {x: y}\nlast: one\n";
    for (int at = 0; at <= text.length(); at++) {
      agreed(text.substring(0, at) + Character.toString(character) + text.substring(at));
    }
  }

  private static void agrees(String text) {
    Statistics.collect(agreed(text));
  }

  /** Whether both readers take a text; they may not take it for different things. */
  private static boolean agreed(String text) {
    Yaml.Node node = PlainYaml.read(text);
    if (node == null) {
      return false;
    }
    try {
      assertEquals(Yaml.readByLibrary("t", text), node, () -> Texts.quote(text));
    } catch (RuleBookException e) {
      fail(e.getMessage() + " for " + Texts.quote(text));
    }
    return true;
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(PIECES)), Tuple.of(1, Arbitraries.of("\n", "\n  ", "\n- ")))
        .list()
        .ofMinSize(1)
        .ofMaxSize(9)
        .map(pieces -> String.join("", pieces));
  }

  /** Documents line by line: most of them in the plain style by themselves, not always together. */
  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> indents = Arbitraries.of("", "", "", " ", "  ", "  ", "    ", "      ");
    Arbitrary<String> starts =
        Arbitraries.frequencyOf(
            Tuple.of(
                6, Arbitraries.of("a: ", "b:", "b:", "- ", "- c: ", "- - ", "'d': ", "\"e\" : ")),
            Tuple.of(1, Arbitraries.of(PIECES)),
            Tuple.of(1, Arbitraries.just("")));
    Arbitrary<String> values =
        Arbitraries.frequencyOf(
            Tuple.of(
                6, Arbitraries.of("a", "b c", "'d'", "\"e\"", "[a, 'b']", "{a: b, c: {}}", "")),
            Tuple.of(2, Arbitraries.of("[a,", "{a:", "[", "]", "}", "b: c}", ",", "a, b]")),
            Tuple.of(1, Arbitraries.of(PIECES)),
            Tuple.of(
                1, Arbitraries.of(PIECES).list().ofSize(2).map(pieces -> String.join("", pieces))));
    Arbitrary<String> ends =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.just("\n")),
            Tuple.of(4, Arbitraries.of(" # c\n", "  \n", "\r\n", "\n\n", "\n# d\n", "")));
    return Combinators.combine(indents, starts, values, ends)
        .as((indent, start, value, end) -> indent + start + value + end)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(lines -> String.join("", lines));
  }

  /**
   * Documents in the plain style, in which a few characters or lines may not be where they were.
   */
  @Provide
  Arbitrary<String> documents() {
    Arbitrary<String> ends =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.just("\n")),
            Tuple.of(2, Arbitraries.of(" # c\n", "  \n", "\r\n", "\n\n", "\n# d\n", "\n   # e\n")));
    Arbitrary<String> documents =
        Combinators.combine(block(3), ends.list().ofSize(8))
            .as(
                (lines, endings) -> {
                  StringBuilder text = new StringBuilder();
                  for (int i = 0; i < lines.size(); i++) {
                    text.append(lines.get(i)).append(endings.get(i % endings.size()));
                  }
                  return text.toString();
                });
    return withSlips(documents, 0);
  }

  /** The lines of a value in block style. */
  private static Arbitrary<List<String>> block(int depth) {
    Arbitrary<List<String>> scalars =
        Arbitraries.of(
                "a",
                "b c",
                "a:b",
                "a#b",
                "http://a/?b=c",
                "'it''s'",
                "\"\\\"\\n\"",
                "''",
                "ä",
                "~",
                "web-*",
                "a, b]",
                "[]",
                "{}",
                "[a, 'b',]",
                "{a: b, \"c\":d, 'e' : [f]}",
                "[[a], {b: c}]")
            .map(List::of);
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<List<String>> inner = Arbitraries.lazy(() -> block(depth - 1));
    Arbitrary<List<String>> sequence =
        Combinators.combine(inner, Arbitraries.of("- ", "- ", "-  "))
            .as((lines, dash) -> indented(lines, dash, " ".repeat(dash.length())))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(PlainYamlTest::joined);
    Arbitrary<List<String>> mapping =
        Combinators.combine(
                inner,
                Arbitraries.of("a", "b c", "'d'", "\"e\" ", "tag.f", "ö"),
                Arbitraries.integers().between(0, 3))
            .as(
                (lines, key, indent) -> {
                  String first = lines.get(0);
                  if (lines.size() == 1 && indent > 0 && !first.startsWith("- ")) {
                    return List.of(key + ": " + first);
                  }
                  int least = first.startsWith("- ") ? 0 : 1;
                  String space = " ".repeat(Math.max(least, indent));
                  return joined(List.of(List.of(key + ":"), indented(lines, space, space)));
                })
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(PlainYamlTest::joined);
    return Arbitraries.frequencyOf(
        Tuple.of(1, scalars), Tuple.of(3, sequence), Tuple.of(4, mapping));
  }

  private static List<String> joined(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static List<String> indented(List<String> lines, String first, String others) {
    List<String> result = new ArrayList<>();
    for (String line : lines) {
      result.add((result.isEmpty() ? first : others) + line);
    }
    return result;
  }

  /** Books in which a few characters or lines are not where they were. */
  @Provide
  Arbitrary<String> books() throws IOException {
    return withSlips(Arbitraries.of(goodBooks().toList()), 1);
  }

  private static Arbitrary<String> withSlips(Arbitrary<String> texts, int least) {
    Arbitrary<Slip> slips =
        Combinators.combine(
                Arbitraries.of(Slip.Kind.class),
                Arbitraries.integers().between(0, 100_000),
                Arbitraries.integers().between(0, 100_000),
                Arbitraries.of(PIECES))
            .as(Slip::new);
    return Combinators.combine(texts, slips.list().ofMinSize(least).ofMaxSize(least + 2))
        .as(
            (text, list) -> {
              String result = text;
              for (Slip slip : list) {
                result = slip.in(result);
              }
              return result;
            });
  }

  private record Slip(Kind kind, int first, int second, String piece) {
    enum Kind {
      INSERT,
      DELETE,
      REPLACE,
      SWAP_LINES,
      INDENT,
      DELETE_LINE
    }

    String in(String text) {
      int at = first % (text.length() + 1);
      int end = Math.min(text.length(), at + 1 + second % 3);
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      int one = first % lines.size();
      switch (kind) {
        case INSERT -> {
          return text.substring(0, at) + piece + text.substring(at);
        }
        case DELETE -> {
          return text.substring(0, at) + text.substring(end);
        }
        case REPLACE -> {
          return text.substring(0, at) + piece + text.substring(end);
        }
        case SWAP_LINES -> Collections.swap(lines, one, second % lines.size());
        case INDENT -> {
          String line = lines.get(one);
          boolean less = second % 2 == 0 && line.startsWith(" ");
          lines.set(one, less ? line.substring(1) : " ".repeat(1 + second % 3) + line);
        }
        case DELETE_LINE -> lines.remove(one);
      }
      return String.join("\n", lines);
    }
  }
}
