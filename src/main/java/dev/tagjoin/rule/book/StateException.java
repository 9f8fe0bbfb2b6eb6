package dev.tagjoin.rule.book;

/** A JSON value that is not a resource or the state of one. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  StateException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  /** Where in the value, as a JSON pointer (RFC 6901); empty for the value itself. */
  public String pointer() {
    return pointer;
  }
}
