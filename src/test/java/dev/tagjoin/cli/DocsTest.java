package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.rule.book.RuleBookParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openrewrite.hcl.HclParser;
import org.openrewrite.hcl.tree.Hcl;

/**
 * Runs what can be run of the code blocks of all pages: calls of {@code tagjoin} are read by their
 * command, scripts by bash, JSON and Terraform by a parser. Requests are in {@code
 * DocsRequestsTest}, rule books in {@code RulesDocTest}, patterns in {@code EventPatternsTest},
 * queries in {@code AlarmsTest}, and the script of the sweep in {@code SweepScriptTest}.
 */
class DocsTest {
  private static final Pattern BLOCK =
      Pattern.compile("^( *)```([a-z]*)\n(.*?)^ *```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern CALL =
      Pattern.compile("(?:^|\\()(?:[A-Z_]+=\\S+ )*(?:target/)?tagjoin ([a-z]+)([^>|\n#)]*)", 8);
  private static final Pattern FILE =
      Pattern.compile(
          "(?<=["
              + " @\"(])((?:examples|docs|deploy|src|benchmarks|\\.ci)/[\\w./-]*\\w|function\\.yaml)");

  @TempDir Path dir;

  /** A code block and where it begins. */
  record Block(String where, String language, String text) {
    @Override
    public String toString() {
      return where;
    }
  }

  private static List<Block> blocks(String language) throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of(".", "docs", "benchmarks", "benchmarks/start")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages) {
      String text = Files.readString(page);
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        if (block.group(2).equals(language)) {
          long line = text.substring(0, block.start()).lines().count() + 1;
          String body = block.group(3).replaceAll("(?m)^" + block.group(1), "");
          blocks.add(new Block(page.normalize() + ":" + line, language, body));
        }
      }
    }
    assertTrue(!blocks.isEmpty(), language);
    return blocks;
  }

  static List<Block> scripts() throws IOException {
    return blocks("sh");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptIsShellAndNamesFilesThatAreThere(Block block) throws Exception {
    // what stands in <...> is for the reader to fill in
    String text = block.text().replaceAll("<[a-zA-Z0-9 ]+>", "it");
    Path file = Files.writeString(dir.resolve("script"), text);
    Process bash = new ProcessBuilder("bash", "-n", file.toString()).start();
    try (InputStream errors = bash.getErrorStream()) {
      assertEquals("", new String(errors.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(0, bash.waitFor());

    Matcher named = FILE.matcher(text);
    while (named.find()) {
      assertTrue(Files.exists(Path.of(named.group(1))), named.group(1));
    }
  }

  @Test
  void callsHaveTheFormOfTheirCommand() throws IOException {
    List<Block> blocks = new ArrayList<>(blocks("sh"));
    blocks.addAll(blocks(""));
    Set<String> called = new TreeSet<>();
    for (Block block : blocks) {
      Matcher call = CALL.matcher(block.text());
      while (call.find()) {
        String arguments = call.group(2).strip().replace("$policy", "function");
        Command command = Commands.find(call.group(1)).orElseThrow();
        List<String> words = arguments.isEmpty() ? List.of() : List.of(arguments.split(" +", -1));
        assertDoesNotThrow(() -> Arguments.parse(command, words), block.where());
        called.add(call.group(1));
      }
    }

    assertTrue(
        called.containsAll(
            Set.of("check", "plan", "apply", "doctor", "policy", "import", "history", "undo")),
        called::toString);
  }

  @Test
  void jsonIsJsonAndOutcomeLinesFitTheirSchema() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("docs/outcome.schema.json")));
    int outcomes = 0;
    for (Block block : blocks("json")) {
      try (MappingIterator<JsonNode> values =
          new ObjectMapper().readerFor(JsonNode.class).readValues(block.text())) {
        assertTrue(values.hasNext(), block.where());
        while (values.hasNext()) {
          JsonNode value = values.next();
          // a sample of some members has no time
          if (value.path("log").asText().equals("outcome") && value.has("time")) {
            assertEquals(Set.of(), schema.validate(value), block.where());
            outcomes++;
          }
        }
      }
    }
    assertTrue(outcomes >= 2);
  }

  @Test
  void terraformIsTerraform() throws IOException {
    assertFalse(blocks("hcl").isEmpty());
    for (Block block : blocks("hcl")) {
      assertTrue(
          HclParser.builder().build().parse(block.text()).findFirst().orElseThrow()
              instanceof Hcl.ConfigFile,
          block.where());
    }
  }

  @Test
  void everyRuleBookOutsideOfItsPageIsValid() throws Exception {
    List<Block> books =
        blocks("yaml").stream().filter(block -> block.text().startsWith("version:")).toList();
    assertFalse(books.isEmpty());
    for (Block book : books) {
      assertEquals(List.of(), RuleBookParser.parse(book.where(), book.text()).warnings());
    }
  }

  @Test
  void errorsOfTheRulePageAreThoseOfCheck() throws Exception {
    Path book = dir.resolve("rules.yaml");
    Files.writeString(
        book,
        """
        version: 1
        groups:
          prod: rg-acfmxazb4ph6aiy
        rules:
          - name: hands off
            when: {tag.tagjoin: keep}
            leave: true
          - when: {tag_env: prod}
            join: prdo
        """);
    CommandLine line = new CommandLine();

    assertEquals(1, line.run("check", book.toString()));
    String printed = (line.out() + line.err()).replace(dir + "/", "");
    List<String> samples =
        blocks("").stream().map(Block::text).filter(t -> t.startsWith("rules.yaml:")).toList();
    assertEquals(1, samples.size());
    assertTrue(printed.startsWith(samples.get(0)), printed);
  }

  @Test
  void planOfTheSweepPageIsThatOfDevMode() throws Exception {
    List<String> plans =
        blocks("").stream().map(Block::text).filter(t -> t.contains("planned  cn-")).toList();
    assertEquals(1, plans.size());
    CommandLine line = new CommandLine();
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      line.environment.putAll(
          Map.of(
              "TAGJOIN_ECS_ENDPOINT",
              ecs.endpoint().toString(),
              "TAGJOIN_REGIONS",
              "cn-hangzhou",
              "ALIBABA_CLOUD_ACCESS_KEY_ID",
              EmbeddedAccount.ACCESS_KEY_ID,
              "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
              EmbeddedAccount.ACCESS_KEY_SECRET));

      String types = "--types=instance,disk,snapshot";
      assertEquals(2, line.run("plan", types, "examples/rules.yaml"), line::err);
    }

    assertEquals(line.out(), plans.get(0));
  }

  @Test
  void stateWithALeaderCanBeExplained() throws Exception {
    List<Block> states =
        blocks("").stream().filter(block -> block.text().contains("\"leader\"")).toList();
    assertEquals(1, states.size());
    Path state = Files.writeString(dir.resolve("state.json"), states.get(0).text());
    String example = Files.readString(Path.of("examples/rules.yaml"));
    Path book =
        Files.writeString(dir.resolve("rules.yaml"), example + "\nfollow: {instance: [disk]}\n");
    CommandLine line = new CommandLine();

    assertEquals(0, line.run("explain", book.toString(), state.toString()), line::err);
    assertTrue(line.out().contains("production"), line::out);
  }
}
