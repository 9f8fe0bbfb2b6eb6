package dev.tagjoin.ecs.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Temporary credentials of STS: requested at first use and kept until shortly before they expire.
 * Safe for use by several threads; of several that need them, one asks.
 */
final class CachedStsCredentials {
  /** Credentials are renewed this long before they expire. */
  static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);

  private final String role;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by the lock
  private Credentials credentials;
  private Instant expiry;

  /** Asks STS. */
  interface Issuer {
    /** Gives the answer, with a member {@code Credentials}. */
    JsonNode ask() throws EcsException;
  }

  /**
   * @param role the ARN, for messages
   */
  CachedStsCredentials(String role, Clock clock) {
    this.role = role;
    this.clock = clock;
  }

  /**
   * The credentials.
   *
   * @param issuer is asked when there are none that last
   */
  Credentials get(Deadline deadline, Issuer issuer) throws EcsException {
    try {
      if (!lock.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
        throw EcsException.outOfTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EcsException.outOfTime();
    }
    try {
      if (credentials == null || !clock.instant().isBefore(expiry.minus(RENEWED_BEFORE))) {
        renew(issuer);
      }
      return credentials;
    } catch (EcsException e) {
      throw e.during("assuming " + role);
    } finally {
      lock.unlock();
    }
  }

  /** Drops credentials that have expired; others than the present ones stay. */
  void invalidate(Credentials expired) {
    lock.lock();
    try {
      if (expired.isSameKeyAs(credentials)) {
        credentials = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void renew(Issuer issuer) throws EcsException {
    JsonNode answer = issuer.ask().path("Credentials");
    try {
      Instant newExpiry = Instant.parse(answer.path("Expiration").asText(""));
      credentials =
          new Credentials(
              text(answer, "AccessKeyId"),
              text(answer, "AccessKeySecret"),
              text(answer, "SecurityToken"));
      expiry = newExpiry;
    } catch (DateTimeParseException e) {
      throw new EcsException("SDK.InvalidServerResponse", "an answer without a valid Expiration");
    }
  }

  private static String text(JsonNode answer, String name) throws EcsException {
    String text = answer.path(name).asText("");
    if (text.isEmpty()) {
      throw new EcsException("SDK.InvalidServerResponse", "an answer without " + name);
    }
    return text;
  }
}
