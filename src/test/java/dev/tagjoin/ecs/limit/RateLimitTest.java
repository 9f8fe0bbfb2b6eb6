package dev.tagjoin.ecs.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Deadline;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a simulated limit, in simulated time: what takes minutes there takes none here. */
class RateLimitTest {
  private static final double NANOS = 1e9;

  private final AtomicLong clock = new AtomicLong(1);

  /** A limit of so many calls per second, of which a second's worth may come at once. */
  private final class Limit {
    private final double rate;
    private double allowance;
    private long refilled = clock.get();
    private int accepted;
    private int throttled;

    private Limit(double rate) {
      this.rate = rate;
      this.allowance = Math.max(1, rate);
    }

    private boolean accepts() {
      long now = clock.get();
      allowance = Math.min(Math.max(1, rate), allowance + (now - refilled) / NANOS * rate);
      refilled = now;
      if (allowance < 1) {
        throttled++;
        return false;
      }
      allowance--;
      accepted++;
      return true;
    }
  }

  private void run(RateLimit limiter, Limit limit, double seconds) {
    run(List.of(limiter), limit, seconds, 0);
  }

  /** A call that goes out, or an answer that comes in, at a time. */
  private record Happening(long at, RateLimit limiter, long sent) {}

  /**
   * Each limiter sends as fast as it allows, whatever the others do; an answer takes a while, in
   * which further calls go out.
   */
  private void run(List<RateLimit> limits, Limit limit, double seconds, double latency) {
    long end = clock.get() + (long) (seconds * NANOS);
    PriorityQueue<Happening> happenings =
        new PriorityQueue<>(Comparator.comparingLong(Happening::at));
    for (RateLimit limiter : limits) {
      happenings.add(new Happening(clock.get() + limiter.reserve(Long.MAX_VALUE), limiter, 0));
    }
    while (clock.get() < end) {
      Happening next = happenings.remove();
      clock.set(Math.max(clock.get(), next.at));
      if (next.sent != 0) {
        next.limiter.throttled(next.sent);
        continue;
      }
      if (!limit.accepts()) {
        long answer = clock.get() + (long) (latency * NANOS);
        happenings.add(new Happening(answer, next.limiter, clock.get()));
      }
      happenings.add(
          new Happening(clock.get() + next.limiter.reserve(Long.MAX_VALUE), next.limiter, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 3, 20, 400})
  void keepsLargestRateWithoutThrottling(double most) {
    RateLimit limiter = new RateLimit(most, clock::get);
    Limit limit = new Limit(1_000_000);
    run(limiter, limit, 100);
    assertEquals(100 * most, limit.accepted, 1 + most * 0.5);
  }

  @ParameterizedTest
  @CsvSource({
    // calls per second: the largest, the allowed
    "20, 20",
    "20, 19",
    "20, 15",
    "20, 10",
    "20, 5",
    "10, 10",
    "10, 8",
    "10, 5",
    "10, 4",
    "100, 30",
    "200, 190",
    "200, 100"
  })
  void usesNineTenthsOfAllowanceWithFewThrottled(double most, double allowed) {
    RateLimit limiter = new RateLimit(most, clock::get);
    Limit limit = new Limit(allowed);
    run(limiter, limit, 300);
    double used = limit.accepted / (300 * allowed);
    double throttled = (double) limit.throttled / (limit.accepted + limit.throttled);
    assertTrue(used >= 0.9, "used " + used);
    assertTrue(throttled < 0.02, "throttled " + throttled);
  }

  @ParameterizedTest
  @CsvSource({
    // calls per second: the largest, the allowed; seconds to an answer
    "60, 40, 0.01",
    "60, 40, 0.1",
    "60, 40, 0.3",
    "20, 15, 0.3",
    "10, 5, 0.3",
    "200, 100, 0.1"
  })
  void soTheyAreWhenAnswersTakeAWhile(double most, double allowed, double latency) {
    RateLimit limiter = new RateLimit(most, clock::get);
    Limit limit = new Limit(allowed);
    run(List.of(limiter), limit, 300, latency);
    double used = limit.accepted / (300 * allowed);
    double throttled = (double) limit.throttled / (limit.accepted + limit.throttled);
    assertTrue(used >= 0.9, "used " + used + " throttled " + throttled);
    assertTrue(throttled < 0.02, "throttled " + throttled + " used " + used);
  }

  @ParameterizedTest
  @CsvSource({"60, 40, 0.01", "60, 40, 0.1", "20, 15, 0.1", "100, 50, 0.1"})
  void soTheyAreWhenTwoSortsOfCallsShareALimit(double most, double allowed, double latency) {
    Limit limit = new Limit(allowed);
    run(
        List.of(new RateLimit(most, clock::get), new RateLimit(most, clock::get)),
        limit,
        300,
        latency);
    double used = limit.accepted / (300 * allowed);
    double throttled = (double) limit.throttled / (limit.accepted + limit.throttled);
    assertTrue(used >= 0.9, "used " + used + " throttled " + throttled);
    assertTrue(throttled < 0.02, "throttled " + throttled + " used " + used);
  }

  @Test
  void findsRisingAllowance() {
    RateLimit limiter = new RateLimit(20, clock::get);
    run(limiter, new Limit(5), 120);
    assertTrue(limiter.rate() < 6, () -> "" + limiter.rate());
    run(limiter, new Limit(1000), 900);
    assertTrue(limiter.rate() > 15, () -> "" + limiter.rate());
  }

  @Test
  void callsThatWereUnderWayDoNotSlowItDownAgain() {
    RateLimit limiter = new RateLimit(100, clock::get);
    long sent = clock.get();
    clock.addAndGet(1_000_000);
    limiter.throttled(sent);
    double once = limiter.rate();
    for (int i = 0; i < 8; i++) {
      limiter.throttled(sent);
    }
    assertEquals(once, limiter.rate());
  }

  @Test
  void callersThatComeLateDoNotSendAHeap() {
    RateLimit limiter = new RateLimit(10, clock::get);
    limiter.reserve(Long.MAX_VALUE);
    clock.addAndGet((long) (60 * NANOS));
    int atOnce = 0;
    while (limiter.reserve(Long.MAX_VALUE) == 0) {
      atOnce++;
    }
    assertTrue(atOnce <= 2, "" + atOnce);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, 10_001, Double.POSITIVE_INFINITY})
  void refusesInvalidRate(double most) {
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(most));
  }

  @Test
  void leavesATurnThatComesTooLateToTheNextCaller() {
    RateLimit limiter = new RateLimit(1, clock::get);
    while (limiter.reserve(0) == 0) {
      // uses up what may start at once
    }

    for (int i = 0; i < 100; i++) {
      assertEquals(-1, limiter.reserve((long) (NANOS / 10)));
    }

    assertTrue(limiter.reserve(Long.MAX_VALUE) <= NANOS);
  }

  @Test
  void recoversAfterATimeWithoutAnyAllowance() {
    RateLimit limiter = new RateLimit(20, clock::get);
    for (int i = 0; i < 30; i++) {
      clock.addAndGet(limiter.reserve(Long.MAX_VALUE) + 1);
      limiter.throttled(clock.get());
    }
    Limit limit = new Limit(1_000_000);

    run(limiter, limit, 60);

    assertTrue(limit.accepted >= 60 * 4, () -> limit.accepted + " calls in a minute");
  }

  @Test
  void isNotSlowedByEventsThatAreThrottled() {
    RateLimit limiter = new RateLimit(20, clock::get);

    assertThrows(
        EcsException.class,
        () ->
            limiter.run(
                false,
                Deadline.in(Duration.ofSeconds(20)),
                () -> {
                  throw new EcsException("Throttling", "m");
                }));

    assertEquals(20, limiter.rate());
  }

  @Test
  void makesRoomForCallsThatDoNotWait() throws EcsException {
    RateLimit limiter = new RateLimit(1, clock::get);
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));

    for (int i = 0; i < 10; i++) {
      limiter.run(false, deadline, () -> "an event's");
    }

    assertEquals((long) NANOS, limiter.reserve(Long.MAX_VALUE));
  }

  @Test
  void takesTurnsInOrderWhenEventsComeBetween() throws EcsException {
    RateLimit limiter = new RateLimit(1, clock::get);
    limiter.reserve(Long.MAX_VALUE);
    limiter.reserve(Long.MAX_VALUE);
    long before = limiter.reserve(Long.MAX_VALUE);

    limiter.run(false, Deadline.in(Duration.ofSeconds(20)), () -> "an event's");

    assertTrue(limiter.reserve(Long.MAX_VALUE) > before, "no turn is given twice");
  }

  private static Object refuse(String code) throws EcsException {
    throw new EcsException(code, "m");
  }

  @ParameterizedTest
  @CsvSource({
    // whether the call waits for its turn, the error, the rate after it
    "true,  Throttling,    5",
    "true,  Forbidden.RAM, 10",
    "false, Throttling,    10",
  })
  void slowsDownWhenACallThatWaitsIsThrottled(boolean waits, String code, double rate) {
    RateLimit limiter = new RateLimit(10, clock::get);

    assertThrows(
        EcsException.class,
        () -> limiter.run(waits, Deadline.in(Duration.ZERO), () -> refuse(code)));

    assertEquals(rate, limiter.rate());
  }

  @Test
  void spacesCallsByTheLowerRateAfterThrottling() {
    RateLimit limiter = new RateLimit(10, clock::get);
    clock.addAndGet((long) (60 * NANOS));

    limiter.throttled(clock.get());

    assertEquals((long) (NANOS / 5), limiter.reserve(Long.MAX_VALUE));
  }

  @Test
  void makesNoCallWhoseTurnComesAfterTheDeadline() throws EcsException {
    RateLimit limiter = new RateLimit(0.1, clock::get);
    assertEquals("first", limiter.run(true, Deadline.in(Duration.ZERO), () -> "first"));

    EcsException e =
        assertThrows(
            EcsException.class,
            () -> limiter.run(true, Deadline.in(Duration.ofSeconds(5)), () -> refuse("made")));

    assertEquals("DeadlineExceeded", e.code());
  }

  @Test
  void endsWaitForItsTurnWhenInterrupted() throws EcsException {
    RateLimit limiter = new RateLimit(0.1, clock::get);
    assertEquals("first", limiter.run(true, Deadline.in(Duration.ZERO), () -> "first"));
    Thread.currentThread().interrupt();

    EcsException e =
        assertThrows(
            EcsException.class,
            () -> limiter.run(true, Deadline.in(Duration.ofSeconds(20)), () -> refuse("made")));

    assertTrue(Thread.interrupted());
    assertEquals("DeadlineExceeded", e.code());
  }

  @Test
  void callsThatDoNotWaitDelayOthersByOneSecondAtMost() throws EcsException {
    RateLimit limiter = new RateLimit(10, clock::get);

    for (int i = 0; i < 5; i++) {
      assertEquals("sent", limiter.run(false, Deadline.in(Duration.ZERO), () -> "sent"));
    }
    assertEquals(5 / 10.0, limiter.reserve(Long.MAX_VALUE) / NANOS, 0.11);
    for (int i = 0; i < 500; i++) {
      assertEquals("sent", limiter.run(false, Deadline.in(Duration.ZERO), () -> "sent"));
    }
    assertEquals(1, limiter.reserve(Long.MAX_VALUE) / NANOS, 0.11);
  }
}
