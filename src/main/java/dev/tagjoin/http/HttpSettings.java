package dev.tagjoin.http;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the HTTP side. Immutable; {@link #toString()} shows no secret.
 *
 * @param auth how callers prove themselves
 * @param tokens the tokens to be shown with {@link Auth#TOKEN}, and besides the signature with
 *     {@link Auth#EVENTBRIDGE}; {@code null} for none
 * @param publicUrl the URL that is configured on the EventBridge target, to the letter; needed with
 *     {@link Auth#EVENTBRIDGE}, else {@code null}
 * @param dryRun whether every request only reports
 * @param retryRefused whether {@code refused} makes the caller retry
 * @param deadline the time for one request where neither the platform nor the configuration says
 *     another, or the configured one
 * @param deadlineConfigured whether the deadline was configured; the platform's limit holds all the
 *     same
 * @param onFunctionCompute whether the process runs on Function Compute, whose gateway sets the
 *     {@code x-fc-} headers and refuses callers who send their own
 * @param port the TCP port to listen on, or {@code null} for the default of the build
 */
public record HttpSettings(
    Auth auth,
    CallerTokens tokens,
    String publicUrl,
    boolean dryRun,
    boolean retryRefused,
    Duration deadline,
    boolean deadlineConfigured,
    boolean onFunctionCompute,
    Integer port) {
  /**
   * Checks what depends on another setting.
   *
   * @throws IllegalArgumentException when a setting is missing or out of range; the message names
   *     its variable
   */
  public HttpSettings {
    Objects.requireNonNull(auth, "auth");
    Objects.requireNonNull(deadline, "deadline");
    if (auth == Auth.TOKEN && tokens == null) {
      throw new IllegalArgumentException("TAGJOIN_AUTH is token, but TAGJOIN_TOKEN is not set");
    }
    if (auth == Auth.EVENTBRIDGE && publicUrl == null) {
      throw new IllegalArgumentException(
          "TAGJOIN_AUTH is eventbridge, but TAGJOIN_PUBLIC_URL is not set: set it to the URL that"
              + " is configured on the EventBridge target");
    }
    if (auth == Auth.EVENTBRIDGE && tokens == null) {
      throw new IllegalArgumentException(
          "TAGJOIN_AUTH is eventbridge, but TAGJOIN_TOKEN is not set: the signature does not tell"
              + " whose EventBridge sent an event, so set the same token here and on the target");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("TAGJOIN_DEADLINE: must be a time above 0");
    }
    if (port != null && (port < 1 || port > 65_535)) {
      throw new IllegalArgumentException(
          "TAGJOIN_PORT or FC_SERVER_PORT: must be a port from 1 to 65535, not " + port);
    }
  }

  /** How callers prove themselves. */
  public enum Auth {
    /** Nobody is let in. */
    DENY,
    /** A shared secret in a header. */
    TOKEN,
    /** EventBridge's signature and a shared secret. */
    EVENTBRIDGE,
    /** The trigger in front of the function authenticates. */
    PLATFORM,
    /** Everybody is let in. */
    NONE;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    /** The word in the setting and in the log. */
    @Override
    public String toString() {
      return word;
    }
  }

  @Override
  public String toString() {
    return "HttpSettings[auth=" + auth + "]";
  }
}
