package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Passes over a large account. The number of resources is the system property {@code
 * sweep.resources}, 6,500 when it is not set; 100,000 is what is promised.
 */
class SweepScaleTest {
  private static final int RESOURCES = Integer.getInteger("sweep.resources", 6_500);
  private static final List<String> REGIONS = List.of("cn-hangzhou", "cn-shanghai", "cn-beijing");

  private static RequestContext call() {
    return new RequestContext(null, null, null, null, Deadline.in(Duration.ofMinutes(10)));
  }

  private static SweepRequest request(boolean dryRun, int maxMoves) {
    return new SweepRequest(REGIONS, null, dryRun, maxMoves, null, true, 0);
  }

  @Test
  void aDryRunSeesEverythingOnceForOneCallAPage() throws SweepRefusedException {
    EmbeddedAccount account = EmbeddedAccount.large(RESOURCES, 3);
    int own = account.resources().size();
    try (EmbeddedEcs ecs = EmbeddedEcs.start(account)) {
      Sweeper sweeper = Sweeps.on(ecs).sweeper();
      long before = System.nanoTime();
      long seen = 0;
      int answers = 0;
      long largest = 0;
      Map<Status, Long> counts = new HashMap<>();
      Set<String> named = new HashSet<>();
      Map<String, Long> calls = new TreeMap<>();
      SweepRequest next = request(true, SweepRequest.MOST_MOVES);
      do {
        SweepReport report = sweeper.sweep(next, call());
        answers++;
        seen += report.seen();
        report.summary().forEach((result, n) -> counts.merge(result, (long) n, Long::sum));
        largest = Math.max(largest, report.outcomes().size());
        for (Outcome outcome : report.outcomes()) {
          assertTrue(
              named.add(
                  outcome.resource().region()
                      + outcome.resource().type()
                      + outcome.resource().id()),
              () -> "twice: " + outcome);
        }
        ecs.calls().forEach(c -> calls.merge(c.action(), 1L, Long::sum));
        ecs.clearCalls();
        next = next.from(report.cursor());
      } while (next.cursor() != null);
      double seconds = (System.nanoTime() - before) / 1e9;

      System.out.printf(
          Locale.ROOT,
          "%d resources, dry run: %.1f s, %d answers of at most %d outcomes, %s, calls %s%n",
          own,
          seconds,
          answers,
          largest,
          counts,
          calls);
      assertEquals(own, seen);
      assertEquals(counts.get(Status.PLANNED), named.size());
      long expected =
          account.resources().stream()
              .filter(r -> !"keep".equals(r.tags().get("tagjoin")))
              .filter(r -> target(r.tags()) != null && !target(r.tags()).equals(r.group()))
              .count();
      assertEquals(expected, named.size());
    }
  }

  private static String target(Map<String, String> tags) {
    if ("prod".equals(tags.get("env"))) {
      return Sweeps.PROD;
    }
    String team = tags.get("team");
    return team == null ? null : team.equals("payments") ? Sweeps.PAYMENTS : Sweeps.SEARCH;
  }

  @Test
  void aPassMovesEverythingInTheEndAndNothingTwice() throws SweepRefusedException {
    EmbeddedAccount account = EmbeddedAccount.large(Math.min(RESOURCES, 2_600), 3);
    try (EmbeddedEcs ecs = EmbeddedEcs.start(account)) {
      Sweeper sweeper = Sweeps.on(ecs).sweeper();
      SweepRequest next = request(false, 333);
      long joined = 0;
      do {
        SweepReport report = sweeper.sweep(next, call());
        joined += report.count(Status.JOINED);
        next = next.from(report.cursor());
      } while (next.cursor() != null);
      assertEquals(account.moves().size(), joined);
      SweepReport again = sweeper.sweep(request(false, 333), call());
      assertEquals(Set.of(Status.UNCHANGED, Status.LEFT), again.summary().keySet());
      assertEquals(joined, account.moves().size());
    }
  }

  /** That nine tenths of it are used is shown in simulated time, where no machine is slow. */
  @ParameterizedTest
  @ValueSource(doubles = {40, 60})
  void aPassFindsTheAllowanceAndIsHardlyThrottled(double configured) throws SweepRefusedException {
    double allowed = 40;
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.large(13_000, 3))) {
      // both sorts of calls together reach the limit: they share the account's allowance
      Sweeper sweeper = Sweeps.on(ecs).withRates(configured, configured).sweeper();
      sweeper.sweep(new SweepRequest(List.of("cn-beijing"), null, true, 1, null, false, 0), call());
      ecs.clearCalls();
      ecs.faults().rate(allowed);
      long before = System.nanoTime();
      SweepReport report =
          sweeper.sweep(new SweepRequest(REGIONS, null, false, 250, null, true, 0), call());
      double seconds = (System.nanoTime() - before) / 1e9;
      int sent = ecs.calls().size();
      double used = sent / seconds / allowed;
      double throttled = (double) ecs.faults().injected(FaultInjector.Kind.RATE_EXCEEDED) / sent;

      System.out.printf(
          Locale.ROOT,
          "%d calls in %.1f s: %.1f %% of the allowance, %.2f %% throttled%n",
          sent,
          seconds,
          100 * used,
          100 * throttled);
      assertEquals(250, report.count(Status.JOINED));
      // finding out costs the few calls that are under way when the first is refused
      assertTrue(throttled * sent < 0.01 * sent + 8, "throttled " + throttled * sent);
    }
  }
}
