package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tagjoin.Captured;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.States;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleBookLoaderTest {
  private static final String WITH_TABLE =
      """
      version: 1
      groups: {prod: rg-aaaa}
      tables: {centres: {file: centres.csv}}
      rules: [{join: "{tag.centre}", table: centres}]
      """;

  @Test
  void logsFewWarningsOneByOne() {
    assertEquals(
        List.of(
            "TAGJOIN_RULES:3:3: group \"g0\" is used by no rule",
            "TAGJOIN_RULES:4:3: group \"g1\" is used by no rule"),
        loggedWith(2));
  }

  @Test
  void logsFirstOfManyWarningsAndCountsRest() {
    List<String> logged = loggedWith(500);
    assertEquals(RuleBookLoader.LOGGED + 1, logged.size());
    assertEquals(
        "480 more warnings about the rule book; the command check prints all of them",
        logged.get(RuleBookLoader.LOGGED));
  }

  @Test
  void readsTheFilesBesideABookInAFile(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("centres.csv"), "4711,prod\n");
    Path file = Files.writeString(dir.resolve("rules.yaml"), WITH_TABLE);

    RuleBook book = RuleBookLoader.load(null, file.toString());

    assertEquals("rg-aaaa", book.decide(States.state(Map.of("centre", "4711"))).group());
  }

  @Test
  void refusesFilesForABookInAVariable() {
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> RuleBookLoader.load(WITH_TABLE, null));

    assertEquals(
        "The rule book has errors:\n  TAGJOIN_RULES:3:26: TAGJOIN_RULES is no file, so that none is"
            + " beside it; write the rows into the book, or keep the book in a file",
        refused.getMessage());
  }

  /** What is logged about a book with so many groups that no rule uses. */
  private static List<String> loggedWith(int groups) {
    StringBuilder book = new StringBuilder("version: 1\ngroups:\n");
    for (int i = 0; i < groups; i++) {
      book.append("  g" + i + ": rg-acfm" + i + "\n");
    }
    book.append("rules: [{when: {name: x}, leave: true}]\n");
    return Captured.logged(() -> RuleBookLoader.load(book.toString(), null));
  }
}
