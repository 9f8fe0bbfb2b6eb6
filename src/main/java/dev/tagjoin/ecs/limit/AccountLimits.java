package dev.tagjoin.ecs.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits of calls to ECS: the rate of each account, and the calls at once in each region of an
 * account; {@code null} is one that is not known. Shared by events, sweeps and the doctor. Safe for
 * use by several threads.
 */
public final class AccountLimits {
  /** The largest number of calls at once to one account in one region. */
  public static final int MAX_CALLS_AT_ONCE = 32;

  private final double maxDescribesPerSecond;
  private final double maxJoinsPerSecond;
  private final Map<String, RateLimit> describes = new ConcurrentHashMap<>();
  private final Map<String, RateLimit> joins = new ConcurrentHashMap<>();
  private final Map<String, ConcurrencyLimit> atOnce = new ConcurrentHashMap<>();

  /**
   * The largest rates of a sweep's describe and {@code JoinResourceGroup} calls.
   *
   * @throws IllegalArgumentException when a rate is not above 0 and at most 10,000
   */
  public AccountLimits(double maxDescribesPerSecond, double maxJoinsPerSecond) {
    this.maxDescribesPerSecond = RateLimit.checked(maxDescribesPerSecond);
    this.maxJoinsPerSecond = RateLimit.checked(maxJoinsPerSecond);
  }

  /** The rate of an account's describe calls. */
  public RateLimit describes(String account) {
    return describes.computeIfAbsent(key(account), a -> new RateLimit(maxDescribesPerSecond));
  }

  /** The rate of an account's {@code JoinResourceGroup} calls. */
  public RateLimit joins(String account) {
    return joins.computeIfAbsent(key(account), a -> new RateLimit(maxJoinsPerSecond));
  }

  /** The calls at once to an account in a region. */
  public ConcurrencyLimit atOnce(String account, String region) {
    return atOnce.computeIfAbsent(
        key(account) + ' ' + region, k -> new ConcurrencyLimit(MAX_CALLS_AT_ONCE));
  }

  /** The longest remaining back-off that ECS asked for, in milliseconds; zero if none. */
  public long quietMillis() {
    long longest = 0;
    for (ConcurrencyLimit limit : atOnce.values()) {
      longest = Math.max(longest, limit.quietMillis());
    }
    return longest;
  }

  /** Forgets the lower rates and back-offs that throttling led to. */
  public void reset() {
    describes.clear();
    joins.clear();
    atOnce.clear();
  }

  private static String key(String account) {
    return account == null ? "" : account;
  }
}
