package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
  private static final Deadline ENOUGH = Deadline.in(Duration.ofSeconds(60));

  @Test
  void resultsComeInTheOrderOfTheTasks() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int number = i;
      tasks.add(() -> number);
      expected.add(number);
    }
    assertEquals(expected, new WorkerPool(7).all(tasks, ENOUGH));
  }

  @Test
  void runsNoMoreThanAllowedAtOnce() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier three = new CyclicBarrier(3);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tasks.add(
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            three.await(30, TimeUnit.SECONDS);
            return running.decrementAndGet() >= 0;
          });
    }
    assertFalse(new WorkerPool(3).all(tasks, ENOUGH).contains(null));
    assertTrue(most.get() <= 3, most::toString);
  }

  @Test
  void reusesThreads() {
    WorkerPool workers = new WorkerPool(8);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Callable<Boolean> task = () -> threads.add(Thread.currentThread());
    for (int request = 0; request < 50; request++) {
      workers.all(List.of(task, task), ENOUGH);
    }
    // a thread may not be back yet when the next request comes, all the more on a busy machine
    assertTrue(threads.size() <= 50, () -> threads.size() + " threads for 50 requests in a row");
    assertFalse(threads.contains(Thread.currentThread()));
  }

  @Test
  void runsASingleTaskOnTheThreadOfTheRequest() {
    Callable<Thread> task = Thread::currentThread;
    assertEquals(List.of(Thread.currentThread()), new WorkerPool(8).all(List.of(task), ENOUGH));
  }

  @Test
  void interruptsLateTasksAndAnswersOthers() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(2);
    Callable<String> stuck =
        () -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return "late";
        };
    List<String> results =
        new WorkerPool(3)
            .all(
                List.of(() -> "first", stuck, stuck, () -> "last"),
                Deadline.in(Duration.ofMillis(200)));
    assertEquals(Arrays.asList("first", null, null, "last"), results);
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
  }

  @Test
  void isolatesRequestsFromHangingOnes() throws InterruptedException {
    WorkerPool workers = new WorkerPool(1);
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                workers.all(
                    List.of(
                        () -> {
                          hangs.countDown();
                          return end.await(60, TimeUnit.SECONDS);
                        },
                        () -> true),
                    ENOUGH));
    other.start();
    assertTrue(hangs.await(10, TimeUnit.SECONDS));
    assertEquals(List.of("done", "too"), workers.all(List.of(() -> "done", () -> "too"), ENOUGH));
    end.countDown();
    other.join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void wrapsExceptionOfTask(int tasks) {
    Callable<String> task =
        () -> {
          throw new ArithmeticException("of the task");
        };
    WorkerPool workers = new WorkerPool(1);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> workers.all(Collections.nCopies(tasks, task), ENOUGH));
    assertEquals("of the task", thrown.getCause().getMessage());
  }

  @Test
  void refusesZeroThreads() {
    assertThrows(IllegalArgumentException.class, () -> new WorkerPool(0));
  }
}
