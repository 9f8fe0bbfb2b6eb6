package dev.tagjoin.ecs.auth;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The account that credentials belong to, asked with {@code GetCallerIdentity}, once for the latest
 * credentials. Safe for use by several threads; of several that need it, one asks.
 */
public final class CallerIdentity {
  private record Known(Credentials credentials, String account) {}

  private final StsCalls sts;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Known latest;

  public CallerIdentity(StsCalls sts) {
    this.sts = sts;
  }

  /** The account. */
  public String get(Credentials credentials, String region, Deadline deadline) throws EcsException {
    Known known = latest;
    if (known != null && known.credentials.equals(credentials)) {
      return known.account;
    }
    try {
      if (!lock.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
        throw EcsException.outOfTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    }
    try {
      known = latest;
      if (known == null || !known.credentials.equals(credentials)) {
        known = new Known(credentials, ask(credentials, region, deadline));
        latest = known;
      }
      return known.account;
    } finally {
      lock.unlock();
    }
  }

  private String ask(Credentials credentials, String region, Deadline deadline)
      throws EcsException {
    String account;
    try {
      account =
          sts.call("GetCallerIdentity", Map.of(), Map.of(), credentials, region, deadline)
              .path("AccountId")
              .asText("");
    } catch (EcsException e) {
      throw e.during(
          "asking STS for the function's own account, because TAGJOIN_ACCOUNTS does not name it");
    }
    if (account.isEmpty()) {
      throw new EcsException("SDK.InvalidServerResponse", "an identity without AccountId");
    }
    return account;
  }
}
