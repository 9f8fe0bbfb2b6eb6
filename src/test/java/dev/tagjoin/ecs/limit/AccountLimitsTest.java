package dev.tagjoin.ecs.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountLimitsTest {
  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(20));

  private final AccountLimits limits = new AccountLimits(100, 50);

  private void throttle(String account) {
    Retries.Attempt<Void> refused =
        () -> {
          throw new EcsException(ErrorCode.of("Throttling"), "m", null, 60_000);
        };
    assertThrows(EcsException.class, () -> limits.describes(account).run(true, SOON, refused));
    assertThrows(EcsException.class, () -> limits.joins(account).run(true, SOON, refused));
    assertThrows(EcsException.class, () -> limits.atOnce(account, "r").run(SOON, refused));
  }

  private void assertFree(String account) {
    assertEquals(100, limits.describes(account).rate());
    assertEquals(50, limits.joins(account).rate());
    assertEquals(AccountLimits.MAX_CALLS_AT_ONCE, limits.atOnce(account, "r").limit());
  }

  @Test
  void slowsOnlyTheAccountThatWasThrottled() {
    throttle("1");

    assertTrue(limits.describes("1").rate() < 100);
    assertTrue(limits.joins("1").rate() < 50);
    assertTrue(limits.atOnce("1", "r").limit() < AccountLimits.MAX_CALLS_AT_ONCE);
    assertFree("2");
    assertFree(null);
    assertEquals(AccountLimits.MAX_CALLS_AT_ONCE, limits.atOnce("1", "another region").limit());
    assertTrue(limits.quietMillis() > 0);
  }

  @Test
  void forgetsThrottlingWhenReset() {
    throttle("1");

    limits.reset();

    assertFree("1");
    assertEquals(0, limits.quietMillis());
  }
}
