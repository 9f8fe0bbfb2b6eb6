package dev.tagjoin.reconcile;

import dev.tagjoin.call.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one request, of which none holds up the answer: what is not done by the deadline
 * is left behind. They end with the request, because a function's instance is frozen after it.
 */
final class Workers implements AutoCloseable {
  /** For tasks that end at the deadline by themselves, so that they can say why. */
  private static final long GRACE_MILLIS = 150;

  private final ExecutorService pool;
  private final Deadline deadline;

  Workers(int most, Deadline deadline) {
    this.deadline = deadline;
    this.pool =
        Executors.newFixedThreadPool(
            most,
            task -> {
              Thread thread = new Thread(task, "tagjoin-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs all tasks and gives their results in order, {@code null} for one that did not end in time.
   * A task must not throw.
   */
  <T> List<T> all(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>(tasks.size());
      for (Future<T> future :
          pool.invokeAll(tasks, deadline.leftMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        results.add(result(future));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a request", e);
    }
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug", e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
