package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.cli.CommandLine;
import dev.tagjoin.rule.RuleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/rules.md to what it says. */
class RulesDocTest {
  private static final Pattern BLOCK = Pattern.compile("```([a-z]*)\n(.*?)```", Pattern.DOTALL);

  @TempDir Path dir;

  static List<String> books() throws IOException {
    return blocks("yaml").stream().filter(block -> block.startsWith("version:")).toList();
  }

  @ParameterizedTest
  @MethodSource("books")
  void everyBookIsValidAndBeyondDoubt(String book) throws Exception {
    assertEquals(List.of(), RuleBookParser.parse("docs/rules.md", book).warnings());
  }

  @Test
  void thereAreBooks() throws IOException {
    assertTrue(books().size() > 10);
  }

  @Test
  void theCasesHoldForTheExample() throws Exception {
    RuleBook book = example();
    List<String> cases =
        blocks("yaml").stream().filter(block -> block.startsWith("- name:")).toList();
    assertEquals(1, cases.size());
    List<RuleCase> read = RuleCase.parse("docs/rules.md", cases.get(0), book);
    assertEquals(2, read.size());
    for (RuleCase one : read) {
      assertEquals(Optional.empty(), one.difference(book));
    }
  }

  @Test
  void theExplanationIsTheExamplesOwn() throws Exception {
    Path state = Files.writeString(dir.resolve("state.json"), blocks("json").get(0));
    CommandLine line = new CommandLine();
    line.run("explain", "examples/rules.yaml", state.toString());
    String printed = line.out();
    assertTrue(blocks("").contains(printed), printed);
    assertTrue(
        StateReader.isState(new ObjectMapper().readTree(blocks("json").get(0))),
        "not a full state");
  }

  private static RuleBook example() throws Exception {
    return RuleBookParser.parse("rules.yaml", Files.readString(Path.of("examples/rules.yaml")));
  }

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/rules.md")));
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }
}
