package dev.tagjoin.reconcile;

import dev.tagjoin.resource.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that make the calls of requests. Of several tasks, one that has not ended by the
 * deadline is interrupted and left behind, so that it does not hold up the answer. Safe for use by
 * several threads.
 *
 * <p>A single task runs on the thread of the request, and must keep the deadline by itself, as all
 * calls and waits do. Handing each call of an event to another thread took a fifth of its processor
 * time and a quarter of the time until its answer.
 *
 * <p>Threads are kept for the next request: a new one costs as much as the call that it makes,
 * since its stack, its allocation buffer and the JSON reader's buffers are touched for the first
 * time.
 */
public final class WorkerPool {
  /** Left to tasks that end at the deadline by themselves, so that they can say why. */
  private static final long GRACE_MILLIS = 150;

  private static final long IDLE_SECONDS = 60;

  private final int parallel;

  /** Without a queue, so that no request waits for the threads of another. */
  private final ExecutorService pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          ParallelTasks.daemons("tagjoin-worker"));

  /**
   * @param parallel how many tasks of one request run at once, at least 1
   */
  WorkerPool(int parallel) {
    if (parallel < 1) {
      throw new IllegalArgumentException("at least 1 expected, not " + parallel);
    }
    this.parallel = parallel;
  }

  /** How many tasks of one request run at once. */
  public int parallel() {
    return parallel;
  }

  /**
   * Runs all tasks and gives their results in order, {@code null} for one of several that did not
   * end in time. A task must not throw.
   *
   * @param deadline by when they have to end
   */
  public <T> List<T> all(List<Callable<T>> tasks, Deadline deadline) {
    if (tasks.size() == 1) {
      return one(tasks.get(0));
    }
    long end = System.nanoTime() + (deadline.leftMillis() + GRACE_MILLIS) * 1_000_000;
    List<FutureTask<T>> futures = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      futures.add(new FutureTask<>(task));
    }
    try {
      AtomicInteger next = new AtomicInteger();
      for (int i = Math.min(parallel, futures.size()); i > 0; i--) {
        pool.execute(() -> run(futures, next));
      }
      List<T> results = new ArrayList<>(futures.size());
      for (FutureTask<T> future : futures) {
        results.add(result(future, end - System.nanoTime()));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a request", e);
    } finally {
      // changes nothing about those that are done
      futures.forEach(future -> future.cancel(true));
    }
  }

  private static <T> List<T> one(Callable<T> task) {
    try {
      return Collections.singletonList(task.call());
    } catch (Exception e) {
      throw new IllegalStateException("a bug", e);
    }
  }

  /** Takes one task after the other; one that was given up is passed over. */
  private static <T> void run(List<FutureTask<T>> futures, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < futures.size(); i = next.getAndIncrement()) {
      futures.get(i).run();
    }
  }

  private static <T> T result(FutureTask<T> future, long nanos) throws InterruptedException {
    try {
      return future.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug", e.getCause());
    }
  }
}
