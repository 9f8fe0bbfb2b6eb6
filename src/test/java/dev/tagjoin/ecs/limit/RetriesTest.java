package dev.tagjoin.ecs.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {
  private final List<Long> waits = new ArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Deadline deadline = Deadline.in(Duration.ofMinutes(10));

  private Retries retries(double random) {
    return new Retries(() -> random, waits::add);
  }

  private static EcsException error(String code, long wait) {
    return new EcsException(ErrorCode.of(code), "m", null, wait);
  }

  private String failing(Retries retries, Deadline until, String code, int times, long wait)
      throws EcsException {
    return retries.call(
        until,
        () -> {
          if (attempts.incrementAndGet() <= times) {
            throw error(code, wait);
          }
          return "done";
        });
  }

  @Test
  void doesNotWaitAfterSuccess() throws EcsException {
    assertEquals("done", failing(retries(0.5), deadline, "Throttling", 0, 0));
    assertEquals(List.of(), waits);
  }

  @Test
  void doublesWaitUpToCap() throws EcsException {
    failing(retries(0.5), deadline, "Throttling", Retries.MAX_ATTEMPTS - 1, 0);
    assertEquals(List.of(50L, 100L, 200L, 400L, 800L, 1600L, 2500L), waits);
  }

  @Test
  void throwsErrorOfLastAttempt() {
    EcsException e =
        assertThrows(
            EcsException.class, () -> failing(retries(0.5), deadline, "Throttling", 99, 0));
    assertEquals("Throttling", e.code());
    assertEquals(Retries.MAX_ATTEMPTS, attempts.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EntityExists.AssociatedTransferTasks", "InvalidStatus.ResourceGroup"})
  void triesSlowErrorsSeldom(String code) {
    assertThrows(EcsException.class, () -> failing(retries(0.5), deadline, code, 99, 0));
    assertEquals(List.of(500L, 1000L), waits);
  }

  @ParameterizedTest
  @CsvSource({
    "Forbidden.RAM",
    "InvalidResourceId.NotFound",
    "InvalidResourceGroup.Duplicate",
    "InvalidResourceType.NotFound",
    "InvalidSecurityToken.Expired",
    "InvalidTimeStamp.Expired",
    "DeadlineExceeded"
  })
  void doesNotRetryFinalErrors(String code) {
    assertThrows(EcsException.class, () -> failing(retries(0.5), deadline, code, 99, 0));
    assertEquals(1, attempts.get());
  }

  @Test
  void addsWaitThatAnswerNames() throws EcsException {
    failing(retries(0.5), deadline, "Throttling.User", 1, 1_700);
    assertEquals(List.of(1_750L), waits);
  }

  @Test
  void beginsNoWaitBeyondDeadline() {
    Deadline soon = Deadline.in(Duration.ofSeconds(3));
    assertThrows(
        EcsException.class, () -> failing(retries(0.5), soon, "Throttling.User", 9, 60_000));
    assertEquals(List.of(), waits);
    assertEquals(1, attempts.get());
  }

  @Property(tries = 200)
  void endsAllWaitsBeforeDeadline(
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double random,
      @ForAll @LongRange(max = 5_000) long left) {
    waits.clear();
    attempts.set(0);
    long[] now = {0};
    Deadline until = Deadline.in(Duration.ofMillis(left), () -> now[0]);
    Retries slept =
        new Retries(
            () -> random,
            millis -> {
              waits.add(millis);
              now[0] += millis * 1_000_000;
            });

    assertThrows(EcsException.class, () -> failing(slept, until, "ServiceUnavailable", 99, 0));

    assertEquals(waits.size() + 1, attempts.get());
    long sum = waits.stream().mapToLong(Long::longValue).sum();
    assertTrue(waits.isEmpty() || sum + Retries.ATTEMPT_MILLIS <= left, () -> left + " " + waits);
  }

  @Test
  void endsWaitOnInterrupt() {
    Retries interrupted =
        new Retries(
            () -> 0.5,
            millis -> {
              throw new InterruptedException();
            });
    assertThrows(EcsException.class, () -> failing(interrupted, deadline, "Throttling", 9, 0));
    assertEquals(1, attempts.get());
    assertTrue(Thread.interrupted());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
