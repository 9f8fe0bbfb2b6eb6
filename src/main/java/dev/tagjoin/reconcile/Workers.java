package dev.tagjoin.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads of one request: none for a single task, as most events bring, and none that outlive
 * the answer, because a function's instance is frozen after it.
 */
final class Workers implements AutoCloseable {
  private final int most;
  private ExecutorService pool;

  Workers(int most) {
    this.most = most;
  }

  /** Runs all tasks and gives their results in order. A task must not throw. */
  <T> List<T> all(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>(tasks.size());
      if (tasks.size() < 2 || most == 1) {
        for (Callable<T> task : tasks) {
          results.add(task.call());
        }
        return results;
      }
      if (pool == null) {
        pool = Executors.newFixedThreadPool(most);
      }
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a request", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug", e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException("a bug", e);
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
