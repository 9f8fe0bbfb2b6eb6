package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.Executable;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged function as a command, in a process of its own. */
class CommandsIT {
  private static final String RULES = Path.of("examples/rules.yaml").toAbsolutePath().toString();

  private static Executable.Builder command(EmbeddedEcs ecs, String... arguments) {
    return Executable.usual()
        .with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString())
        .with("TAGJOIN_STS_ENDPOINT", ecs.endpoint().toString())
        .with("TAGJOIN_RESOURCE_MANAGER_ENDPOINT", ecs.endpoint().toString())
        .with("TAGJOIN_REGIONS", "cn-hangzhou")
        .withArguments(arguments);
  }

  @Test
  void aRuleBookIsChecked() {
    try (Executable check = Executable.bare().withArguments("check", RULES).started()) {
      assertEquals(0, check.exitCode(), check::output);
      assertTrue(check.output().contains(": valid; "), check::output);
    }
    try (Executable check =
        Executable.bare()
            .withFile("bad.yaml", "version: 1\nrules:\n  - name: x\n    leave: 7\n")
            .withArguments("check", "bad.yaml")
            .started()) {
      assertEquals(1, check.exitCode(), check::output);
      assertTrue(check.output().startsWith("bad.yaml:4:12: "), check::output);
    }
  }

  @Test
  void misuseNeverStartsTheServer() {
    for (String argument : new String[] {"chekc", "-x", "--serve"}) {
      try (Executable function = Executable.bare().withArguments(argument).started()) {
        assertEquals(1, function.exitCode(), function::output);
        assertTrue(function.output().startsWith("unknown command \"" + argument), function::output);
      }
    }
  }

  @Test
  void helpAndVersionNeverStartTheServer() {
    for (String argument : new String[] {"help", "--help", "-h", "-help"}) {
      try (Executable function = Executable.bare().withArguments(argument).started()) {
        assertEquals(0, function.exitCode(), function::output);
        assertTrue(function.output().startsWith("usage: tagjoin COMMAND"), function::output);
      }
    }
    for (String argument : new String[] {"version", "--version", "-v"}) {
      try (Executable function = Executable.bare().withArguments(argument).started()) {
        assertEquals(0, function.exitCode(), function::output);
        assertTrue(function.output().matches("tagjoin \\d+\\.\\d+.*\\n"), function::output);
      }
    }
  }

  @Test
  void aDecisionIsExplained() {
    String state =
        "{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"tags\":{\"env\":\"prod\"}}";
    try (Executable explain =
        Executable.bare()
            .withFile("state.json", state)
            .withArguments("explain", RULES, "state.json")
            .started()) {
      assertEquals(0, explain.exitCode(), explain::output);
      assertTrue(explain.output().contains("rule \"production\""), explain::output);
    }
  }

  @Test
  void whatWouldMoveIsPlannedAndTheDoctorIsContent() {
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      ecs.account()
          .add(
              EmbeddedResource.of(ResourceKind.DISK, "d-plan", "cn-hangzhou")
                  .withTag("env", "prod"));
      try (Executable plan = command(ecs, "plan", RULES).started()) {
        assertEquals(2, plan.exitCode(), plan::output);
        assertTrue(plan.output().contains("d-plan"), plan::output);
      }
      try (Executable doctor = command(ecs, "doctor", RULES).started()) {
        assertEquals(0, doctor.exitCode(), doctor::output);
        assertTrue(doctor.output().contains("ok       join disk"), doctor::output);
      }
      assertTrue(ecs.account().moves().isEmpty());
    }
  }

  /** What was asked for by Ctrl-C: no new move, and a word about each that was made. */
  @Test
  void aPassThatIsInterruptedTellsWhatItDid() throws IOException, InterruptedException {
    EmbeddedAccount account = new EmbeddedAccount(EmbeddedAccount.ID);
    account.addGroup("rg-acfmxazb4ph6aiy", "prod");
    for (int i = 0; i < 400; i++) {
      EmbeddedResource disk = EmbeddedResource.of(ResourceKind.DISK, "d-" + i, "cn-hangzhou");
      account.add(disk.withTag("env", "prod"));
    }
    try (EmbeddedEcs ecs = EmbeddedEcs.start(account)) {
      ecs.faults().delay(Duration.ofMillis(100));
      try (Executable apply =
          command(ecs, "apply", "--yes", "--force", "--types=disk", RULES)
              .with("TAGJOIN_RATE_JOIN", "20")
              .started()) {
        while (account.moves().size() < 10 && apply.process().isAlive()) {
          Thread.sleep(20);
        }
        String pid = Long.toString(apply.process().pid());
        String name = ignoresInterrupts(pid) ? "-TERM" : "-INT";
        Process signal = new ProcessBuilder("kill", name, pid).start();
        assertEquals(0, signal.waitFor());
        int code = apply.exitCode();
        assertTrue(code != 0, apply::output);
        int moves = account.moves().size();
        assertTrue(moves < 400, () -> "it went on to the end: " + moves);
        Matcher told = Pattern.compile("(\\d+) joined").matcher(apply.output());
        assertTrue(told.find(), apply::output);
        assertEquals(moves, Integer.parseInt(told.group(1)), apply::output);
        assertTrue(apply.output().contains("stopped: interrupted: "), apply::output);
      }
    }
  }

  /**
   * Whether a process was started with SIGINT ignored, as shells start what they put into the
   * background: then Ctrl-C is not for it, and SIGTERM ends it in the same way.
   */
  private static boolean ignoresInterrupts(String pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
      }
    }
    throw new IOException("no SigIgn in the status of process " + pid);
  }
}
