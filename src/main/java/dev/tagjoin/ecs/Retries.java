package dev.tagjoin.ecs;

import dev.tagjoin.resource.Deadline;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Repeats a call that can succeed later: exponential back-off with full jitter, told by the error's
 * class and not by the HTTP status, within the request's deadline. Immutable, safe for use by
 * several threads.
 *
 * <p>Own code rather than SmallRye Fault Tolerance, Resilience4j or Failsafe, for what it needs is
 * what they do not have: the deadline of a request, a wait that the answer names, and a class of
 * error for each attempt. The first would also bring interceptors and their configuration into
 * every cold start.
 */
final class Retries {
  /**
   * How often a call is made at most: the waits between them are 5.6 s on average, 11.3 at most.
   */
  static final int MOST_ATTEMPTS = 8;

  /** How often when what is waited for takes seconds to minutes, if it ends at all. */
  static final int MOST_SLOW_ATTEMPTS = 3;

  /** What an attempt has to have left to be worth making. */
  static final long ROOM_MILLIS = 200;

  static final long BASE_MILLIS = 100;
  static final long SLOW_BASE_MILLIS = 1_000;
  static final long CAP_MILLIS = 5_000;

  private final DoubleSupplier random;
  private final Sleep sleep;

  /** Waits. */
  interface Sleep {
    void millis(long millis) throws InterruptedException;
  }

  /** One try. */
  interface Attempt<T> {
    T run() throws EcsException;
  }

  /** Retries with the platform's clock and a random source that needs no seed. */
  Retries() {
    this(() -> ThreadLocalRandom.current().nextDouble(), Thread::sleep);
  }

  /**
   * @param random numbers from 0 to below 1
   * @param sleep how to wait
   */
  Retries(DoubleSupplier random, Sleep sleep) {
    this.random = random;
    this.sleep = sleep;
  }

  /**
   * Makes the call until it succeeds, cannot succeed soon, or there is no time for another attempt.
   *
   * @param deadline by when the caller wants the result
   * @param attempt the call; has to be signed anew each time, since a nonce counts once
   * @throws EcsException that of the last attempt
   */
  <T> T call(Deadline deadline, Attempt<T> attempt) throws EcsException {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.run();
      } catch (EcsException e) {
        if (tries >= most(e)) {
          throw e;
        }
        long wait = wait(e, tries);
        if (deadline.leftMillis() < wait + ROOM_MILLIS) {
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

  private static int most(EcsException e) {
    return switch (e.kind()) {
      case RETRY -> isLater(e) ? 1 : e.error().isSlow() ? MOST_SLOW_ATTEMPTS : MOST_ATTEMPTS;
      case GONE, NOT_JOINABLE, DUPLICATE, REFUSED -> 1;
    };
  }

  /** Whether only a later request can succeed: with other credentials, another clock, more time. */
  private static boolean isLater(EcsException e) {
    return e.error().isExpiredToken() || e.error().isAboutClock() || e.error().isDeadline();
  }

  /** Full jitter; a wait that the answer names is kept, and spread by the same jitter. */
  private long wait(EcsException e, int tries) {
    long base = e.error().isSlow() ? SLOW_BASE_MILLIS : BASE_MILLIS;
    long ceiling = Math.min(CAP_MILLIS, base << (tries - 1));
    return e.waitMillis() + (long) (random.getAsDouble() * ceiling);
  }
}
