package dev.tagjoin.ecs;

/** A call that ECS did not carry out, already classified: what a caller can do about it. */
public final class EcsException extends Exception {
  private static final long serialVersionUID = 1;

  private final EcsError error;
  private final String code;
  private final String requestId;
  private final long waitMillis;

  EcsException(EcsError error, String code, String message, String requestId) {
    this(error, code, message, requestId, 0);
  }

  /**
   * @param waitMillis how long the answer asks to wait before the next call, 0 when it does not
   */
  EcsException(EcsError error, String code, String message, String requestId, long waitMillis) {
    super(message);
    this.error = error;
    this.code = code;
    this.requestId = requestId;
    this.waitMillis = waitMillis;
  }

  static EcsException outOfTime() {
    return new EcsException(
        EcsError.RETRY, "DeadlineExceeded", "time ran out before this resource was handled", null);
  }

  /** What to do about it. */
  public EcsError error() {
    return error;
  }

  /** The vendor's error code, or one of the SDK's ({@code SDK.ServerUnreachable}). */
  public String code() {
    return code;
  }

  /** The id that ECS gave the request, or {@code null} when no answer came. */
  public String requestId() {
    return requestId;
  }

  long waitMillis() {
    return waitMillis;
  }

  /** Whether there were too many calls, whoever made them. */
  boolean isThrottling() {
    return EcsError.isThrottling(code);
  }

  /** Whether the temporary credential ran out with which the call was signed. */
  boolean isExpiredToken() {
    return EcsError.isExpiredToken(code);
  }
}
