package dev.tagjoin.resource;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment by which a request has to be answered, on a monotonic clock. Immutable. */
public final class Deadline {
  private final long end;
  private final LongSupplier nanos;

  private Deadline(long end, LongSupplier nanos) {
    this.end = end;
    this.nanos = nanos;
  }

  /** The moment that is {@code time} from now. */
  public static Deadline in(Duration time) {
    return in(time, System::nanoTime);
  }

  /**
   * The moment that is {@code time} from now on another clock.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  public static Deadline in(Duration time, LongSupplier nanos) {
    return new Deadline(nanos.getAsLong() + time.toNanos(), nanos);
  }

  /** What is left in milliseconds; 0 when it has passed. */
  public long leftMillis() {
    return Math.max(0, (end - nanos.getAsLong()) / 1_000_000);
  }

  /** Whether it has passed. */
  public boolean passed() {
    return leftMillis() == 0;
  }
}
