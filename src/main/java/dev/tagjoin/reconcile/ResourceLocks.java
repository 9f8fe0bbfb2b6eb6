package dev.tagjoin.reconcile;

import dev.tagjoin.resource.ResourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two requests of this instance from acting on one resource at the same time, and tells the
 * second that what it read may be outdated. Safe for use by several threads.
 *
 * <p>A request enters a resource before it reads it and holds its lock while it acts on it. Only
 * one lock is ever held by a thread, so that none waits for another in a circle. What nobody looks
 * at is forgotten.
 */
final class ResourceLocks {
  private final ConcurrentMap<ResourceRef, Resource> resources = new ConcurrentHashMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();

  /** One resource that at least one request looks at. */
  private static final class Resource {
    private final ReentrantLock lock = new ReentrantLock();

    /** How many requests look at it; guarded by the map. */
    private int visitors;

    /** How often somebody handled it; written under the lock. */
    private volatile int version;
  }

  /**
   * What other requests handle while one request looks, for resources that it cannot enter before
   * it reads them: those that a listing shows.
   */
  final class Watch implements AutoCloseable {
    private final ConcurrentMap<ResourceRef, Long> version = new ConcurrentHashMap<>();

    private Watch() {}

    /** Whether another request handled the resource at a time, or later. */
    boolean isTouchedSince(ResourceRef ref, long nanos) {
      Long at = version.get(ref);
      return at != null && at - nanos >= 0;
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  /** One request's look at one resource. */
  final class Lease implements AutoCloseable {
    private final ResourceRef ref;
    private final Resource resource;
    private final Watch own;
    private int lastSeenVersion;

    private Lease(ResourceRef ref, Resource resource, Watch own) {
      this.ref = ref;
      this.resource = resource;
      this.own = own;
      this.lastSeenVersion = resource.version;
    }

    /** Waits until no other request acts on the resource. */
    void lock() throws InterruptedException {
      resource.lock.lockInterruptibly();
    }

    void unlock() {
      resource.lock.unlock();
    }

    /** To be said when the resource has been handled; the lock has to be held. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void markHandled() {
      for (Watch watch : watches) {
        if (watch != own) {
          watch.version.put(ref, System.nanoTime());
        }
      }
      resource.version++;
      lastSeenVersion = resource.version;
    }

    /**
     * Whether another request handled the resource since this one entered, or asked last; the lock
     * has to be held.
     */
    boolean isStale() {
      boolean overtaken = lastSeenVersion != resource.version;
      lastSeenVersion = resource.version;
      return overtaken;
    }

    @Override
    public void close() {
      resources.computeIfPresent(ref, (key, r) -> --r.visitors == 0 ? null : r);
    }
  }

  /** Begins to watch; to be done before anything is read. */
  Watch watch() {
    Watch watch = new Watch();
    watches.add(watch);
    return watch;
  }

  /**
   * Enters a resource that a listing showed.
   *
   * @param own watches since before the listing was read, or {@code null} when nobody does
   * @param readAt when the reading began, by {@link System#nanoTime()}
   */
  Lease enter(ResourceRef ref, Watch own, long readAt) {
    Lease lease = enter(ref, own);
    if (own != null && own.isTouchedSince(ref, readAt)) {
      lease.lastSeenVersion--;
    }
    return lease;
  }

  /**
   * Enters a resource; to be done before it is read.
   *
   * @param own what the request watches by, or {@code null}
   */
  Lease enter(ResourceRef ref, Watch own) {
    Resource entered =
        resources.compute(
            ref,
            (key, there) -> {
              Resource resource = there == null ? new Resource() : there;
              resource.visitors++;
              return resource;
            });
    return new Lease(ref, entered, own);
  }

  /** What is being looked at now, in no order. */
  List<ResourceRef> now() {
    return new ArrayList<>(resources.keySet());
  }
}
