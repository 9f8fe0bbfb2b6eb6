package dev.tagjoin.ecs.auth;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of the roles in other accounts, got with {@code AssumeRole}. A session is kept for
 * the credentials that got it, so that no caller acts with another caller's session. Safe for use
 * by several threads.
 *
 * <p>Own calls rather than the SDK's {@code STSAssumeRoleSessionCredentialsProvider}, which knows
 * no deadline, tells no error code, and cannot be pointed to another endpoint.
 */
public final class AssumedRoles {
  /** The credentials of a request change every hour or so; sessions of old ones are dropped. */
  static final int MAX_SESSIONS = 1_000;

  private record Key(String account, Credentials by) {}

  private final Map<String, String> roles;
  private final StsCalls sts;
  private final Clock clock;

  /** Guarded by itself. */
  private final Map<Key, CachedStsCredentials> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CachedStsCredentials> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  /**
   * @param roles the role's ARN by the account's id
   */
  public AssumedRoles(Map<String, String> roles, StsCalls sts, Clock clock) {
    this.roles = Map.copyOf(roles);
    this.sts = sts;
    this.clock = clock;
  }

  /**
   * The credentials to act in an account with.
   *
   * @param account the account's id, or {@code null} for the function's own
   * @return those of the account's role, or {@code own} when the configuration names no role
   */
  public Credentials get(String account, Credentials own, String region, Deadline deadline)
      throws EcsException {
    String role = account == null ? null : roles.get(account);
    return role == null
        ? own
        : session(account, own)
            .get(
                deadline,
                () ->
                    sts.call(
                        "AssumeRole",
                        Map.of(
                            "RoleArn", role,
                            "RoleSessionName", StsCalls.SESSION_NAME,
                            "DurationSeconds", StsCalls.SESSION_SECONDS),
                        Map.of(),
                        own,
                        region,
                        deadline));
  }

  /** Drops a session that has expired, so that the next call gets another one. */
  public void invalidate(String account, Credentials own, Credentials expired) {
    session(account, own).invalidate(expired);
  }

  private CachedStsCredentials session(String account, Credentials own) {
    synchronized (sessions) {
      return sessions.computeIfAbsent(
          new Key(account, own), k -> new CachedStsCredentials(roles.get(account), clock));
    }
  }
}
