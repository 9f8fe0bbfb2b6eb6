package dev.tagjoin.dev;

/** An error answer on its way from where it was decided to the connection. */
final class RpcError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param status the HTTP status
   * @param code the vendor's error code
   * @param message the vendor's message
   */
  RpcError(int status, String code, String message) {
    // Part of normal work: the stack would only cost time.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** A parameter has a value that the call does not take. */
  static RpcError invalid(String parameter, String expected) {
    return new RpcError(
        400,
        "InvalidParameter",
        "The specified parameter \"" + parameter + "\" is not valid: " + expected + ".");
  }

  /** A parameter that must be there is not. */
  static RpcError missing(int status, String parameter) {
    return new RpcError(
        status,
        "MissingParameter",
        "The input parameter \""
            + parameter
            + "\" that is mandatory for processing this request is not supplied.");
  }

  /** The error with which a fault of a kind answers; {@code null} if it answers in another way. */
  static RpcError of(FaultInjector.Kind kind) {
    if (kind == null) {
      return null;
    }
    return switch (kind) {
      case THROTTLED, RATE_EXCEEDED ->
          new RpcError(400, "Throttling.User", "Request was denied due to user flow control.");
      case INTERNAL_ERROR ->
          new RpcError(
              500,
              "InternalError",
              "The request processing has failed due to some unknown error, exception or"
                  + " failure.");
      case UNAVAILABLE ->
          new RpcError(
              503,
              "ServiceUnavailable",
              "The request has failed due to a temporary failure of the server.");
      case DROPPED, ANSWER_LOST, HUNG, HTML, FORCED -> null;
    };
  }
}
