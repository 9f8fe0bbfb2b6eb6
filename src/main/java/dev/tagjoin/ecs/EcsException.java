package dev.tagjoin.ecs;

/** A call that ECS did not carry out, already classified: what a caller can do about it. */
public final class EcsException extends Exception {
  private static final long serialVersionUID = 1;

  private final EcsError error;
  private final String code;
  private final String requestId;

  EcsException(EcsError error, String code, String message, String requestId) {
    super(message);
    this.error = error;
    this.code = code;
    this.requestId = requestId;
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
}
