package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan} and {@code apply} against an embedded account, as a terminal sees them. */
class SweepCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private EmbeddedEcs ecs;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    ecs.account().addGroup("rg-acfmxazb4ph6aiy", "prod");
    for (int i = 0; i < 10; i++) {
      EmbeddedResource disk = EmbeddedResource.of(ResourceKind.DISK, "d-" + i, "cn-hangzhou");
      ecs.account().add(i == 3 ? disk.withTag("env", "prod") : disk);
    }
    environment.put("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString());
    environment.put("TAGJOIN_REGIONS", "cn-hangzhou");
    environment.put("TAGJOIN_RATE_DESCRIBE", "1000");
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", EmbeddedAccount.ACCESS_KEY_ID);
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", EmbeddedAccount.ACCESS_KEY_SECRET);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private int run(boolean isTerminal, String... args) {
    return runWith("examples/rules.yaml", isTerminal, args);
  }

  private int runWith(String rules, boolean isTerminal, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(rules);
    return new SweepCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment::get,
            isTerminal)
        .run(all);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void planNamesWhatWouldMoveAndSaysSoByItsStatus() {
    assertEquals(2, run(false, "plan"));
    assertEquals(
        """
        planned  cn-hangzhou  disk  d-3  rg-acfmxazb4ph6old -> rg-acfmxazb4ph6aiy  production
        10 seen, 1 planned, 9 left
        """,
        out());
    assertEquals("", err());
    assertEquals(List.of(), ecs.account().moves());
  }

  @Test
  void applyMovesItAndThenNothingIsLeftToDo() {
    assertEquals(0, run(true, "apply"));
    assertTrue(out().endsWith("10 seen, 1 joined, 9 left\n"), this::out);
    assertTrue(err().contains("\r10 seen, 1 to move, 1 moved, "), this::err);
    assertEquals(1, ecs.account().moves().size());
    assertEquals(0, run(false, "plan"));
  }

  @Test
  void jsonIsWhatTheFunctionAnswers() throws IOException {
    assertEquals(2, run(false, "plan", "--json", "--types=disk,eni"));
    JsonNode answer = new ObjectMapper().readTree(out());
    assertEquals(1, answer.at("/summary/planned").asInt());
    assertEquals("d-3", answer.at("/outcomes/0/resource/id").asText());
    assertEquals(2, ecs.calls().size());
  }

  @Test
  void planCountsAndNamesWhatFollows(@TempDir Path dir) throws IOException {
    String rules = Files.readString(Path.of("examples/rules.yaml"));
    Path file =
        Files.writeString(dir.resolve("rules.yaml"), rules + "\nfollow: {disk: [snapshot]}\n");
    ecs.account()
        .add(EmbeddedResource.of(ResourceKind.SNAPSHOT, "s-1", "cn-hangzhou").withDisk("d-3"));
    assertEquals(2, runWith(file.toString(), false, "plan"));
    assertTrue(out().contains("rg-acfmxazb4ph6aiy  follows disk d-3\n"), this::out);
    assertTrue(out().endsWith("11 seen, 2 planned, 9 left\n"), this::out);
  }

  @Test
  void tooLargeAShareIsAnErrorUnlessForced() {
    for (int i = 4; i < 9; i++) {
      ecs.account().tag(ResourceKind.DISK, "d-" + i, "env", "prod");
    }
    assertEquals(1, run(false, "apply"));
    assertTrue(out().contains("6 of the 10 resources seen would move (60.0 %)"), this::out);
    assertEquals(List.of(), ecs.account().moves());
    assertEquals(2, run(false, "apply", "--force", "--max-moves=4"));
    assertEquals(4, ecs.account().moves().size());
    assertEquals(0, run(false, "apply", "--force"));
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
    assertEquals(0, run(false, "apply"), this::err);
    assertTrue(out().endsWith("10 seen, 1 joined, 9 left\n"), this::out);
    Files.delete(file);
    out.reset();
    assertEquals(1, run(false, "plan"));
    assertEquals("", out());
    assertEquals(
        "ALIBABA_CLOUD_CREDENTIALS_FILE: " + file + ": cannot be read: NoSuchFileException\n",
        err());
  }

  @Test
  void whatIsWrongIsSaid() {
    assertEquals(1, run(false, "plan", "--force"));
    assertEquals(1, run(false, "plan", "--types=disc"));
    assertEquals(1, run(false, "apply", "--max-moves=0"));
    environment.remove("TAGJOIN_REGIONS");
    assertEquals(1, run(false, "plan"));
    assertTrue(err().contains("unknown argument --force"), this::err);
    assertTrue(err().contains("did you mean disk?"), this::err);
    assertTrue(err().contains("--max-moves: a whole number above 0 expected"), this::err);
    assertTrue(err().contains("TAGJOIN_REGIONS"), this::err);
    assertEquals(List.of(), ecs.calls());
  }
}
