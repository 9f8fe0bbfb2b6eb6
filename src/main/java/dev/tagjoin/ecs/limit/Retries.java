package dev.tagjoin.ecs.limit;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Deadline;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Repeats calls that can succeed later, with exponential back-off and full jitter, within the
 * request's deadline. Immutable, safe for use by several threads.
 *
 * <p>SmallRye Fault Tolerance, Resilience4j and Failsafe lack what is needed here: the deadline of
 * a request, a wait that the answer names, and a kind of error for each attempt.
 */
public final class Retries {
  /** The waits between so many attempts take 5.6 s on average, 11.3 s at most. */
  static final int MAX_ATTEMPTS = 8;

  /** For what takes seconds to minutes, if it ends at all. */
  static final int MAX_SLOW_ATTEMPTS = 3;

  /** The time that an attempt needs to be worth making. */
  static final long ATTEMPT_MILLIS = 200;

  static final long BASE_MILLIS = 100;
  static final long SLOW_BASE_MILLIS = 1_000;
  static final long MAX_BACKOFF_MILLIS = 5_000;

  private final DoubleSupplier random;
  private final Sleep sleep;

  /** Waits. */
  public interface Sleep {
    void millis(long millis) throws InterruptedException;
  }

  /** One try. */
  public interface Attempt<T> {
    T run() throws EcsException;
  }

  /** Retries with the platform's clock and a random source that needs no seed. */
  public Retries() {
    this(() -> ThreadLocalRandom.current().nextDouble(), Thread::sleep);
  }

  /**
   * @param random numbers from 0 to below 1
   */
  public Retries(DoubleSupplier random, Sleep sleep) {
    this.random = random;
    this.sleep = sleep;
  }

  /**
   * Makes the call until it succeeds, cannot succeed soon, or there is no time for another attempt.
   *
   * @param attempt the call; signed anew each time, because a nonce is valid once
   * @throws EcsException that of the last attempt
   */
  public <T> T call(Deadline deadline, Attempt<T> attempt) throws EcsException {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.run();
      } catch (EcsException e) {
        if (tries >= maxAttempts(e)) {
          throw e;
        }
        long wait = wait(e, tries);
        if (deadline.leftMillis() < wait + ATTEMPT_MILLIS) {
          throw e;
        }
        try {
          sleep.millis(wait);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private static int maxAttempts(EcsException e) {
    return switch (e.kind()) {
      case RETRY -> isLater(e) ? 1 : e.error().isSlow() ? MAX_SLOW_ATTEMPTS : MAX_ATTEMPTS;
      case GONE, NOT_JOINABLE, DUPLICATE, REFUSED -> 1;
    };
  }

  /** Whether only a later request can succeed: with other credentials, a right clock, more time. */
  private static boolean isLater(EcsException e) {
    return e.error().isExpiredToken() || e.error().isAboutClock() || e.error().isDeadline();
  }

  /** Full jitter, on top of the wait that the answer names. */
  private long wait(EcsException e, int tries) {
    long base = e.error().isSlow() ? SLOW_BASE_MILLIS : BASE_MILLIS;
    long ceiling = Math.min(MAX_BACKOFF_MILLIS, base << (tries - 1));
    return e.waitMillis() + (long) (random.getAsDouble() * ceiling);
  }
}
