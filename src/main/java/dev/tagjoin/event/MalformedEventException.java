package dev.tagjoin.event;

import dev.tagjoin.text.InvalidJsonException;

/**
 * A request that is not an event, not a batch of events or not JSON at all: sending it again cannot
 * help. The message says what is wrong; {@link #pointer} says where.
 */
public class MalformedEventException extends Exception {
  private final String pointer;
  private final int line;
  private final int column;

  MalformedEventException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
    this.line = 0;
    this.column = 0;
  }

  MalformedEventException(InvalidJsonException e) {
    super(e.getMessage(), e);
    this.pointer = e.pointer();
    this.line = e.line();
    this.column = e.column();
  }

  /**
   * The JSON pointer (RFC 6901) of the offending value, the empty text for the whole document, or
   * {@code null} when the body is not JSON.
   */
  public String pointer() {
    return pointer;
  }

  /** The line of the first error in broken JSON, from 1; 0 when not known or not broken. */
  public int line() {
    return line;
  }

  /** The column of the first error in broken JSON, from 1; 0 when not known or not broken. */
  public int column() {
    return column;
  }
}
