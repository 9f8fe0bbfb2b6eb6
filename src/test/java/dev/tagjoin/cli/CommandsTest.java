package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common: help, misuse, the table for machines; and policies. */
class CommandsTest {
  private final CommandLine line = new CommandLine();

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h", "-help"})
  void helpListsEveryCommand(String help) {
    assertEquals(0, line.run(help));

    for (Command command : Commands.ALL) {
      assertTrue(line.out().contains("\n  " + command.name), line::out);
    }
    assertEquals("", line.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-v"})
  void versionIsThatOfTheBuild(String version) throws IOException {
    assertEquals(0, line.run(version));

    String pom = Files.readString(Path.of("pom.xml"));
    String built = line.out().strip().replace("tagjoin ", "");
    assertTrue(pom.contains("<version>" + built + "</version>"), line::out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chekc rules.yaml       | unknown command \"chekc\"; did you mean check? | COMMAND",
        "-Dquarkus.http.port=1  | unknown command                              | COMMAND",
        "check                  | tagjoin check: RULES is missing              | check [OPTIONS]"
            + " RULES...",
        "explain rules.yaml     | tagjoin explain: STATE is missing            | explain [OPTIONS]"
            + " RULES STATE",
        "test a b c             | tagjoin test: unexpected argument \"c\"      | test [OPTIONS]"
            + " RULES CASES",
        "check --jsno a         | unknown option --jsno; did you mean --json?  | check [OPTIONS]",
        "check --format=x a     | --format: \"x\" is not one of text, json     | check [OPTIONS]",
        "doctor --region a b    | unknown option --region                      | doctor [OPTIONS]",
        "policy functoin        | unknown policy \"functoin\"; did you mean    | policy [OPTIONS]"
            + " NAME",
        "policy function --account me | is not an account id                   | policy [OPTIONS]"
            + " NAME",
        "help chekc             | unknown command \"chekc\"; did you mean check? | help [COMMAND]",
      })
  void misuseEndsWith1AndTheUsage(String arguments, String message, String usage) {
    assertEquals(1, line.run(arguments.split(" ")));

    assertTrue(line.err().contains(message), line::err);
    assertTrue(line.err().contains("usage: tagjoin " + usage), line::err);
    assertEquals("", line.out());
  }

  @Test
  void everyCommandExplainsItself() {
    for (Command command : Commands.ALL) {
      String name = command.name;
      assertEquals(0, line.run(name, "--help"), name);
      String help = line.out();
      assertTrue(help.contains("usage: tagjoin " + name), help);
      assertTrue(help.contains("exit status:\n  0  "), help);
      assertTrue(help.contains("examples:\n  "), help);
      assertTrue(help.lines().allMatch(l -> l.length() <= 110), help);
      assertEquals(0, line.run("help", name));
      assertEquals(help, line.out());
    }
  }

  /** What the schema says of options has to be what the reader takes. */
  @Test
  void schemaDescribesEveryCommand() throws IOException {
    assertEquals(0, line.run("schema"));

    JsonNode schema = new ObjectMapper().readTree(line.out());
    assertEquals(Commands.ALL.size(), schema.path("commands").size());
    for (JsonNode command : schema.path("commands")) {
      String name = command.path("name").textValue();
      for (JsonNode option : command.path("options")) {
        String given = option.path("name").textValue() + (option.has("value") ? "=1" : "");
        line.run(name, given, "--nothing");
        assertTrue(line.err().contains("unknown option --nothing"), line::err);
      }
      assertTrue(command.path("exitStatus").has("0"), name);
    }
  }

  @Test
  void checksSeveralFilesAndStandardInput(@TempDir Path dir) throws IOException {
    String bad = Files.writeString(dir.resolve("bad.yaml"), "version: 3\n").toString();
    line.withInput("\ufeff" + Files.readString(Path.of("examples/rules.yaml")));

    assertEquals(1, line.run("check", "examples/rules.yaml", bad, "-"));

    assertTrue(line.out().startsWith("examples/rules.yaml: valid; "), line::out);
    assertTrue(line.out().contains("\nstandard input: valid; "), line::out);
    assertTrue(line.err().startsWith(bad + ":1:10: "), line::err);
  }

  @Test
  void checkWritesJson(@TempDir Path dir) throws IOException {
    String bad = Files.writeString(dir.resolve("bad.yaml"), "version: 3\n").toString();

    assertEquals(1, line.run("check", "--json", "examples/rules.yaml", bad, dir + "/none"));

    JsonNode answer = new ObjectMapper().readTree(line.out());
    assertEquals(false, answer.path("valid").booleanValue());
    assertEquals(true, answer.at("/files/0/valid").booleanValue());
    assertEquals(1, answer.at("/files/1/errors/0/line").intValue());
    assertTrue(answer.at("/files/2/errors/0/message").textValue().contains("no such file"));
  }

  @Test
  void checkAnnotatesForGitHub(@TempDir Path dir) throws IOException {
    String bad = Files.writeString(dir.resolve("b,d.yaml"), "version: 3\n").toString();

    assertEquals(1, line.run("check", "--format", "github", bad));

    String file = bad.replace(",", "%2C");
    assertTrue(line.out().startsWith("::error file=" + file + ",line=1,col=10::"), line::out);
  }

  @Test
  void policiesAreNarrowedBySettings() throws IOException {
    line.environment.put(
        "TAGJOIN_ACCOUNTS",
        "1234567890123456,6543210987654321=acs:ram::6543210987654321:role/tagjoin-member");
    line.environment.put("TAGJOIN_REGIONS", "cn-hangzhou,cn-beijing");

    assertEquals(0, line.run("policy", "function"), line::err);
    JsonNode resources = new ObjectMapper().readTree(line.out()).at("/Statement/0/Resource");
    assertEquals("acs:ecs:cn-hangzhou:1234567890123456:instance/*", resources.get(0).asText());
    assertEquals("acs:ecs:cn-beijing:1234567890123456:instance/*", resources.get(1).asText());

    assertEquals(0, line.run("policy", "assume-members"));
    assertEquals(
        "acs:ram::6543210987654321:role/tagjoin-member",
        new ObjectMapper().readTree(line.out()).at("/Statement/0/Resource").asText());
  }
}
