package dev.tagjoin.reconcile;

import dev.tagjoin.resource.ResourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two requests of this instance from acting on one resource at the same time, and tells the
 * second that what it read may be outdated. Safe for use by several threads.
 *
 * <p>A request enters a resource before it reads it and holds its lock while it acts on it. Only
 * one lock is ever held by a thread, so that none waits for another in a circle. What nobody looks
 * at is forgotten.
 */
final class InFlight {
  private final ConcurrentMap<ResourceRef, Resource> resources = new ConcurrentHashMap<>();

  /** One resource that at least one request looks at. */
  private static final class Resource {
    private final ReentrantLock lock = new ReentrantLock();

    /** How many requests look at it; guarded by the map. */
    private int visitors;

    /** How often somebody tried to move it; written under the lock. */
    private volatile int touched;
  }

  /** One request's look at one resource. */
  final class Visit implements AutoCloseable {
    private final ResourceRef ref;
    private final Resource resource;
    private int seen;

    private Visit(ResourceRef ref, Resource resource) {
      this.ref = ref;
      this.resource = resource;
      this.seen = resource.touched;
    }

    /** Waits until no other request acts on the resource. */
    void lock() throws InterruptedException {
      resource.lock.lockInterruptibly();
    }

    void unlock() {
      resource.lock.unlock();
    }

    /** To be said after a move was tried; the lock has to be held. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void touch() {
      resource.touched++;
      seen = resource.touched;
    }

    /**
     * Whether another request acted on the resource since this one entered, or asked last; the lock
     * has to be held.
     */
    boolean isOvertaken() {
      boolean overtaken = seen != resource.touched;
      seen = resource.touched;
      return overtaken;
    }

    @Override
    public void close() {
      resources.computeIfPresent(ref, (key, r) -> --r.visitors == 0 ? null : r);
    }
  }

  /** Enters a resource; to be done before it is read. */
  Visit enter(ResourceRef ref) {
    Resource entered =
        resources.compute(
            ref,
            (key, there) -> {
              Resource resource = there == null ? new Resource() : there;
              resource.visitors++;
              return resource;
            });
    return new Visit(ref, entered);
  }

  /** What is being looked at now, in no order. */
  List<ResourceRef> now() {
    return new ArrayList<>(resources.keySet());
  }
}
