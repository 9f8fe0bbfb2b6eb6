package dev.tagjoin.text;

import com.fasterxml.jackson.core.JsonLocation;

/** Text that is not one JSON value within the limits of {@link JsonReader}. */
public final class InvalidJsonException extends Exception {
  private static final long serialVersionUID = 1;

  private final String pointer;
  private final int line;
  private final int column;

  InvalidJsonException(String message, String pointer, JsonLocation at) {
    super(message);
    this.pointer = pointer;
    this.line = at == null ? 0 : Math.max(0, at.getLineNr());
    this.column = at == null ? 0 : Math.max(0, at.getColumnNr());
  }

  /**
   * The JSON pointer (RFC 6901) of the offending member, or {@code null} when the text is not JSON.
   */
  public String pointer() {
    return pointer;
  }

  /** The line of the error, from 1; 0 when unknown. */
  public int line() {
    return line;
  }

  /** The column of the error, from 1; 0 when unknown. */
  public int column() {
    return column;
  }
}
