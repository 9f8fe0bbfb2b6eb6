package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.app.CommandServices;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code history} and {@code undo} against an embedded account, as a terminal sees them. */
class UndoCommandTest {
  private static final String PROD = "rg-acfmxazb4ph6aiy";
  private static final String SEARCH = "rg-aekzcm4t5z7usaa";
  private static final String DEFAULT = EmbeddedAccount.DEFAULT_GROUP;
  private static final String RULES =
      """
      version: 1
      groups: {prod: rg-acfmxazb4ph6aiy}
      rules:
        - name: production
          when: {tag.env: prod}
          join: prod
      """;

  @TempDir Path dir;

  private final CommandLine line = new CommandLine();
  private EmbeddedEcs ecs;
  private EmbeddedAccount account;
  private String rules;

  @BeforeEach
  void start() throws IOException {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    account = ecs.account();
    account.addGroup(PROD, "prod");
    account.addGroup(SEARCH, "search");
    for (int i = 0; i < 20; i++) {
      account.add(EmbeddedResource.of(ResourceKind.DISK, "d-" + i, "cn-hangzhou"));
    }
    rules = write("rules.yaml", RULES);
    line.reach(ecs);
    line.environment.put("TAGJOIN_RATE_DESCRIBE", "1000");
    line.environment.put("TAGJOIN_RULES_FILE", rules);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
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

  /** An outcome line as the function writes it. */
  private static String moved(String id, String from, String to, String time, String rule) {
    return "{\"time\":\"%s\",\"log\":\"outcome\",\"event\":\"e-%s\",\"resource\":{\"type\":\"disk\",\"id\":\"%s\",\"region\":\"cn-hangzhou\",\"account\":\"%s\"},\"outcome\":\"joined\",\"rule\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"requestId\":\"%s\",\"ms\":7}\n"
        .formatted(time, id, id, EmbeddedAccount.ID, rule, from, to, time + id);
  }

  private static String moved(String id, String from, String to) {
    return moved(id, from, to, "2026-06-18T08:00:00Z", "production");
  }

  private String group(String id) {
    return account.groupOf(ResourceKind.DISK, id);
  }

  @Test
  void plansByDefault() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", PROD);
    String log = write("log", moved("d-1", DEFAULT, PROD));

    assertEquals(2, run("undo", log), this::err);

    assertTrue(out().contains("planned  cn-hangzhou  disk  d-1"), this::out);
    assertTrue(out().endsWith("1 would move back. Run again with --apply\n"), this::out);
    assertEquals(List.of(), account.moves());
  }

  @Test
  void movesBackOnlyWhatIsStillThere() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", PROD);
    account.setGroup(ResourceKind.DISK, "d-2", SEARCH);
    String log =
        write(
            "log",
            moved("d-1", DEFAULT, PROD)
                + moved("d-2", DEFAULT, PROD)
                + moved("d-3", DEFAULT, PROD)
                + moved("d-gone", DEFAULT, PROD)
                + moved("d-1", DEFAULT, PROD).replace("d-1", "x-1").replace("disk", "table")
                + moved("d-4", DEFAULT, PROD).replace("\"from\":\"" + DEFAULT + "\",", ""));

    assertEquals(0, run("undo", "--apply", "--yes", log), this::err);

    assertEquals(DEFAULT, group("d-1"));
    assertEquals(SEARCH, group("d-2"));
    assertEquals(DEFAULT, group("d-3"));
    assertEquals(1, account.moves().size());
    assertTrue(out().contains("joined  "), this::out);
    assertTrue(out().contains("undo: production"), this::out);
    assertTrue(out().contains("is no longer in " + PROD + ": somebody else moved it"), this::out);
    assertTrue(out().contains("is back where it came from"), this::out);
    assertTrue(out().contains("no type and region that ECS knows"), this::out);
    assertTrue(out().contains("does not say which group it came from"), this::out);
    assertTrue(out().contains("6 seen, 1 joined, 4 left, 1 gone"), this::out);
  }

  @Test
  void marksItsMovesInTheUserAgent() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", PROD);

    assertEquals(0, run("undo", "--apply", "--yes", write("log", moved("d-1", DEFAULT, PROD))));

    List<String> agents =
        ecs.calls().stream()
            .filter(call -> call.action().equals("JoinResourceGroup"))
            .map(call -> call.userAgent())
            .toList();
    assertEquals(1, agents.size());
    assertTrue(agents.get(0).endsWith(" tagjoin-undo/1"), agents::toString);
    assertFalse(agents.get(0).contains(" tagjoin/"), agents::toString);
  }

  @Test
  void goesBackBeforeAllMovesOfTheFunction() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", SEARCH);
    account.setGroup(ResourceKind.DISK, "d-2", SEARCH);
    String log =
        write(
            "log",
            moved("d-1", PROD, SEARCH, "2026-06-18T09:00:00Z", "b")
                + moved("d-1", DEFAULT, PROD, "2026-06-18T08:00:00Z", "a")
                // somebody else brought it to PROD in between
                + moved("d-2", DEFAULT, SEARCH, "2026-06-18T08:00:00Z", "a")
                + moved("d-2", PROD, SEARCH, "2026-06-18T09:00:00Z", "b"));

    assertEquals(0, run("undo", "--apply", "--yes", log), this::err);

    assertEquals(DEFAULT, group("d-1"));
    assertEquals(PROD, group("d-2"));
  }

  @Test
  void selectsByTimeRuleAndEvent() throws IOException {
    String log =
        write(
            "log",
            moved("d-1", DEFAULT, PROD, "2026-06-18T08:00:00Z", "a")
                + moved("d-2", DEFAULT, PROD, "2026-06-19T08:00:00Z", "b"));

    assertEquals(0, run("history", "--since=2026-06-19", log));
    assertTrue(out().contains(" d-2 ") && !out().contains(" d-1 "), this::out);
    assertEquals(0, run("history", "--rule", "a", log));
    assertTrue(out().contains(" d-1 ") && !out().contains(" d-2 "), this::out);
    assertEquals(0, run("history", "--event", "e-d-2", log));
    assertTrue(out().endsWith("1 move of 1 resource\n"), this::out);
    assertEquals(0, run("undo", "--since=1h", log));
    assertTrue(out().endsWith("Nothing to move back.\n"), this::out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "2026-06-18T08:00:00", "h"})
  void refusesAnUnknownTime(String time) throws IOException {
    assertEquals(1, run("undo", "--since", time, write("log", "")));

    assertTrue(err().startsWith("tagjoin undo: --since: \"" + time + "\""), this::err);
  }

  @Test
  void tellsWhichRulesMoveItAgain() throws IOException {
    account.tag(ResourceKind.DISK, "d-1", "env", "prod");
    account.setGroup(ResourceKind.DISK, "d-1", PROD);
    account.setGroup(ResourceKind.DISK, "d-2", PROD);
    String log = write("log", moved("d-1", DEFAULT, PROD) + moved("d-2", DEFAULT, PROD));

    assertEquals(2, run("undo", log));

    assertEquals(
        "warning: the rules in force would move 1 resource by rule \"production\" to prod ("
            + PROD
            + ") again: change the rules first\n",
        err());
    String byGroup = RULES.replace("{tag.env: prod}", "{group: " + DEFAULT + "}");
    assertEquals(2, run("undo", "--rules", write("other.yaml", byGroup), log));
    assertTrue(err().contains("would move 2 resources by rule \"production\""), this::err);
  }

  @Test
  void saysWhenThereAreNoRulesToCompareWith() throws IOException {
    line.environment.remove("TAGJOIN_RULES_FILE");
    account.setGroup(ResourceKind.DISK, "d-1", PROD);

    assertEquals(2, run("undo", write("log", moved("d-1", DEFAULT, PROD))));

    assertTrue(err().startsWith("warning: the rules in force are not known"), this::err);
  }

  @Test
  void refusesTooLargeAShare() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      account.setGroup(ResourceKind.DISK, "d-" + i, PROD);
      log.append(moved("d-" + i, DEFAULT, PROD));
    }
    String file = write("log", log.toString());

    assertEquals(1, run("undo", "--apply", "--yes", file));
    assertEquals(List.of(), account.moves());
    assertTrue(out().contains("stopped: nothing was moved, because too large a share"), this::out);
    assertEquals(2, run("undo", "--apply", "--yes", "--force", "--max-moves=4", file));
    assertEquals(4, account.moves().size());
    assertTrue(out().contains("6 seen, 4 joined, 2 planned"), this::out);
  }

  @Test
  void asksBeforeItMoves() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", PROD);
    String log = write("log", moved("d-1", DEFAULT, PROD));

    assertEquals(1, run("undo", "--apply", log));
    assertTrue(err().contains("there is no terminal to ask on"), this::err);
    assertEquals(1, run("undo", "--yes", log));
    assertTrue(err().contains("need --apply"), this::err);
    line.onTerminal("n\n");
    assertEquals(2, run("undo", "--apply", log));
    assertTrue(err().contains("Move 1 resource back? [y/N]"), this::err);
    assertEquals(List.of(), account.moves());
    line.onTerminal("y\n");
    assertEquals(0, run("undo", "--apply", log));
    assertEquals(DEFAULT, group("d-1"));
  }

  @Test
  void movesNothingInADryRun() throws IOException {
    line.environment.put("TAGJOIN_DRY_RUN", "true");
    account.setGroup(ResourceKind.DISK, "d-1", PROD);

    assertEquals(
        2, run("undo", "--apply", "--yes", write("log", moved("d-1", DEFAULT, PROD))), this::err);

    assertEquals(List.of(), account.moves());
    assertTrue(err().contains("TAGJOIN_DRY_RUN is true"), this::err);
  }

  @Test
  void reportsWhatWasRefused() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", PROD);
    account.removeGroup(SEARCH);

    assertEquals(1, run("undo", "--apply", "--yes", write("log", moved("d-1", SEARCH, PROD))));

    assertTrue(out().contains("refused"), this::out);
    assertTrue(out().contains("InvalidResourceGroup.NotFound"), this::out);
  }

  @Test
  void rejectedCredentialsAreOneError() throws IOException {
    line.environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "wrong");

    assertEquals(1, run("undo", write("log", moved("d-1", DEFAULT, PROD))));

    assertTrue(err().contains("SignatureDoesNotMatch"), this::err);
    assertEquals("", out());
  }

  @Test
  void historyShowsWhatFlaps() throws IOException {
    String log =
        moved("d-1", DEFAULT, PROD, "2026-06-18T08:00:00Z", "a")
            + moved("d-1", DEFAULT, PROD, "2026-06-19T08:00:00Z", "a")
            + moved("d-1", DEFAULT, PROD, "2026-06-19T08:00:00Z", "a")
            + moved("d-2", DEFAULT, PROD, "2026-06-18T09:00:00Z", "b")
            + moved("d-2", PROD, SEARCH, "2026-06-18T10:00:00Z", "b")
            + "{\"time\":\"2026-06-18T10:00:00Z\",\"log\":\"outcome\",\"outc\n";

    line.withInput(log);
    assertEquals(0, run("history", "--flapping", "-"));
    assertEquals(
        """
        MOVES  BACK  LAST                  ACCOUNT           REGION       TYPE  ID   FROM                TO                  RULE
        2      1     2026-06-19T08:00:00Z  1234567890123456  cn-hangzhou  disk  d-1  rg-acfmxazb4ph6old  rg-acfmxazb4ph6aiy  a
        4 moves of 2 resources, 1 moved back and forth
        """,
        out());
    assertEquals("warning: 1 incomplete line skipped\n", err());
    assertEquals(0, run("history", "--by", "day", "-"));
    assertEquals(
        "DAY         MOVES\n2026-06-18  3\n2026-06-19  1\n4 moves of 2 resources\n", out());
    assertEquals(0, run("history", "--by=rule", "-"));
    assertEquals("RULE  MOVES\na     2\nb     2\n4 moves of 2 resources\n", out());
    assertEquals(0, run("history", "--json", "-"));
    JsonNode json = new ObjectMapper().readTree(out());
    assertEquals(4, json.get("moves").asInt());
    assertEquals(1, json.at("/resources/0/returns").asInt());
    assertEquals(2, json.at("/rules/a").asInt());
  }

  @Test
  void importReadsAllPagesOfTheAccount() {
    for (int i = 0; i < 120; i++) {
      ObjectNode rule = JsonNodeFactory.instance.objectNode();
      rule.put("RuleId", "gr-" + i).put("RuleName", "n" + i).put("ResourceIdsScope", "i-" + i);
      rule.putArray("RuleContents")
          .addObject()
          .put(
              "TargetResourceGroupCondition",
              "{\"desired\":\""
                  + PROD
                  + "\",\"featurePath\":\"$.resourceGroupId\","
                  + "\"operator\":\"StringEquals\"}");
      account.transfer().addRule(rule);
    }

    assertEquals(0, run("import", "--from-account"), this::err);

    assertEquals(120, out().lines().filter(l -> l.equals("    join: prod")).count());
    assertEquals(1, run("import"));
    assertTrue(err().startsWith("tagjoin import: name a FILE, or use --from-account"), this::err);
  }

  @Test
  void importSaysWhichCallWasRefused() {
    account.deny("ListAutoGroupingRules", null);

    assertEquals(1, run("import", "--from-account"));

    assertTrue(err().startsWith("ListAutoGroupingRules: Forbidden.RAM: "), this::err);
  }

  /** From the built-in feature to rules, a changed rule, and back. */
  @Test
  void importPlanApplyHistoryUndo() throws IOException {
    account.setGroup(ResourceKind.DISK, "d-1", SEARCH);
    account.tag(ResourceKind.DISK, "d-1", "team", "search");
    String transfer =
        write(
            "transfer.json",
            """
            {"Rules": [{"RuleId": "gr-1", "RuleName": "search", "ResourceTypesScope": "ecs.disk",
              "RuleContents": [{
                "AutoGroupingScopeCondition": "{\\"children\\":[{\\"desired\\":\\"{\\\\\\"team\\\\\\":\
            \\\\\\"search\\\\\\"}\\",\\"featurePath\\":\\"$.tags\\",\\"featureSource\\":\\"RESOURCE\\",\
            \\"operator\\":\\"TagMatchAll\\"}],\\"operator\\":\\"and\\"}",
                "TargetResourceGroupCondition": "{\\"children\\":[{\\"desired\\":\
            \\"rg-aekzcm4t5z7usaa\\",\\"featurePath\\":\\"$.resourceGroupId\\",\\"featureSource\\":\
            \\"RESOURCE\\",\\"operator\\":\\"StringEquals\\"}],\\"operator\\":\\"and\\"}"}]}]}
            """);
    JsonNode answer = new ObjectMapper().readTree(Files.readString(Path.of(transfer)));
    account.transfer().addRule((ObjectNode) answer.at("/Rules/0"));
    account.transfer().associate("ecs.disk");
    assertEquals(0, run("import", "--from-account"), this::err);
    assertTrue(out().contains("follow:\n  instance: [disk]\n"), this::out);
    assertTrue(out().contains("  search: rg-aekzcm4t5z7usaa\n"), this::out);
    assertEquals(0, run("import", transfer), this::err);
    String book = write("imported.yaml", out());
    assertEquals(0, run("plan", book), this::err);
    assertTrue(out().endsWith("Nothing would move.\n"), this::out);

    String changed =
        write("changed.yaml", Files.readString(Path.of(book)).replace("rg-aekzcm4t5z7usaa", PROD));
    String moves = dir.resolve("moves.json").toString();
    assertEquals(0, run("apply", "--yes", "--out", moves, changed), this::err);
    assertEquals(PROD, group("d-1"));
    assertEquals(0, run("history", "--from-account", moves));
    assertTrue(out().contains(" d-1 "), this::out);
    assertTrue(out().endsWith("1 move of 1 resource\n"), this::out);
    assertEquals(2, run("undo", "--rules", changed, moves));
    assertTrue(err().contains("by rule \"search\""), this::err);
    String undone = dir.resolve("undone.json").toString();
    assertEquals(
        0, run("undo", "--rules", book, "--apply", "--yes", "--out", undone, moves), this::err);
    assertEquals("", err());
    assertEquals(SEARCH, group("d-1"));
    assertEquals(0, run("history", "--by=rule", moves, undone));
    assertTrue(out().contains("undo: search  1"), this::out);
    assertEquals(0, run("undo", "--rules", book, moves));
    assertTrue(out().contains("is back where it came from"), this::out);
    assertEquals(0, run("plan", book), this::err);
    assertTrue(out().endsWith("Nothing would move.\n"), this::out);
  }

  @Test
  void aSignalAtTheQuestionEndsTheProcess() throws Exception {
    AtomicReference<Sweep> asking = new AtomicReference<>();
    AtomicBoolean isHeldUp = new AtomicBoolean(true);
    InputStream person =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            Thread signal = new Thread(() -> asking.get().stop());
            signal.start();
            try {
              signal.join(10_000);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            isHeldUp.set(signal.isAlive());
            return -1;
          }
        };
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal = new Terminal(person, nowhere, nowhere, true, true, false);
    CommandServices services = new CommandServices(line.environment);

    try (Sweep sweep = new Sweep(services.rules(), terminal, services)) {
      asking.set(sweep);
      assertFalse(sweep.confirms("Move 1 resource?"));
    }

    assertFalse(isHeldUp.get(), "the question held up the end of the process");
  }
}
