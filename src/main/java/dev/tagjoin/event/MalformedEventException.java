package dev.tagjoin.event;

import dev.tagjoin.text.InvalidJsonException;

/**
 * A request that is not an event, not a batch of events or not JSON at all: sending it again cannot
 * help. The message says what is wrong; {@link #pointer} says where.
 */
public class MalformedEventException extends Exception {
  private final String pointer;

  MalformedEventException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  MalformedEventException(InvalidJsonException e) {
    super(e.getMessage(), e);
    this.pointer = e.pointer();
  }

  /**
   * The JSON pointer (RFC 6901) of the offending value, the empty text for the whole document, or
   * {@code null} when the body is not JSON.
   */
  public String pointer() {
    return pointer;
  }
}
