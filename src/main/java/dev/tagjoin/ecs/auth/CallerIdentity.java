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

  /** The account if it was asked for, else {@code null}; makes no call. */
  public String known(Credentials credentials) {
    Known known = latest;
    return known != null && known.credentials.equals(credentials) ? known.account : null;
  }

  /**
   * The account.
   *
   * @param region the region whose STS is asked
   * @param deadline by when the answer has to be there
   * @throws EcsException when STS refuses or cannot be reached
   */
  public String get(Credentials credentials, String region, Deadline deadline) throws EcsException {
    String account = known(credentials);
    if (account != null) {
      return account;
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
      account = known(credentials);
      if (account == null) {
        account = ask(credentials, region, deadline);
        latest = new Known(credentials, account);
      }
      return account;
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
