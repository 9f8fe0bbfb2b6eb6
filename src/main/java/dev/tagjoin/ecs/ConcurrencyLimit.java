package dev.tagjoin.ecs;

import dev.tagjoin.resource.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds how many calls this instance makes at once: half as many when ECS throttles, one more after
 * four rounds that went well. Safe for use by several threads.
 *
 * <p>The API's limit is the account's, shared with every other user of it and not published, so
 * that it can only be felt. A round is as many calls as are allowed at once; calls that were under
 * way when the limit was halved do not halve it again. When the answer names a wait, no call is
 * made until it is over.
 */
final class ConcurrencyLimit {
  /**
   * What a round that went well adds. At the API's own limit every addition is found out by a
   * refused call, so that a larger one costs calls and a smaller one time to recover.
   */
  private static final double GAIN = 0.25;

  private final int most;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition free = lock.newCondition();
  private double limit;
  private int running;
  private long started;
  private long startedAtCut;
  private long quietUntil = System.nanoTime();

  /**
   * @param most how many calls at once while ECS does not throttle, at least 1
   */
  ConcurrencyLimit(int most) {
    this.most = most;
    this.limit = most;
  }

  /**
   * Makes a call when it is its turn.
   *
   * @param deadline how long it waits for its turn
   * @throws EcsException that of the call, or that time ran out before its turn came
   */
  <T> T run(Deadline deadline, Retries.Attempt<T> call) throws EcsException {
    long number = enter(deadline);
    EcsException throttled = null;
    try {
      return call.run();
    } catch (EcsException e) {
      throttled = e.error().isThrottling() ? e : null;
      throw e;
    } finally {
      leave(number, throttled);
    }
  }

  /** How many calls may run at once now. */
  int limit() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }

  /** How much longer ECS asked to be left alone, in milliseconds; 0 when it did not. */
  long quietMillis() {
    lock.lock();
    try {
      return pause();
    } finally {
      lock.unlock();
    }
  }

  private long enter(Deadline deadline) throws EcsException {
    lock.lock();
    try {
      for (long pause = pause(); pause > 0 || running >= (int) limit; pause = pause()) {
        long left = deadline.leftMillis();
        if (left == 0) {
          throw EcsException.outOfTime();
        }
        // what the wait tells is told by the loop as well
        boolean unused =
            free.await(pause > 0 ? Math.min(left, pause) : left, TimeUnit.MILLISECONDS);
      }
      running++;
      return ++started;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    } finally {
      lock.unlock();
    }
  }

  /** The milliseconds that ECS asked to be left alone for. */
  private long pause() {
    long nanos = quietUntil - System.nanoTime();
    return nanos <= 0 ? 0 : nanos / 1_000_000 + 1;
  }

  private void leave(long number, EcsException throttled) {
    lock.lock();
    try {
      running--;
      if (throttled == null) {
        limit = Math.min(most, limit + GAIN / limit);
      } else {
        quietUntil = Math.max(quietUntil, System.nanoTime() + throttled.waitMillis() * 1_000_000);
        if (number > startedAtCut) {
          limit = Math.max(1, limit / 2);
          startedAtCut = started;
        }
      }
      free.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
