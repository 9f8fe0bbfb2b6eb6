package dev.tagjoin.group;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The latest listing of the groups of one account, shared by all requests of this instance. One
 * look-up at a time: those that wait use what it found. Safe for use by several threads.
 */
final class CachedGroups {
  /** How long a listing answers for the groups that are in it. */
  static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** The time between two readings that a missing name or a rejected id brought about. */
  static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

  private final ResourceGroupsApi api;
  private final String account;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile GroupListing latest;

  /** Listings that were read before this moment are not used any more. */
  private volatile long staleBefore;

  /** When a listing was last read before its time; guarded by the lock. */
  private long refreshedAt;

  /** The latest failure and when it came; guarded by the lock. */
  private EcsException failure;

  private long failedAt;

  CachedGroups(ResourceGroupsApi api, String account, LongSupplier nanoClock) {
    this.api = api;
    this.account = account;
    this.nanoClock = nanoClock;
    this.staleBefore = nanoClock.getAsLong() - MAX_AGE.toNanos();
    this.refreshedAt = nanoClock.getAsLong() - MIN_INTERVAL.toNanos();
  }

  /** The latest listing however old it is, or {@code null}; makes no call. */
  GroupListing known() {
    return latest;
  }

  /** Takes note that a group of the latest listing does not exist, so that it is read again. */
  void invalidate() {
    staleBefore = nanoClock.getAsLong();
  }

  /**
   * A listing that is not too old; it is read when there is none.
   *
   * @param since when the request began: a failure after that is not tried again
   */
  GroupListing recent(RequestContext context, String region, long since) throws EcsException {
    GroupListing listing = latest;
    return isRecent(listing) ? listing : read(context, region, since, null);
  }

  /**
   * A listing that was read since a moment, because an older one lacks a name or an id. Waits for
   * its turn, so that unknown names cost one call in {@link #MIN_INTERVAL} and no more.
   *
   * @param since when the request began: what was created before that is in the listing
   * @param old the listing that lacks it
   */
  GroupListing since(RequestContext context, String region, long since, GroupListing old)
      throws EcsException {
    return old.readAt() - since >= 0 ? old : read(context, region, since, old);
  }

  private boolean isRecent(GroupListing listing) {
    return listing != null
        && listing.readAt() - staleBefore >= 0
        && nanoClock.getAsLong() - listing.readAt() < MAX_AGE.toNanos();
  }

  private GroupListing read(RequestContext context, String region, long since, GroupListing old)
      throws EcsException {
    Deadline deadline = context.deadline();
    try {
      if (!lock.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
        throw outOfTime();
      }
      try {
        GroupListing listing = latest;
        if (isRecent(listing) && (old == null || listing.readAt() - since >= 0)) {
          return listing;
        }
        if (failure != null
            && failedAt - since >= 0
            && nanoClock.getAsLong() - failedAt < MIN_INTERVAL.toNanos()) {
          throw failure;
        }
        if (listing != null && nanoClock.getAsLong() - listing.readAt() < MAX_AGE.toNanos()) {
          awaitTurn(deadline);
        }
        return list(context, region);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw outOfTime();
    }
  }

  private void awaitTurn(Deadline deadline) throws InterruptedException, EcsException {
    long wait = refreshedAt + MIN_INTERVAL.toNanos() - nanoClock.getAsLong();
    if (wait > 0) {
      if (wait / 1_000_000 >= deadline.leftMillis()) {
        throw outOfTime();
      }
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    refreshedAt = nanoClock.getAsLong();
  }

  private GroupListing list(RequestContext context, String region) throws EcsException {
    long readAt = nanoClock.getAsLong();
    try {
      GroupListing listing = new GroupListing(api.list(context, region, account), readAt);
      latest = listing;
      failure = null;
      return listing;
    } catch (EcsException e) {
      EcsException told = e.during("the resource groups" + ofAccount() + " could not be read");
      failure =
          e.error().isForbidden() ? told.withAdvice("allow " + ResourceGroupsApi.PERMISSION) : told;
      failedAt = nanoClock.getAsLong();
      throw failure;
    }
  }

  private EcsException outOfTime() {
    return EcsException.outOfTime()
        .during("the resource groups" + ofAccount() + " have to be read again");
  }

  private String ofAccount() {
    return account == null ? "" : " of the account " + account;
  }
}
