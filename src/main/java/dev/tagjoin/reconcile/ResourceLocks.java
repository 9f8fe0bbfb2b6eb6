package dev.tagjoin.reconcile;

import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.ResourceRef;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two requests of this instance from acting on one resource at the same time, and tells the
 * second one that its reading may be outdated. Safe for use by several threads.
 *
 * <p>A request takes a lease before it reads a resource and locks it while it acts. A thread holds
 * at most one lock, so that there are no deadlocks. A resource without leases and locks is
 * forgotten.
 */
public final class ResourceLocks {
  private final ConcurrentMap<ResourceRef, Entry> entries = new ConcurrentHashMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();

  /** A resource with at least one lease or lock. */
  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * The number of leases and of threads that hold the lock or wait for it; guarded by the map.
     */
    private int users;

    /** Counts how often the resource was handled; written under the lock. */
    private volatile int version;
  }

  /**
   * Records what other requests handle, for resources whose lease cannot be taken before they are
   * read because a listing shows them. Safe for use by several threads.
   */
  public final class Watch implements AutoCloseable {
    private final ConcurrentMap<ResourceRef, Long> handledAt = new ConcurrentHashMap<>();

    private Watch() {}

    /**
     * Whether another request handled the resource at a moment, or later.
     *
     * @param nanos the moment, by {@link System#nanoTime()}
     */
    public boolean isHandledSince(ResourceRef ref, long nanos) {
      Long at = handledAt.get(ref);
      return at != null && at - nanos >= 0;
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  /** One request's interest in one resource; not safe for use by several threads at once. */
  final class Lease implements AutoCloseable {
    private final ResourceRef ref;
    private final Entry entry;
    private final Watch own;
    private int lastSeenVersion;

    /** Guarded by the map. */
    private boolean closed;

    private Lease(ResourceRef ref, Entry entry, Watch own) {
      this.ref = ref;
      this.entry = entry;
      this.own = own;
      this.lastSeenVersion = entry.version;
    }

    /**
     * Waits until no other request acts on the resource, then locks it. The lock outlives the
     * lease: a task that was given up at the deadline keeps it until it has ended.
     *
     * @param deadline how long to wait
     * @return whether it is locked: not when the deadline came first, nor when the lease was closed
     * @throws InterruptedException when interrupted
     */
    boolean lock(Deadline deadline) throws InterruptedException {
      if (!retain()) {
        return false;
      }
      boolean isLocked = false;
      try {
        isLocked = entry.lock.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS);
      } finally {
        if (!isLocked) {
          release(ref);
        }
      }
      return isLocked;
    }

    private boolean retain() {
      boolean[] retained = new boolean[1];
      entries.computeIfPresent(
          ref,
          (key, there) -> {
            retained[0] = !closed;
            there.users += closed ? 0 : 1;
            return there;
          });
      return retained[0];
    }

    void unlock() {
      entry.lock.unlock();
      release(ref);
    }

    /** Marks the resource as handled. The caller must hold the lock. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void markHandled() {
      for (Watch watch : watches) {
        if (watch != own) {
          watch.handledAt.put(ref, System.nanoTime());
        }
      }
      entry.version++;
      lastSeenVersion = entry.version;
    }

    /**
     * Whether another request handled the resource since this lease was taken, or since the last
     * call. The caller must hold the lock.
     */
    boolean isStale() {
      boolean stale = lastSeenVersion != entry.version;
      lastSeenVersion = entry.version;
      return stale;
    }

    @Override
    public void close() {
      entries.computeIfPresent(
          ref,
          (key, there) -> {
            there.users -= closed ? 0 : 1;
            closed = true;
            return there.users == 0 ? null : there;
          });
    }
  }

  private void release(ResourceRef ref) {
    entries.computeIfPresent(ref, (key, there) -> --there.users == 0 ? null : there);
  }

  /** Begins to watch; to be called before anything is read. */
  public Watch watch() {
    Watch watch = new Watch();
    watches.add(watch);
    return watch;
  }

  /**
   * Takes a lease on a resource that was read already.
   *
   * @param own a watch that began before the reading, or {@code null}
   * @param readAt when the reading began, by {@link System#nanoTime()}
   */
  Lease lease(ResourceRef ref, Watch own, long readAt) {
    Lease lease = lease(ref, own);
    if (own != null && own.isHandledSince(ref, readAt)) {
      lease.lastSeenVersion--;
    }
    return lease;
  }

  /**
   * Takes a lease on a resource that is to be read.
   *
   * @param own the request's own watch, which is not told what the request itself handles, or
   *     {@code null}
   */
  Lease lease(ResourceRef ref, Watch own) {
    Entry entry =
        entries.compute(
            ref,
            (key, there) -> {
              Entry leased = there == null ? new Entry() : there;
              leased.users++;
              return leased;
            });
    return new Lease(ref, entry, own);
  }

  /** The resources that are leased or locked now, in no order. */
  List<ResourceRef> current() {
    return List.copyOf(entries.keySet());
  }
}
