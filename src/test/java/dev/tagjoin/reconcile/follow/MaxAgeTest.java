package dev.tagjoin.reconcile.follow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MaxAgeTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void allowsReadingsFromTheEarliestMomentOn() {
    MaxAge age = new MaxAge(Long.MAX_VALUE);

    assertFalse(age.allows(Long.MAX_VALUE - 1));
    assertTrue(age.allows(Long.MAX_VALUE));
    // nanoTime may run over
    assertTrue(age.allows(Long.MIN_VALUE));
  }

  @Test
  void ordersAgesByTolerance() {
    MaxAge none = MaxAge.fromNow();

    assertTrue(MaxAge.ANY.allows(System.nanoTime() - 1_000_000 * SECOND));
    assertTrue(MaxAge.forMove().allows(none.earliest() - 2 * SECOND));
    assertFalse(MaxAge.forMove().allows(none.earliest() - 3 * SECOND));
    assertFalse(MaxAge.beforeMoves().allows(none.earliest() - 2 * SECOND));
  }

  @Test
  void takesTheMoreTolerantOfAgeAndNow() {
    MaxAge earlier = MaxAge.forMove();
    MaxAge later = new MaxAge(System.nanoTime() + 3_600 * SECOND);

    assertSame(earlier, earlier.orFromNow());
    assertTrue(later.orFromNow().earliest() < later.earliest());
  }
}
