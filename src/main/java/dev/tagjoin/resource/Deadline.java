package dev.tagjoin.resource;

import java.time.Duration;

/** The moment by which a request has to be answered, on the monotonic clock. Immutable. */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  /** The moment that is {@code time} from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left in milliseconds; 0 when it has passed. */
  public long leftMillis() {
    return Math.max(0, (end - System.nanoTime()) / 1_000_000);
  }

  /** Whether it has passed. */
  public boolean passed() {
    return leftMillis() == 0;
  }
}
