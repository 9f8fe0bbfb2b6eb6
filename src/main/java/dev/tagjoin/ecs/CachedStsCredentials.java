package dev.tagjoin.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Credentials that STS gave for a while: asked for when first needed and kept until shortly before
 * they run out. Safe for use by several threads; of several that need them, one asks.
 */
final class CachedStsCredentials {
  /** Credentials are renewed this long before they run out. */
  static final Duration EARLY = Duration.ofMinutes(5);

  private final String what;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as is its end. */
  private Credentials credentials;

  private Instant end;

  /** Asks STS. */
  interface Issuer {
    /**
     * Gives the answer, whose member {@code Credentials} is read.
     *
     * @throws EcsException when STS refuses or cannot be reached
     */
    JsonNode ask() throws EcsException;
  }

  /**
   * @param what is done, for messages: {@code assuming acs:ram::...}
   * @param clock tells when they have run out
   */
  CachedStsCredentials(String what, Clock clock) {
    this.what = what;
    this.clock = clock;
  }

  /**
   * The credentials.
   *
   * @param deadline by when they have to be there
   * @param issuer is asked when there are none that last
   * @throws EcsException when there are none to be had
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
      if (credentials == null || !clock.instant().isBefore(end.minus(EARLY))) {
        renew(issuer);
      }
      return credentials;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up credentials that ECS says have run out; others than the present ones stay. */
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
    try {
      JsonNode answer = issuer.ask().path("Credentials");
      Instant newEnd = Instant.parse(answer.path("Expiration").asText(""));
      credentials =
          new Credentials(
              text(answer, "AccessKeyId"),
              text(answer, "AccessKeySecret"),
              text(answer, "SecurityToken"));
      end = newEnd;
    } catch (EcsException e) {
      throw e.during(what);
    } catch (DateTimeParseException e) {
      throw new EcsException(
          "SDK.InvalidServerResponse", what + ": an answer without a time at which it ends");
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
