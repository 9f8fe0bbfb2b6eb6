package dev.tagjoin.rule;

/** A JSON value that is no resource, or no state of one. */
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
