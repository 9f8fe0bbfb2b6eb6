package dev.tagjoin.rule;

/**
 * An error or a warning about one place of a text that a person wrote. Immutable.
 *
 * @param source the file's name, or whatever else names the text
 * @param line from 1
 * @param column in code points, from 1
 * @param message what is wrong and what to do, in one line
 */
public record Diagnostic(String source, int line, int column, String message) {
  /** The form that editors and terminals turn into a link: {@code file:line:column: message}. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": " + message;
  }
}
