package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.DirectoryAccount;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The usable accounts of the resource directory, shared by all requests of this instance. Nothing
 * is read before somebody asks. Safe for use by several threads; one reads at a time, and those
 * that wait use what it found.
 */
final class OrganisationAccounts {
  /** How long a listing answers for the accounts that are in it. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  /** The time between two listings that an unknown account brought about. */
  static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

  /** How long a failed listing is not tried again. */
  static final Duration FAILURE_AGE = Duration.ofSeconds(10);

  private record Listing(Set<String> ids, long readAt) {}

  private final ResourceDirectoryApi api;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Listing latest;

  /** The latest failure and when it came; guarded by the lock. */
  private EcsException failure;

  private long failedAt;

  OrganisationAccounts(ResourceDirectoryApi api, LongSupplier nanoClock) {
    this.api = api;
    this.nanoClock = nanoClock;
  }

  /**
   * The ids of the usable accounts, in order.
   *
   * @param region the region whose STS is asked for credentials
   * @throws EcsException when they could not be read
   */
  Set<String> ids(RequestContext context, String region) throws EcsException {
    return listing(context, region, MAX_AGE).ids;
  }

  /** Whether an account is usable; reads again for an unknown one, at most once in a minute. */
  boolean contains(String account, RequestContext context, String region) throws EcsException {
    return ids(context, region).contains(account)
        || listing(context, region, MIN_INTERVAL).ids.contains(account);
  }

  private Listing listing(RequestContext context, String region, Duration maxAge)
      throws EcsException {
    Listing known = latest;
    if (isYounger(known, maxAge)) {
      return known;
    }
    try {
      if (!lock.tryLock(context.deadline().leftMillis(), TimeUnit.MILLISECONDS)) {
        throw EcsException.outOfTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    }
    try {
      if (isYounger(latest, maxAge)) {
        return latest;
      }
      if (failure != null && nanoClock.getAsLong() - failedAt < FAILURE_AGE.toNanos()) {
        throw failure;
      }
      return read(context, region);
    } finally {
      lock.unlock();
    }
  }

  private boolean isYounger(Listing listing, Duration age) {
    return listing != null && nanoClock.getAsLong() - listing.readAt < age.toNanos();
  }

  private Listing read(RequestContext context, String region) throws EcsException {
    long readAt = nanoClock.getAsLong();
    try {
      Set<String> ids = new TreeSet<>();
      for (DirectoryAccount account : api.accounts(context, region)) {
        if (account.isUsable()) {
          ids.add(account.id());
        }
      }
      failure = null;
      latest = new Listing(ids, readAt);
      return latest;
    } catch (EcsException e) {
      EcsException told = e.during("the accounts of the resource directory could not be read");
      if (e.error().isForbidden()) {
        told =
            told.withAdvice(
                "allow "
                    + ResourceDirectoryApi.PERMISSION
                    + ", in the management account or a delegated administrator");
      }
      // what ran out of time here may succeed in a request with more of it
      failure = e.error().isDeadline() ? null : told;
      failedAt = nanoClock.getAsLong();
      throw told;
    }
  }
}
