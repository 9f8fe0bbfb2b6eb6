package dev.tagjoin.ecs;

import dev.tagjoin.resource.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spaces calls evenly, as fast as a limit allows and as the other side bears. Thread-safe.
 *
 * <p>Being throttled lowers the rate, quickly while the rate is far off; each call raises it,
 * quickly up to just below where it was throttled last and very slowly around there: each throttled
 * call is one that the account's other users may miss.
 */
final class Pace {
  private static final double NANOS = 1e9;

  /** What may be caught up with when a caller comes late, in seconds. */
  private static final double LATE = 0.1;

  /** Throttled again within so many seconds, the rate is still far off. */
  private static final double FAR_OFF = 2;

  private static final double BIG_CUT = 0.7;
  private static final double CUT = 0.9;

  /** Where the slow rise begins, as a part of the rate that was throttled last. */
  private static final double NEAR = 0.95;

  /** Where it ends: so far above, the limit is no longer what it was. */
  private static final double BEYOND = 1.1;

  /** By what part of the rate throttled last the rate rises with each call. */
  private static final double FAST = 0.004;

  private static final double SLOW = 0.0003;

  private final double most;
  private final LongSupplier clock;
  private double rate;
  private double ceiling;
  private long next;
  private long lastCut;
  private boolean wasCut;

  /**
   * @param most the largest rate, in calls per second
   * @throws IllegalArgumentException when it is not above 0 and at most 10,000
   */
  Pace(double most) {
    this(most, System::nanoTime);
  }

  /**
   * @param most the largest rate, in calls per second
   * @param clock nanoseconds from any start
   */
  Pace(double most, LongSupplier clock) {
    if (!(most > 0) || most > 10_000) {
      throw new IllegalArgumentException("calls per second: above 0 up to 10000 expected");
    }
    this.most = most;
    this.clock = clock;
    this.rate = most;
    this.ceiling = most;
    this.next = clock.getAsLong();
  }

  /**
   * Makes a call when it is its turn.
   *
   * @param deadline how long it waits for its turn
   * @throws EcsException that of the call, or that its turn comes too late
   */
  <T> T run(Deadline deadline, Retries.Attempt<T> call) throws EcsException {
    long nanos = reserve();
    if (TimeUnit.NANOSECONDS.toMillis(nanos) >= deadline.leftMillis()) {
      throw EcsException.outOfTime();
    }
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      // whoever waited for the answer does not want it any more
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    }
    long sent = clock.getAsLong();
    try {
      return call.run();
    } catch (EcsException e) {
      if (e.error().isThrottling()) {
        throttled(sent);
      }
      throw e;
    }
  }

  /** Takes the next place in the row and gives the nanoseconds to wait for it. */
  synchronized long reserve() {
    long now = clock.getAsLong();
    boolean isNear = rate >= NEAR * ceiling && rate <= BEYOND * ceiling;
    rate = Math.min(most, rate + (isNear ? SLOW : FAST) * ceiling);
    long place = Math.max(next, now - (long) (Math.min(LATE, 2 / rate) * NANOS));
    next = place + (long) (NANOS / rate);
    return Math.max(0, place - now);
  }

  /**
   * Takes note of a throttled call.
   *
   * @param sent when it was sent, by the clock: what was sent before the last cut says nothing new
   */
  synchronized void throttled(long sent) {
    long now = clock.getAsLong();
    if (wasCut && sent < lastCut) {
      return;
    }
    boolean farOff = !wasCut || now - lastCut < FAR_OFF * NANOS;
    ceiling = rate;
    rate = Math.max(most / 100, rate * (farOff ? BIG_CUT : CUT));
    wasCut = true;
    lastCut = now;
    next = Math.max(next, now + (long) (NANOS / rate));
  }

  /** The present rate in calls per second. */
  synchronized double rate() {
    return rate;
  }
}
