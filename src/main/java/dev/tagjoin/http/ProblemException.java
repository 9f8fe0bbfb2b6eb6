package dev.tagjoin.http;

/** A request that is not taken, with what to answer. {@link ProblemMapper} makes it an answer. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;
  private final String pointer;

  /**
   * Makes the exception.
   *
   * @param status the HTTP status
   * @param title the kind of problem
   * @param detail what is wrong, where, and what to do
   * @param pointer the place in the body as a JSON pointer, or {@code null}
   */
  ProblemException(int status, String title, String detail, String pointer) {
    // it says what a caller did, so that its trace tells nothing
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.pointer = pointer;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The place in the body as a JSON pointer, or {@code null}. */
  String pointer() {
    return pointer;
  }
}
