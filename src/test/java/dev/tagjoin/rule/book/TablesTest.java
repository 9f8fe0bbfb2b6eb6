package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.rule.FoundGroups;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.States;
import dev.tagjoin.text.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
  private static final String BOOK =
      """
      version: 1
      groups: {retail: rg-aaaa, logistics: rg-bbbb, other: rg-cccc}
      tables:
        centres: {file: centres.csv}
      rules:
        - name: by cost centre
          join: "{tag.costcentre}"
          table: centres
      """;

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"4711,rg-aaaa", "4801,rg-bbbb", "4811,rg-aaaa", "48,rg-bbbb", "5,", "'4711 ',"})
  void decidesByExactValuesFirstThenPatterns(String value, String group) throws Exception {
    RuleBook book =
        parse("cost centre,group\n\"48*\",logistics\n4811,retail\n\n4711,\"retail\"\n481?,other\n");

    assertEquals(group, book.decide(States.state(Map.of("costcentre", value))).group());
  }

  @Test
  void readsQuotesLineBreaksAndByteOrderMarks() throws Exception {
    RuleBook book = parse("\ufeff\"a \"\"b\"\",\r\nc\",retail\r\nd,logistics");

    assertEquals(
        "rg-aaaa", book.decide(States.state(Map.of("costcentre", "a \"b\",\r\nc"))).group());
    assertEquals("rg-bbbb", book.decide(States.state(Map.of("costcentre", "d"))).group());
  }

  @Test
  void explainsWithTheLineOfTheTable() throws Exception {
    RuleBook book = parse("4711,retail\n4712,logistics\n");

    assertEquals(
        List.of("no condition", "the target {tag.costcentre} is 4712: logistics by centres.csv:2"),
        why(book, "4712"));
    assertEquals(
        List.of("the target {tag.costcentre} is 9, wanted a value of the table centres"),
        why(book, "9"));
    assertEquals(
        List.of("tag.costcentre is missing, wanted for the target {tag.costcentre}"),
        book.explain(States.state(Map.of())).rules().get(0).why());
  }

  @Test
  void passesOverGroupsThatTheAccountLacks() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "rules.yaml",
            """
            version: 1
            groups: [retail, "team-*"]
            tables:
              centres:
                "1": retail
                "2": team-x
            rules:
              - {name: r, join: "{tag.costcentre}", table: centres, among: ["team-*"]}
            """);
    FoundGroups account = new FoundGroups(Map.of("team-x", "rg-xxxx"));

    assertEquals("rg-xxxx", book.decide(States.state(Map.of("costcentre", "2")), account).group());
    assertTrue(
        book.explain(States.state(Map.of("costcentre", "2")), new FoundGroups(Map.of()))
            .rules()
            .get(0)
            .why()
            .get(0)
            .startsWith(
                "the target {tag.costcentre} is 2: team-x by rules.yaml:6, wanted one that exists"));
    assertEquals(
        "the target {tag.costcentre} is 1: retail by rules.yaml:5, wanted one among team-*",
        why(book, "1").get(0));
  }

  @Test
  void reportsEveryErrorOfAFileWithItsPlace() {
    assertEquals(
        List.of(
            "centres.csv:2:6: unknown group \"retial\"; did you mean \"retail\"?",
            "centres.csv:3:1: duplicate value \"4711\"; it is already in line 1",
            "centres.csv:4:1: 3 columns; use two, a value and its group, with a comma between them",
            "centres.csv:5:1: 1 column; use two, a value and its group, with a comma between them",
            "centres.csv:6:6: the group is missing",
            "centres.csv:7:1: text after the closing quote; write a quote within quotes twice",
            "centres.csv:8:1: a quote within the text; put the whole text between quotes and write"
                + " it twice",
            "centres.csv:9:1: the quote is never closed; add a second one",
            "centres.csv:9:1: 1 column; use two, a value and its group, with a comma between them"),
        errors(
            """
            4711,retail
            4712,retial
            4711,other
            1,other,x
            2;other
            4713,
            "a"b,other
            a"b,other
            "x,other
            """));
    assertEquals(
        List.of(
            "centres.csv:1:3: unknown group \"abcdef\"; add it to groups, which has retail,"
                + " logistics, other"),
        errors("1,abcdef\n"));
    assertEquals(
        List.of("rules.yaml:4:19: \"centres.csv\" has no rows; add values with their groups"),
        errors("cost centre,owner\n"));
  }

  @Test
  void warnsOfWhatIsProbablyNotMeant() throws Exception {
    assertEquals(
        List.of(
            "centres.csv:1:1: a blank at the end of \"4711 \" is part of the text; remove it",
            "centres.csv:3:1: the pattern \"48?\" never decides: \"4*\" in line 2 covers it"),
        parse("4711 ,retail\n4*,other\n48?,logistics\n").warnings().stream()
            .map(Object::toString)
            .toList());
  }

  @Test
  void boundsRowsPatternsAndErrors() {
    assertEquals(
        List.of("rules.yaml:4:19: 10001 rows are too many; the limit is 10000"),
        errors(lines(10_001, "%d,other\n")));
    assertEquals(
        List.of("rules.yaml:4:19: 501 patterns are too many; the limit is 500"),
        errors(lines(501, "%d-*,other\n")));
    List<String> errors = errors(lines(5_000, "%d,o-t-h-e-r-s-1\n"));
    assertEquals(102, errors.size());
    assertTrue(errors.get(101).endsWith("too many errors; the rest of the table is not checked"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.csv", "/etc/passwd", "link.csv", "sub/../../secret.csv"})
  void readsNoFileOutsideOfTheBooksDirectory(String name) throws IOException {
    Path book = Files.createDirectory(dir.resolve("book")).resolve("rules.yaml");
    Path secret = Files.writeString(dir.resolve("secret.csv"), "4711,retail\n");
    Files.createSymbolicLink(book.resolveSibling("link.csv"), secret);

    IOException thrown = assertThrows(IOException.class, () -> InputFile.readBeside(book, name));

    assertEquals(name + ": not within the directory of " + book, thrown.getMessage());
  }

  @Test
  void readsFilesBelowTheBooksDirectoryAndSaysWhatIsMissing() throws IOException {
    Path book = dir.resolve("rules.yaml");
    Files.createDirectory(dir.resolve("tables"));
    Files.writeString(dir.resolve("tables/centres.csv"), "4711,retail\n");

    assertEquals("4711,retail\n", InputFile.readBeside(book, "tables/centres.csv"));
    assertTrue(
        assertThrows(IOException.class, () -> InputFile.readBeside(book, "centers.csv"))
            .getMessage()
            .endsWith("centers.csv: no such file"));
  }

  private static String lines(int count, String line) {
    return IntStream.range(0, count)
        .mapToObj(i -> line.replace("%d", "" + i))
        .collect(Collectors.joining());
  }

  private static List<String> why(RuleBook book, String value) {
    List<RuleTrace> traces = book.explain(States.state(Map.of("costcentre", value))).rules();
    return traces.get(0).why();
  }

  /** The book of this class with a file, which is read as the function reads it. */
  private RuleBook parse(String csv) throws RuleBookException {
    return RuleBookParser.parse(
        "rules.yaml",
        BOOK,
        name -> {
          Files.writeString(dir.resolve(name), csv);
          return InputFile.readBeside(dir.resolve("rules.yaml"), name);
        },
        () -> null);
  }

  private List<String> errors(String csv) {
    return assertThrows(RuleBookException.class, () -> parse(csv)).errors().stream()
        .map(Object::toString)
        .toList();
  }
}
