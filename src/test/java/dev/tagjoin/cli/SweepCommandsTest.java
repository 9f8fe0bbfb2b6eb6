package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plan} and {@code apply} against an embedded account, as a terminal sees them. */
class SweepCommandsTest {
  private static final String RULES = "examples/rules.yaml";

  private final CommandLine line = new CommandLine();
  private final Map<String, String> environment = line.environment;
  private EmbeddedEcs ecs;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    ecs.account().addGroup("rg-acfmxazb4ph6aiy", "prod");
    for (int i = 0; i < 10; i++) {
      EmbeddedResource disk = EmbeddedResource.of(ResourceKind.DISK, "d-" + i, "cn-hangzhou");
      ecs.account().add(i == 3 ? disk.withTag("env", "prod") : disk);
    }
    line.reach(ecs);
    environment.put("TAGJOIN_RATE_DESCRIBE", "1000");
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private int run(String... arguments) {
    return line.run(arguments);
  }

  private String out() {
    return line.out();
  }

  private String err() {
    return line.err();
  }

  private void tagSixOfTen() {
    for (int i = 4; i < 9; i++) {
      ecs.account().tag(ResourceKind.DISK, "d-" + i, "env", "prod");
    }
  }

  @Test
  void planShowsWhatWouldMove() {
    assertEquals(2, run("plan", RULES));

    assertEquals(
        """
        STATUS   REGION       TYPE  ID   FROM                          TO                         WHY
        planned  cn-hangzhou  disk  d-3  default (rg-acfmxazb4ph6old)  prod (rg-acfmxazb4ph6aiy)  production
        10 seen, 1 planned, 9 left
        1 would move: 1 to prod. Run: tagjoin apply examples/rules.yaml
        """,
        out());
    assertEquals("", err());
    assertEquals(List.of(), ecs.account().moves());
  }

  @Test
  void planSaysThatApplyWouldRefuse() {
    tagSixOfTen();

    assertEquals(2, run("plan", "--types", "disk", RULES));

    assertTrue(
        out()
            .endsWith(
                """
                6 would move: 6 to prod. Run: tagjoin apply --force --types=disk examples/rules.yaml
                That is 60.0 % of the resources seen; TAGJOIN_SWEEP_MAX_SHARE allows 20.0 %. Without\
                 --force, apply moves nothing.
                """),
        this::out);
  }

  @Test
  void namesOfResourcesAreCleaned() {
    ecs.account()
        .add(
            EmbeddedResource.of(ResourceKind.DISK, "d-named", "cn-hangzhou")
                .withName("web\u001b[31m\nforged")
                .withTag("env", "prod"));

    assertEquals(2, run("plan", RULES));

    assertTrue(out().contains("  d-named  web?[31m?forged  default ("), this::out);
  }

  @Test
  void planRepeatsTheWarningsOfTheBook(@TempDir Path dir) throws IOException {
    String rules = Files.readString(Path.of(RULES));
    Path file =
        Files.writeString(
            dir.resolve("rules.yaml"), rules.replace("[prod, production]", "[prod, prod]"));

    assertEquals(2, run("plan", file.toString()));

    assertTrue(err().contains(": warning: "), this::err);
  }

  @Test
  void planWritesMarkdownAndAFile(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("plan.json");

    assertEquals(2, run("plan", "--markdown", "--out", file.toString(), RULES));

    assertTrue(out().startsWith("### tagjoin plan\n\n| STATUS | REGION |"), this::out);
    assertTrue(out().contains("\n| planned | cn-hangzhou | disk | d-3 |"), this::out);
    assertEquals("d-3", json(Files.readString(file)).at("/outcomes/0/resource/id").asText());
  }

  @Test
  void jsonIsWhatTheFunctionAnswers() throws IOException {
    assertEquals(2, run("plan", "--json", "--types=disk,eni", RULES));

    JsonNode answer = json(out());
    assertEquals(1, answer.at("/summary/planned").asInt());
    assertEquals("d-3", answer.at("/outcomes/0/resource/id").asText());
    assertEquals(2, ecs.calls().size());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void planCountsAndNamesWhatFollows(@TempDir Path dir) throws IOException {
    String rules = Files.readString(Path.of(RULES));
    Path file =
        Files.writeString(dir.resolve("rules.yaml"), rules + "\nfollow: {disk: [snapshot]}\n");
    ecs.account()
        .add(EmbeddedResource.of(ResourceKind.SNAPSHOT, "s-1", "cn-hangzhou").withDisk("d-3"));

    assertEquals(2, run("plan", file.toString()));

    assertTrue(out().contains("(rg-acfmxazb4ph6aiy)  follows disk d-3\n"), this::out);
    assertTrue(out().contains("11 seen, 2 planned, 9 left\n"), this::out);
  }

  @Test
  void applyMovesAndThenNothingIsLeftToDo() {
    assertEquals(0, run("apply", "--yes", RULES));

    assertTrue(out().endsWith("10 seen, 1 joined, 9 left\n1 moved: 1 to prod\n"), this::out);
    assertEquals(1, ecs.account().moves().size());
    assertEquals(0, run("plan", RULES));
    assertTrue(out().endsWith("Nothing would move.\n"), this::out);
  }

  @Test
  void applyShowsThePlanAndAsks() {
    line.onTerminal("y\n");

    assertEquals(0, run("apply", RULES));

    assertTrue(err().contains("planned  cn-hangzhou  disk  d-3"), this::err);
    assertTrue(err().contains("Move 1 resource? [y/N] "), this::err);
    assertTrue(err().contains("\r10 seen, 1 to move, 1 moved, "), this::err);
    assertEquals(1, ecs.account().moves().size());
  }

  @Test
  void applyMovesNothingWithoutAYes() {
    for (String answer : List.of("n\n", "\n", "")) {
      line.onTerminal(answer);
      assertEquals(2, run("apply", RULES));
      assertTrue(err().endsWith("Nothing was moved.\n"), this::err);
    }
    assertEquals(List.of(), ecs.account().moves());
  }

  @Test
  void applyDoesNotAskWhenItWouldRefuse() {
    tagSixOfTen();
    line.onTerminal("y\n");

    assertEquals(1, run("apply", RULES));

    assertTrue(err().contains("Without --force, apply moves nothing."), this::err);
    assertEquals(List.of(), ecs.account().moves());
  }

  @Test
  void applyWithoutTerminalNeedsYes() {
    assertEquals(1, run("apply", RULES));

    assertTrue(err().contains("use --yes"), this::err);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void applyMovesNoMoreThanItShowed() {
    tagSixOfTen();
    line.onTerminal("y\n");

    assertEquals(2, run("apply", "--force", "--max-moves", "4", RULES));

    assertTrue(err().contains("Move 4 resources?"), this::err);
    assertEquals(4, ecs.account().moves().size());
    assertTrue(out().contains("stopped: --max-moves=4 is reached"), this::out);
  }

  @Test
  void tooLargeAShareIsAnErrorUnlessForced() {
    tagSixOfTen();

    assertEquals(1, run("apply", "--yes", RULES));
    assertTrue(out().contains("then use --force"), this::out);
    assertEquals(List.of(), ecs.account().moves());

    assertEquals(0, run("apply", "--yes", "--force", RULES));
    assertEquals(6, ecs.account().moves().size());
  }

  @Test
  void aDryRunBySettingMovesNothingAndSaysSo() {
    environment.put("TAGJOIN_DRY_RUN", "true");

    assertEquals(2, run("apply", "--force", RULES));

    assertTrue(err().contains("TAGJOIN_DRY_RUN is true: nothing was moved"), this::err);
    assertEquals(List.of(), ecs.account().moves());
  }

  @Test
  void aMisspeltSettingStopsEveryCommand() {
    environment.put("TAGJOIN_DRYRUN", "true");
    for (String command : List.of("apply", "plan", "doctor", "check")) {
      assertEquals(1, run(command, RULES));
      assertTrue(err().contains("TAGJOIN_DRYRUN; did you mean TAGJOIN_DRY_RUN?"), this::err);
    }
    assertEquals(1, run("apply", "--force", "--yes", RULES));
    assertEquals(List.of(), ecs.calls());
    assertEquals(0, run("help"));
  }

  @Test
  void wrongKeysAreOneErrorWithAdvice() {
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "another-secret");

    assertEquals(1, run("plan", RULES));

    assertEquals("", out());
    assertTrue(err().startsWith("SignatureDoesNotMatch: "), this::err);
    assertTrue(err().contains("\n-> the secret does not belong to the access key"), this::err);
    assertEquals(2, err().lines().count(), this::err);
  }

  @Test
  void aMissingPermissionIsNamedOnce() {
    ecs.account().deny("DescribeDisks", null);

    assertEquals(1, run("plan", RULES));

    assertTrue(
        err().startsWith("error: disk in cn-hangzhou could not be read: Forbidden.RAM: "),
        this::err);
    assertTrue(err().contains("\n-> allow ecs:DescribeDisks in the policy"), this::err);
  }

  @Test
  void coloursAreForTerminals() {
    assertEquals(2, line.colored().run("plan", RULES));

    assertTrue(out().contains("\n\u001b[33mplanned\u001b[0m  cn-hangzhou"), this::out);
  }

  @Test
  void credentialsOfAFileWillDo(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("credentials");
    Files.writeString(
        file,
        "[default]\ntype = access_key\naccess_key_id = "
            + environment.remove("ALIBABA_CLOUD_ACCESS_KEY_ID")
            + "\naccess_key_secret = "
            + environment.remove("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
    environment.put("ALIBABA_CLOUD_CREDENTIALS_FILE", file.toString());
    assertEquals(0, run("apply", "--yes", RULES), this::err);
    assertTrue(out().contains("10 seen, 1 joined, 9 left\n"), this::out);

    Files.delete(file);
    assertEquals(1, run("plan", RULES));
    assertEquals("", out());
    assertEquals(file + " cannot be read: NoSuchFileException\n", err());
  }

  @Test
  void withoutAnyRegionItSaysHowToNameOne() {
    environment.remove("TAGJOIN_REGIONS");

    assertEquals(1, run("plan", RULES));

    assertTrue(err().contains("--regions"), this::err);
    assertTrue(err().contains("TAGJOIN_REGIONS"), this::err);
    assertEquals(List.of(), ecs.calls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan --force                 | unknown option --force",
        "plan --types=disc            | did you mean disk?",
        "plan --types=                | --types needs a value",
        "plan --types disk,           | is empty",
        "plan --regions=cn_hangzhou   | is not a region id",
        "plan --typs=disk             | did you mean --types?",
        "plan --json --json           | --json is given twice",
        "apply --max-moves=0          | is not a whole number above 0",
        "apply --yes=no               | --yes takes no value",
        "plan --markdown --json       | exclude each other",
      })
  void misuseEndsWithTheUsage(String command, String message) {
    String[] arguments = (command + " " + RULES).split(" ");

    assertEquals(1, run(arguments));

    assertTrue(err().contains(message), this::err);
    assertTrue(err().contains("usage: tagjoin " + arguments[0] + " [OPTIONS] RULES"), this::err);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void planEndsWithALinePerAccount() throws IOException {
    String id = "1000000000000042";
    EmbeddedAccount member = new EmbeddedAccount(id, "rg-acfmxazb4ph6mem");
    member.addRole("acs:ram::" + id + ":role/tagjoin-member", EmbeddedAccount.ID);
    member.addGroup("rg-acfmxazb4ph6aiy", "prod");
    member.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", "cn-hangzhou").withTag("env", "prod"));
    ecs.directory().add(member);
    ecs.directory().add(new EmbeddedAccount("1000000000000043", "rg-acfmxazb4ph6non"));
    environment.put("TAGJOIN_ACCOUNTS", "directory:tagjoin-member");

    assertEquals(1, run("plan", RULES));

    String[] end = out().split("seen, 2 planned, 9 left, 1 refused\n", -1);
    assertEquals(
        """
        ACCOUNT           SEEN  TO MOVE  REFUSED
        1000000000000042  1     1
        1000000000000043  0              1
        1234567890123456  10    1
        2 would move: 2 to prod. Run: tagjoin apply --force examples/rules.yaml
        That is 100.0 % of the resources seen in account 1000000000000042;\
         TAGJOIN_SWEEP_MAX_SHARE allows 20.0 %. Without --force, apply moves none of them.
        """,
        end[1]);
    assertTrue(
        err()
            .startsWith(
                "error: account 1000000000000043: EntityNotExist.Role: the account could not be"
                    + " entered: "),
        this::err);
    assertTrue(err().contains("-> create the role"), this::err);

    assertEquals(1, run("plan", "--accounts", "7", RULES));
    assertTrue(err().contains("account 7 is not a usable account"), this::err);
    assertEquals(2, run("plan", "--json", "--accounts", id, RULES));
    JsonNode accounts = new ObjectMapper().readTree(out()).path("accounts");
    assertEquals(1, accounts.size());
    assertEquals(id, accounts.at("/0/account").asText());
    assertEquals(1, accounts.at("/0/summary/planned").asInt());
  }
}
