package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code plan} over a large directory, in a process of its own with a small heap. Only on demand:
 * {@code ./mvnw test -Dtest=OrganisationScaleTest -Dorganisation.accounts=200}. Prints the time,
 * the calls, the part of them that was throttled, and the peak memory.
 *
 * <p>{@code -Dorganisation.resources} is the number of resources in each account (5,000), {@code
 * -Dorganisation.rate} the calls per second that each account allows (20), {@code
 * -Dorganisation.heap} the heap of the process (96m), {@code -Dorganisation.parallel} the accounts
 * at once (8), {@code -Dorganisation.locked} the accounts without the role (0), {@code
 * -Dorganisation.executable} a native executable to run instead of a JVM.
 */
@EnabledIfSystemProperty(named = "organisation.accounts", matches = "\\d+")
class OrganisationScaleTest {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin.scale");
  private static final int RESOURCES = Integer.getInteger("organisation.resources", 5_000);
  private static final int LOCKED = Integer.getInteger("organisation.locked", 0);
  private static final String PROD = "rg-acfmxazb4ph6aiy";
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  /** One of a hundred has to move; the others are left. */
  private static List<EmbeddedResource> resources() {
    List<EmbeddedResource> resources = new ArrayList<>();
    for (EmbeddedResource resource : EmbeddedAccount.large(RESOURCES, 3).resources()) {
      boolean isMove = resources.size() % 100 == 0;
      resources.add(
          resource
              .withTags(isMove ? Map.of("env", "prod") : Map.of())
              .withGroup(EmbeddedAccount.DEFAULT_GROUP));
    }
    return resources;
  }

  private static EmbeddedAccount filled(EmbeddedAccount account, List<EmbeddedResource> resources) {
    account.addGroup(PROD, "prod");
    resources.forEach(account::add);
    account.faults().rate(Integer.getInteger("organisation.rate", 20));
    return account;
  }

  @Test
  void plansAWholeDirectoryWithinASmallHeap(@TempDir Path directory) throws Exception {
    int accounts = Integer.getInteger("organisation.accounts");
    List<EmbeddedResource> resources = resources();
    EmbeddedAccount own = filled(new EmbeddedAccount(EmbeddedAccount.ID), resources);
    try (EmbeddedEcs ecs = EmbeddedEcs.start(own)) {
      for (int i = 1; i < accounts; i++) {
        String id = "10000000000" + (10_000 + i);
        EmbeddedAccount member = new EmbeddedAccount(id, EmbeddedAccount.DEFAULT_GROUP);
        if (i > LOCKED) {
          member.addRole("acs:ram::" + id + ":role/tagjoin-member", EmbeddedAccount.ID);
        }
        ecs.directory().add(filled(member, resources));
      }
      Path out = directory.resolve("out");
      ProcessBuilder plan = new ProcessBuilder(command());
      Map<String, String> environment = plan.environment();
      environment.put("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString());
      environment.put("TAGJOIN_ACCOUNTS", "directory:tagjoin-member");
      environment.put("TAGJOIN_REGIONS", regions(resources));
      environment.put("TAGJOIN_PARALLEL", System.getProperty("organisation.parallel", "8"));
      environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", EmbeddedAccount.ACCESS_KEY_ID);
      environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", EmbeddedAccount.ACCESS_KEY_SECRET);

      long start = System.nanoTime();
      File err = directory.resolve("err").toFile();
      Process process = plan.redirectOutput(out.toFile()).redirectError(err).start();
      long peak = 0;
      while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peakMemory(process));
      }
      long seconds = (System.nanoTime() - start) / 1_000_000_000;

      // an account that cannot be entered is an error, and stops nobody
      assertEquals(LOCKED == 0 ? 2 : 1, process.exitValue(), () -> read(err));
      JsonNode report = new ObjectMapper().readTree(out.toFile());
      int moves = (resources.size() + 99) / 100;
      assertEquals(accounts, report.path("accounts").size());
      int entered = accounts - LOCKED;
      assertEquals(entered * moves, report.at("/summary/planned").asInt());
      assertEquals(LOCKED, report.at("/summary/refused").asInt());
      assertEquals((long) entered * resources.size(), report.path("seen").asLong());
      long throttled = 0;
      long calls = 0;
      for (EmbeddedAccount account : ecs.accounts()) {
        throttled += account.faults().injected(FaultInjector.Kind.RATE_EXCEEDED);
        calls += account.faults().calls();
        assertEquals(List.of(), account.moves());
      }
      LOG.infof(
          "%d accounts with %d resources each: %d s, %d calls, %.2f %% of them throttled, peak"
              + " memory of the process %d MiB",
          accounts, resources.size(), seconds, calls, 100.0 * throttled / calls, peak / 1024);
      assertTrue(throttled < calls / 50, throttled + " of " + calls + " calls were throttled");
    }
  }

  private static List<String> command() {
    String heap = "-Xmx" + System.getProperty("organisation.heap", "96m");
    String executable = System.getProperty("organisation.executable");
    List<String> command = new ArrayList<>();
    if (executable != null) {
      command.addAll(List.of(executable, heap));
    } else {
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              heap,
              "-XX:+UseSerialGC",
              "-cp",
              classPath,
              CommandMain.class.getName()));
    }
    command.addAll(List.of("plan", "--json", "examples/rules.yaml"));
    return command;
  }

  private static String regions(List<EmbeddedResource> resources) {
    return String.join(",", resources.stream().map(EmbeddedResource::region).distinct().toList());
  }

  private static long peakMemory(Process process) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    } catch (IOException e) {
      // it has ended, or this is no Linux
      return 0;
    }
  }

  private static String read(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
