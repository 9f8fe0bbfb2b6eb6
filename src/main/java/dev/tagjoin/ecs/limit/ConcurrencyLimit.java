package dev.tagjoin.ecs.limit;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many calls run at once, by additive increase and multiplicative decrease: half as many
 * when ECS throttles, times out or fails; one more after four rounds that went well and used the
 * limit. Safe for use by several threads.
 *
 * <p>The quota is the account's, shared with its other users and not published, so it can only be
 * felt. A round is as many calls as run at once. Calls that were under way when the limit was cut
 * do not cut it again. While an answer asks to wait, no call is made; one whose deadline is sooner
 * fails at once.
 */
public final class ConcurrencyLimit {
  /** What a round that went well adds. Each addition beyond the quota costs a throttled call. */
  private static final double GAIN = 0.25;

  private final int max;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition free = lock.newCondition();
  private double limit;
  private int running;
  private long started;
  private long startedAtCut;
  private long quietUntil = System.nanoTime();

  ConcurrencyLimit(int max) {
    this.max = max;
    this.limit = max;
  }

  /**
   * Makes a call when it is its turn.
   *
   * @param deadline how long it waits for its turn
   * @throws EcsException that of the call, or that its turn does not come in time
   */
  public <T> T run(Deadline deadline, Retries.Attempt<T> call) throws EcsException {
    Entry entry = enter(deadline);
    EcsException failure = null;
    try {
      return call.run();
    } catch (EcsException e) {
      failure = e;
      throw e;
    } finally {
      leave(entry, failure);
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

  /** Remaining back-off requested by ECS, in milliseconds; zero if none. */
  long quietMillis() {
    lock.lock();
    try {
      return pause();
    } finally {
      lock.unlock();
    }
  }

  /** The call's number, and whether so many ran that the limit was put to use. */
  private record Entry(long number, boolean isLimitUsed) {}

  private Entry enter(Deadline deadline) throws EcsException {
    lock.lock();
    try {
      for (long pause = pause(); pause > 0 || running >= (int) limit; pause = pause()) {
        long left = deadline.leftMillis();
        if (left == 0) {
          throw EcsException.outOfTime();
        }
        if (pause >= left) {
          throw new EcsException(
              ErrorCode.of("Throttling"),
              "ECS asked for no calls during the next " + pause + " ms",
              null,
              pause);
        }
        // the loop looks again at what the wait returns
        boolean unused = free.await(pause > 0 ? pause : left, TimeUnit.MILLISECONDS);
      }
      running++;
      return new Entry(++started, running * 2 >= (int) limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    } finally {
      lock.unlock();
    }
  }

  /** The milliseconds for which ECS asked for no calls. */
  private long pause() {
    long nanos = quietUntil - System.nanoTime();
    return nanos <= 0 ? 0 : nanos / 1_000_000 + 1;
  }

  private void leave(Entry entry, EcsException failure) {
    lock.lock();
    try {
      running--;
      if (failure != null && failure.error().isOverload()) {
        long until = System.nanoTime() + failure.waitMillis() * 1_000_000;
        quietUntil = until - quietUntil > 0 ? until : quietUntil;
        if (entry.number > startedAtCut) {
          limit = Math.max(1, limit / 2);
          startedAtCut = started;
        }
      } else if (failure == null && entry.isLimitUsed) {
        limit = Math.min(max, limit + GAIN / limit);
      }
      free.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
