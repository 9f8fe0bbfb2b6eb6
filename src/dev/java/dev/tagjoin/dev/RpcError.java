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
}
