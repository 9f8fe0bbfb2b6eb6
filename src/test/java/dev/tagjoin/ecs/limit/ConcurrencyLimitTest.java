package dev.tagjoin.ecs.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyLimitTest {
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(20));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrencyLimit limiter = new ConcurrencyLimit(8);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void throttle() {
    fail("Throttling.User");
  }

  private void fail(String code) {
    assertThrows(
        EcsException.class,
        () ->
            limiter.run(
                deadline,
                () -> {
                  throw new EcsException(code, "m");
                }));
  }

  /** Makes so many calls at once: each while the one before it is under way. */
  private void succeed(int atOnce) throws EcsException {
    if (atOnce > 0) {
      limiter.run(
          deadline,
          () -> {
            succeed(atOnce - 1);
            return null;
          });
    }
  }

  @Test
  void halvesWhenThrottledAndRecoversWhenUsed() throws EcsException {
    throttle();
    assertEquals(4, limiter.limit());
    throttle();
    throttle();
    throttle();
    assertEquals(1, limiter.limit());

    for (int i = 0; i < 6; i++) {
      succeed(1);
    }
    assertEquals(2, limiter.limit());
    for (int i = 0; i < 150; i++) {
      succeed(limiter.limit());
    }
    assertEquals(8, limiter.limit());
  }

  @Test
  void doesNotGrowWhileLessThanHalfIsUsed() throws EcsException {
    throttle();

    for (int i = 0; i < 150; i++) {
      succeed(1);
    }

    assertEquals(4, limiter.limit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SDK.ReadTimeout", "SDK.ServerUnreachable", "ServiceUnavailable", "InternalError"})
  void halvesOnTimeoutsAndServerErrors(String code) {
    fail(code);

    assertEquals(4, limiter.limit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Forbidden.RAM", "EntityExists.AssociatedTransferTasks", "DeadlineExceeded"})
  void staysWhenOtherErrorsAreAnswered(String code) {
    fail(code);

    assertEquals(8, limiter.limit());
  }

  @Test
  void callsThatWereUnderWayTogetherHalveOnce() throws Exception {
    CountDownLatch allIn = new CountDownLatch(8);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(
          threads.submit(
              () ->
                  assertThrows(
                      EcsException.class,
                      () ->
                          limiter.run(
                              deadline,
                              () -> {
                                allIn.countDown();
                                awaited(allIn);
                                throw new EcsException("Throttling", "m");
                              }))));
    }
    for (Future<?> call : calls) {
      call.get(20, TimeUnit.SECONDS);
    }
    assertEquals(4, limiter.limit());
  }

  @Test
  void runsNoMoreThanLimitAtOnce() throws Exception {
    throttle();
    throttle();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(
          threads.submit(
              () ->
                  limiter.run(
                      deadline,
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        pause(50);
                        running.decrementAndGet();
                        return null;
                      })));
    }
    for (Future<?> call : calls) {
      call.get(20, TimeUnit.SECONDS);
    }
    assertEquals(2, most.get());
  }

  @Test
  void holdsAllCallsUntilNamedWaitIsOver() throws EcsException {
    long start = System.nanoTime();
    assertThrows(
        EcsException.class,
        () ->
            limiter.run(
                deadline,
                () -> {
                  throw new EcsException(ErrorCode.of("Throttling"), "m", null, 300);
                }));
    EcsException atOnce =
        assertThrows(
            EcsException.class, () -> limiter.run(Deadline.in(Duration.ofMillis(50)), () -> null));
    assertEquals(ErrorCode.Kind.RETRY, atOnce.kind());
    assertTrue(atOnce.waitMillis() > 50, () -> "" + atOnce.waitMillis());
    limiter.run(deadline, () -> null);
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 300);
  }

  @Test
  void whoseTurnDoesNotComeInTimeHasRunOutOfTime() throws Exception {
    throttle();
    throttle();
    throttle();
    CountDownLatch in = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Future<?> first =
        threads.submit(
            () ->
                limiter.run(
                    deadline,
                    () -> {
                      in.countDown();
                      awaited(end);
                      return null;
                    }));
    assertTrue(in.await(20, TimeUnit.SECONDS));
    EcsException e =
        assertThrows(
            EcsException.class,
            () -> limiter.run(Deadline.in(Duration.ofMillis(50)), () -> "in spite of it"));
    assertEquals("DeadlineExceeded", e.code());
    end.countDown();
    first.get(20, TimeUnit.SECONDS);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endsWaitWhenInterrupted() {
    assertThrows(
        EcsException.class,
        () ->
            limiter.run(
                deadline,
                () -> {
                  throw new EcsException(ErrorCode.of("Throttling"), "m", null, 5_000);
                }));
    Thread.currentThread().interrupt();

    EcsException e =
        assertThrows(EcsException.class, () -> limiter.run(deadline, () -> "in spite of it"));

    assertTrue(Thread.interrupted());
    assertEquals("DeadlineExceeded", e.code());
  }

  @Test
  void looksAtTheLimitWithoutKeepingCallsOut() throws Exception {
    assertEquals(8, limiter.limit());
    assertEquals(0, limiter.quietMillis());

    Future<String> other = threads.submit(() -> limiter.run(deadline, () -> "made"));

    assertEquals("made", other.get(20, TimeUnit.SECONDS));
  }
}
