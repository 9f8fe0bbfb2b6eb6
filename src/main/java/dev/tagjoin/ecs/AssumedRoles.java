package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.http.MethodType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.call.Deadline;
import dev.tagjoin.call.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The credentials for other accounts: of the role that the configuration names for each, assumed
 * with {@code AssumeRole} of STS (version 2015-04-01) when first needed and kept until shortly
 * before they run out. Safe for use by several threads; of several that need the same role, one
 * asks.
 *
 * <p>Own calls rather than the SDK's {@code STSAssumeRoleSessionCredentialsProvider}: that brings
 * an HTTP client with timeouts of its own, knows no deadline, and tells no error code.
 */
final class AssumedRoles {
  /** Credentials are renewed this long before they run out. */
  static final Duration EARLY = Duration.ofMinutes(5);

  private static final String VERSION = "2015-04-01";

  /** The shortest maximum that a role can have, and the most that a chained one gets. */
  private static final int SESSION_SECONDS = 3_600;

  /** The name under which the member account's audit log shows what was done. */
  private static final String SESSION_NAME = "tagjoin";

  private final Map<String, Role> roles = new TreeMap<>();
  private final EcsEndpoint sts;
  private final SignedCalls calls;
  private final Retries retries;
  private final Clock clock;

  private static final class Role {
    private final String arn;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, as is its end. */
    private Keys keys;

    private Instant end;

    Role(String arn) {
      this.arn = arn;
    }
  }

  /**
   * @param roles the role's ARN by the account's id
   * @param sts where STS is reached
   */
  AssumedRoles(
      Map<String, String> roles, EcsEndpoint sts, SignedCalls calls, Retries retries, Clock clock) {
    roles.forEach((account, arn) -> this.roles.put(account, new Role(arn)));
    this.sts = sts;
    this.calls = calls;
    this.retries = retries;
    this.clock = clock;
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
  Keys keys(String account, Keys own, String region, Deadline deadline) throws EcsException {
    Role role = account == null ? null : roles.get(account);
    if (role == null) {
      return own;
    }
    try {
      if (!role.lock.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
        throw EcsException.outOfTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    }
    try {
      if (role.keys == null || !clock.instant().isBefore(role.end.minus(EARLY))) {
        assume(role, own, region, deadline);
      }
      return role.keys;
    } finally {
      role.lock.unlock();
    }
  }

  /**
   * Gives up credentials that ECS says have run out.
   *
   * @return whether there are others to be had
   */
  boolean forget(String account, Keys keys) {
    Role role = account == null ? null : roles.get(account);
    if (role == null) {
      return false;
    }
    role.lock.lock();
    try {
      if (keys.sameKeyAs(role.keys)) {
        role.keys = null;
      }
      return true;
    } finally {
      role.lock.unlock();
    }
  }

  private void assume(Role role, Keys own, String region, Deadline deadline) throws EcsException {
    try {
      JsonNode answer =
          retries.call(deadline, () -> calls.send(request(role.arn), sts, region, own, deadline));
      JsonNode credentials = answer.path("Credentials");
      Instant end = Instant.parse(credentials.path("Expiration").asText(""));
      role.keys =
          new Keys(
              text(credentials, "AccessKeyId"),
              text(credentials, "AccessKeySecret"),
              text(credentials, "SecurityToken"));
      role.end = end;
    } catch (EcsException e) {
      throw new EcsException(
          e.error(), e.code(), "assuming " + role.arn + ": " + e.getMessage(), e.requestId());
    } catch (DateTimeParseException e) {
      throw new EcsException(
          EcsError.RETRY,
          "SDK.InvalidServerResponse",
          "assuming " + role.arn + ": an answer without a time at which it ends",
          null);
    }
  }

  private static String text(JsonNode credentials, String name) throws EcsException {
    String text = credentials.path(name).asText("");
    if (text.isEmpty()) {
      throw new EcsException(
          EcsError.RETRY, "SDK.InvalidServerResponse", "an answer without " + name, null);
    }
    return text;
  }

  private static AcsRequest<?> request(String arn) {
    CommonRequest request = new CommonRequest();
    request.setSysProduct("Sts");
    request.setSysVersion(VERSION);
    request.setSysAction("AssumeRole");
    request.setSysMethod(MethodType.POST);
    request.putQueryParameter("RoleArn", arn);
    request.putQueryParameter("RoleSessionName", SESSION_NAME);
    request.putQueryParameter("DurationSeconds", Integer.toString(SESSION_SECONDS));
    return request.buildRequest();
  }
}
