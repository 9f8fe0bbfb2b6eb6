package dev.tagjoin.ecs;

import com.aliyuncs.CommonRequest;
import com.aliyuncs.http.MethodType;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/**
 * The credentials for other accounts: of the role that the configuration names for each, assumed
 * with {@code AssumeRole} of STS (version 2015-04-01). Safe for use by several threads.
 *
 * <p>Own calls rather than the SDK's {@code STSAssumeRoleSessionCredentialsProvider}: that brings
 * an HTTP client with timeouts of its own, knows no deadline, and tells no error code.
 */
final class AssumedRoles {
  static final String STS_VERSION = "2015-04-01";

  /** The shortest maximum that a role can have, and the most that a chained one gets. */
  static final int SESSION_SECONDS = 3_600;

  /** The name under which the audit log shows what was done. */
  static final String SESSION_NAME = "tagjoin";

  private record Role(String arn, CachedStsCredentials credentials) {}

  private final Map<String, Role> roles = new TreeMap<>();
  private final EcsEndpoint sts;
  private final SignedCalls calls;
  private final Retries retries;

  /**
   * @param roles the role's ARN by the account's id
   * @param sts where STS is reached
   */
  AssumedRoles(
      Map<String, String> roles, EcsEndpoint sts, SignedCalls calls, Retries retries, Clock clock) {
    roles.forEach(
        (account, arn) ->
            this.roles.put(
                account, new Role(arn, new CachedStsCredentials("assuming " + arn, clock))));
    this.sts = sts;
    this.calls = calls;
    this.retries = retries;
  }

  /**
   * The credentials to act in an account with.
   *
   * @param account the account's id, or {@code null} for the function's own
   * @param own the function's own credentials
   * @param region the region whose STS is asked
   * @param deadline by when they have to be there
   * @return those of the account's role, or {@code own} when the configuration names none
   * @throws EcsException when the role cannot be assumed
   */
  Credentials keys(String account, Credentials own, String region, Deadline deadline)
      throws EcsException {
    Role role = account == null ? null : roles.get(account);
    return role == null
        ? own
        : role.credentials.get(
            deadline,
            () ->
                retries.call(
                    deadline,
                    () ->
                        calls.send(
                            assume(role.arn, SESSION_NAME).buildRequest(),
                            sts,
                            region,
                            own,
                            deadline)));
  }

  /**
   * Gives up credentials that ECS says have run out.
   *
   * @return whether there are others to be had
   */
  boolean invalidate(String account, Credentials credentials) {
    Role role = account == null ? null : roles.get(account);
    if (role == null) {
      return false;
    }
    role.credentials.invalidate(credentials);
    return true;
  }

  /**
   * A call that assumes a role.
   *
   * @param session the name under which the audit log shows what is done
   */
  static CommonRequest assume(String arn, String session) {
    CommonRequest request = new CommonRequest();
    request.setSysProduct("Sts");
    request.setSysVersion(STS_VERSION);
    request.setSysAction("AssumeRole");
    request.setSysMethod(MethodType.POST);
    request.putQueryParameter("RoleArn", arn);
    request.putQueryParameter("RoleSessionName", session);
    request.putQueryParameter("DurationSeconds", Integer.toString(SESSION_SECONDS));
    return request;
  }
}
