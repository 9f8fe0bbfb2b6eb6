package dev.tagjoin.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Runs tasks at the same time, on threads that end with them. Thread-safe. */
public final class ParallelTasks {
  private ParallelTasks() {}

  /**
   * Runs all tasks, and waits for every one. A task must not throw a checked exception; an
   * unchecked one is thrown here.
   *
   * @param atOnce how many run at once
   * @param name the name of the threads
   * @return the results in the order of the tasks
   */
  public static <T> List<T> run(int atOnce, String name, List<Callable<T>> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(atOnce, tasks.size()), daemons(name));
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a request", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a bug", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** Makes threads that do not keep the process alive. */
  public static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
