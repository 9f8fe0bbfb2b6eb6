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

  private record Key(String role, Credentials by) {}

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

  public AssumedRoles(StsCalls sts, Clock clock) {
    this.sts = sts;
    this.clock = clock;
  }

  /**
   * The credentials of a role.
   *
   * @param role the role's ARN
   * @param own the function's own credentials
   * @param region the region whose STS is asked
   * @param deadline by when they have to be there
   * @throws EcsException when the role cannot be assumed
   */
  public Credentials get(String role, Credentials own, String region, Deadline deadline)
      throws EcsException {
    return session(role, own)
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
  public void invalidate(String role, Credentials own, Credentials expired) {
    session(role, own).invalidate(expired);
  }

  private CachedStsCredentials session(String role, Credentials own) {
    synchronized (sessions) {
      return sessions.computeIfAbsent(
          new Key(role, own), k -> new CachedStsCredentials(role, clock));
    }
  }
}
