package dev.tagjoin.ecs.limit;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spaces calls evenly, at a rate that halves when ECS throttles and then grows again: slowly around
 * the rate that was throttled last, quickly below and far above it. Safe for use by several
 * threads.
 *
 * <p>In the long run at least 90 % of what ECS allows is used and less than 2 % of the calls are
 * throttled, also when ECS allows less than the largest rate.
 */
public final class RateLimit {
  private static final double NANOS = 1e9;

  /** Between these parts of the rate that was throttled last, the rate grows slowly. */
  private static final double NEAR = 0.9;

  private static final double BEYOND = 1.3;

  /** By what part of the last throttled rate a call raises the rate. */
  private static final double FAST_GAIN = 0.06;

  private static final double SLOW_GAIN = 0.0003;

  /**
   * How far calls that do not wait push the next turn back at most, in nanoseconds. Without a bound
   * a burst of events would keep a sweep from its turn for longer than a request lasts.
   */
  private static final long MAX_DEBT = 1_000_000_000;

  /**
   * The parts of the largest rate below which neither the rate nor the rate that counts as
   * throttled falls. A short time without any allowance would otherwise slow a sweep for an hour.
   */
  private static final double MIN_RATE = 1 / 20.0;

  private static final double MIN_THROTTLED = 1 / 4.0;

  /** How many calls a caller that comes late may catch up with. */
  private static final double BURST = 1;

  private final double max;
  private final LongSupplier clock;
  private double rate;
  private double throttledRate;
  private long next;
  private long lastCut;

  RateLimit(double max) {
    this(max, System::nanoTime);
  }

  /**
   * @param max the largest rate, in calls per second
   * @param clock nanoseconds from any start
   */
  RateLimit(double max, LongSupplier clock) {
    this.max = checked(max);
    this.clock = clock;
    this.rate = max;
    this.throttledRate = max;
    this.next = clock.getAsLong();
    this.lastCut = next - 1;
  }

  static double checked(double rate) {
    if (!(rate > 0) || rate > 10_000) {
      throw new IllegalArgumentException("a rate is above 0 and at most 10000 calls per second");
    }
    return rate;
  }

  /**
   * Makes a call.
   *
   * @param waits whether the call waits for its turn. Calls of events do not: they count, so that a
   *     sweep makes room for them.
   * @throws EcsException that of the call, or that its turn comes after the deadline; the turn is
   *     then left to the next caller
   */
  public <T> T run(boolean waits, Deadline deadline, Retries.Attempt<T> call) throws EcsException {
    long nanos = waits ? reserve(deadline.leftMillis() * 1_000_000) : count();
    if (nanos < 0) {
      throw EcsException.outOfTime();
    }
    if (nanos > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(nanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EcsException.outOfTime();
      }
    }
    long sent = clock.getAsLong();
    try {
      return call.run();
    } catch (EcsException e) {
      // events are sent at any rate: that they are throttled says nothing about this one
      if (waits && e.error().isThrottling()) {
        throttled(sent);
      }
      throw e;
    }
  }

  /**
   * Takes the next turn.
   *
   * @param patience the longest wait in nanoseconds
   * @return the nanoseconds to wait for the turn, or -1 when it comes too late and was not taken
   */
  synchronized long reserve(long patience) {
    long now = clock.getAsLong();
    long turn = Math.max(next, now - (long) (BURST / rate * NANOS));
    if (turn - now > patience) {
      return -1;
    }
    boolean isNear = rate >= NEAR * throttledRate && rate <= BEYOND * throttledRate;
    rate = Math.min(max, rate + (isNear ? SLOW_GAIN : FAST_GAIN) * throttledRate);
    next = turn + (long) (NANOS / rate);
    return Math.max(0, turn - now);
  }

  /** Counts a call that does not wait; there is nothing to wait for. */
  private synchronized long count() {
    long before = next;
    reserve(Long.MAX_VALUE);
    next = Math.min(next, Math.max(before, clock.getAsLong() + MAX_DEBT));
    return 0;
  }

  /**
   * Takes note of a throttled call.
   *
   * @param sent when it was sent: what was sent before the last cut says nothing new
   */
  synchronized void throttled(long sent) {
    if (sent - lastCut <= 0) {
      return;
    }
    throttledRate = Math.max(max * MIN_THROTTLED, rate);
    rate = Math.max(max * MIN_RATE, rate / 2);
    lastCut = clock.getAsLong();
    next = Math.max(next, lastCut + (long) (NANOS / rate));
  }

  /** The present rate in calls per second. */
  synchronized double rate() {
    return rate;
  }
}
