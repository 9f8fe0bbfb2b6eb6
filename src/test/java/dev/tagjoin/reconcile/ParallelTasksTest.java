package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {
  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(20, TimeUnit.SECONDS));
  }

  @Test
  void givesResultsInTheOrderOfTasks() {
    CountDownLatch second = new CountDownLatch(1);
    List<Callable<String>> tasks =
        List.of(
            () -> {
              await(second);
              return "first";
            },
            () -> {
              second.countDown();
              return "second";
            });

    assertEquals(List.of("first", "second"), ParallelTasks.run(2, "test", tasks));
    assertEquals(List.of(), ParallelTasks.run(2, "test", List.of()));
  }

  @Test
  void throwsWhatATaskThrowsWhenAllHaveEnded() {
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    RuntimeException bug = new IllegalArgumentException("a bug");
    List<Callable<Object>> tasks =
        List.of(
            () -> {
              throw bug;
            },
            () -> ended.add("other"));

    assertSame(
        bug, assertThrows(RuntimeException.class, () -> ParallelTasks.run(1, "test", tasks)));
    assertEquals(List.of("other"), ended);
  }

  @Test
  void endsItsThreadsWithItsTasks() throws Exception {
    List<Callable<Thread>> tasks = Collections.nCopies(3, Thread::currentThread);

    for (Thread thread : ParallelTasks.run(2, "a name", tasks)) {
      assertEquals("a name", thread.getName());
      assertTrue(thread.isDaemon());
      thread.join(20_000);
      assertEquals(Thread.State.TERMINATED, thread.getState());
    }
  }

  @Test
  void staysInterruptedWhenInterrupted() {
    // one that ended before the wait for it would leave nothing to interrupt
    Callable<Object> endless =
        () -> {
          new CountDownLatch(1).await();
          return "done";
        };
    Thread.currentThread().interrupt();

    assertThrows(IllegalStateException.class, () -> ParallelTasks.run(1, "test", List.of(endless)));

    assertTrue(Thread.interrupted());
  }
}
