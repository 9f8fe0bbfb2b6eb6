package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookParser;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a request learns about others that handled what it has read. */
class ResourceLocksTest {
  private static final ResourceRef DISK =
      new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", null);

  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(60));

  private final ResourceLocks locks = new ResourceLocks();

  /** Handles the disk from lease to release. */
  private void handle(ResourceLocks.Watch own) throws InterruptedException {
    try (ResourceLocks.Lease lease = locks.lease(DISK, own)) {
      assertTrue(lease.lock(SOON));
      lease.markHandled();
      lease.unlock();
    }
  }

  private boolean isStale(ResourceLocks.Watch own, long readAt) throws InterruptedException {
    try (ResourceLocks.Lease lease = locks.lease(DISK, own, readAt)) {
      assertTrue(lease.lock(SOON));
      try {
        return lease.isStale();
      } finally {
        lease.unlock();
      }
    }
  }

  @Test
  void isStaleWhenHandledBetweenReadingAndEntering() throws InterruptedException {
    try (ResourceLocks.Watch watch = locks.watch()) {
      long readAt = System.nanoTime();
      assertFalse(isStale(watch, readAt));
      handle(null);
      assertTrue(isStale(watch, readAt));
      assertTrue(watch.isHandledSince(DISK, readAt));
      // a reading that begins after that is up to date
      assertFalse(isStale(watch, System.nanoTime()));
    }
    assertTrue(locks.current().isEmpty());
  }

  @Test
  void waitsForTheLockUntilTheDeadline() throws InterruptedException {
    try (ResourceLocks.Lease first = locks.lease(DISK, null);
        ResourceLocks.Lease second = locks.lease(DISK, null)) {
      assertTrue(first.lock(SOON));
      AtomicReference<Boolean> isLocked = new AtomicReference<>();
      Thread other =
          new Thread(() -> isLocked.set(isLockedBy(second, Deadline.in(Duration.ofMillis(50)))));
      other.start();
      other.join(30_000);
      assertEquals(false, isLocked.get());
      first.unlock();
    }
    assertTrue(locks.current().isEmpty());
  }

  @Test
  void locksNothingForAClosedLease() throws InterruptedException {
    try (ResourceLocks.Lease open = locks.lease(DISK, null)) {
      ResourceLocks.Lease closed = locks.lease(DISK, null);
      closed.close();
      assertFalse(closed.lock(SOON));
      assertTrue(open.lock(SOON));
      open.unlock();
    }
    assertTrue(locks.current().isEmpty());
  }

  private static boolean isLockedBy(ResourceLocks.Lease lease, Deadline deadline) {
    try {
      return lease.lock(deadline);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isNotStaleByOwnHandling() throws InterruptedException {
    try (ResourceLocks.Watch watch = locks.watch();
        ResourceLocks.Watch other = locks.watch()) {
      long readAt = System.nanoTime();
      handle(watch);
      assertFalse(isStale(watch, readAt));
      assertTrue(isStale(other, readAt));
    }
  }

  /** Else each pass would leave a list behind that grows. */
  @Test
  void learnsNothingAfterRelease() throws Exception {
    RuleBook book = RuleBookParser.parse("book", "version: 1\nrules: []\n");
    ResourceLocks.Watch watch = locks.watch();
    long readAt = System.nanoTime();
    new PlacementResolver(book, null, null, null, watch).close();
    handle(null);
    assertFalse(watch.isHandledSince(DISK, readAt));
  }
}
