package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.RuleBook;
import org.junit.jupiter.api.Test;

/** What a request learns of others that handled what it has read but not entered. */
class InFlightTest {
  private static final ResourceRef DISK =
      new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", null);

  private final InFlight inFlight = new InFlight();

  /** A whole visit, from entering to leaving. */
  private void handle(InFlight.Watch own) throws InterruptedException {
    try (InFlight.Visit visit = inFlight.enter(DISK, own)) {
      visit.lock();
      visit.touch();
      visit.unlock();
    }
  }

  private boolean isOvertaken(InFlight.Watch own, long readAt) throws InterruptedException {
    try (InFlight.Visit visit = inFlight.enter(DISK, own, readAt)) {
      visit.lock();
      try {
        return visit.isOvertaken();
      } finally {
        visit.unlock();
      }
    }
  }

  @Test
  void whoHandledItBetweenReadingAndEnteringOvertook() throws InterruptedException {
    try (InFlight.Watch watch = inFlight.watch()) {
      long readAt = System.nanoTime();
      assertFalse(isOvertaken(watch, readAt));
      handle(null);
      assertTrue(isOvertaken(watch, readAt));
      assertTrue(watch.isTouchedSince(DISK, readAt));
      // who reads after that has seen it
      assertFalse(isOvertaken(watch, System.nanoTime()));
    }
    assertTrue(inFlight.now().isEmpty());
  }

  @Test
  void aRequestDoesNotOvertakeItself() throws InterruptedException {
    try (InFlight.Watch watch = inFlight.watch();
        InFlight.Watch other = inFlight.watch()) {
      long readAt = System.nanoTime();
      handle(watch);
      assertFalse(isOvertaken(watch, readAt));
      assertTrue(isOvertaken(other, readAt));
    }
  }

  /** Else each pass would leave a list behind that grows. */
  @Test
  void whoIsThroughLearnsNothingMore() throws Exception {
    RuleBook book = RuleBook.parse("book", "version: 1\nrules: []\n");
    InFlight.Watch watch = inFlight.watch();
    long readAt = System.nanoTime();
    new Wants(book, null, null, watch).close();
    handle(null);
    assertFalse(watch.isTouchedSince(DISK, readAt));
  }
}
