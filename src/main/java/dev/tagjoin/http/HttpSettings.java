package dev.tagjoin.http;

import java.time.Duration;
import java.util.Objects;

/**
 * What the HTTP side has to be told.
 *
 * @param auth how callers prove themselves
 * @param token the token to be shown with {@link Auth#TOKEN}, and besides the signature with {@link
 *     Auth#EVENTBRIDGE}; {@code null} for none
 * @param publicUrl the URL that is configured on the EventBridge target, to the letter; needed with
 *     {@link Auth#EVENTBRIDGE}, else {@code null}
 * @param retryRefused whether {@code refused} makes the caller retry
 * @param deadline the time for one request where neither the platform nor the configuration says
 *     another, or the configured one
 * @param deadlineConfigured whether the deadline was configured; the platform's limit holds all the
 *     same
 * @param trustsFunctionCompute whether the {@code x-fc-} headers come from the platform: only in a
 *     build for Function Compute, running there
 */
public record HttpSettings(
    Auth auth,
    String token,
    String publicUrl,
    boolean retryRefused,
    Duration deadline,
    boolean deadlineConfigured,
    boolean trustsFunctionCompute) {
  public HttpSettings {
    Objects.requireNonNull(auth, "auth");
    Objects.requireNonNull(deadline, "deadline");
    if (auth == Auth.TOKEN && (token == null || token.isBlank())) {
      throw new IllegalArgumentException("TAGJOIN_AUTH is token, but TAGJOIN_TOKEN is not set");
    }
    if (auth == Auth.EVENTBRIDGE && (publicUrl == null || publicUrl.isBlank())) {
      throw new IllegalArgumentException(
          "TAGJOIN_AUTH is eventbridge, but TAGJOIN_PUBLIC_URL is not set: the URL that is"
              + " configured on the EventBridge target expected");
    }
    if (token != null && token.isBlank()) {
      throw new IllegalArgumentException("TAGJOIN_TOKEN: a token expected, found a blank one");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("TAGJOIN_DEADLINE: a time above 0 expected");
    }
  }

  /** How callers prove themselves. */
  public enum Auth {
    /** Nobody is let in. */
    DENY,
    /** A shared secret in a header. */
    TOKEN,
    /** EventBridge's signature. */
    EVENTBRIDGE,
    /** The trigger in front of the function authenticates. */
    PLATFORM,
    /** Everybody is let in. */
    NONE
  }

  @Override
  public String toString() {
    return "HttpSettings[auth=" + auth + "]";
  }
}
