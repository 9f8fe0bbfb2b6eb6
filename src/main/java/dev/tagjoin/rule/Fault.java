package dev.tagjoin.rule;

/**
 * One thing that is wrong, or doubtful, in a text that a person wrote.
 *
 * @param source the file's name, or whatever else names the text
 * @param line from 1
 * @param column in code points, from 1
 * @param text the offending text as written; empty when something is missing
 * @param message what is wrong and what was expected, in one line
 */
public record Fault(String source, int line, int column, String text, String message) {
  /** The form that editors and terminals turn into a link: {@code file:line:column: message}. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": " + message;
  }
}
