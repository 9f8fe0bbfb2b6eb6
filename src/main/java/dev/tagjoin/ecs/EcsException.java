package dev.tagjoin.ecs;

import java.util.Locale;

/** A call that ECS, STS or Resource Manager did not carry out, already classified. Immutable. */
public final class EcsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient ErrorCode error;
  private final String requestId;
  private final long waitMillis;

  /**
   * An error that the function found itself.
   *
   * @param code one of the codes of {@link ErrorCode}
   */
  public EcsException(String code, String message) {
    this(ErrorCode.of(code), message, null, 0);
  }

  /**
   * An error that a service answered.
   *
   * @param requestId the id that the service gave the request, or {@code null} when no answer came
   * @param waitMillis how long the answer asks to wait before the next call, 0 when it does not
   */
  public EcsException(ErrorCode error, String message, String requestId, long waitMillis) {
    super(message);
    this.error = error;
    this.requestId = requestId;
    this.waitMillis = waitMillis;
  }

  /** The deadline passed before the call was made. */
  public static EcsException outOfTime() {
    return new EcsException(
        ErrorCode.DEADLINE_EXCEEDED, "time ran out before this resource was handled");
  }

  /** The same error with a message that begins with what was being done. */
  public EcsException during(String what) {
    return new EcsException(error, what + ": " + getMessage(), requestId, waitMillis);
  }

  /** The same error with what to do about it at the end of its message. */
  public EcsException withAdvice(String advice) {
    return new EcsException(error, getMessage() + "; " + advice, requestId, waitMillis);
  }

  /** What is known about the error. */
  public ErrorCode error() {
    return error;
  }

  /** What can be done about the error. */
  public ErrorCode.Kind kind() {
    return error.kind();
  }

  /** The vendor's error code, or one of the SDK's ({@code SDK.ServerUnreachable}). */
  public String code() {
    return error.code();
  }

  /** The id that the service gave the request, or {@code null} when no answer came. */
  public String requestId() {
    return requestId;
  }

  /** How long the answer asks to wait before the next call, in milliseconds; 0 for no wait. */
  public long waitMillis() {
    return waitMillis;
  }

  /** Whether the service no longer knows the token of a page, so that the listing starts anew. */
  public boolean isAboutPageToken() {
    return kind() == ErrorCode.Kind.REFUSED
        && !error.isAboutCredentials()
        && (code() + " " + getMessage()).toLowerCase(Locale.ROOT).contains("token");
  }
}
