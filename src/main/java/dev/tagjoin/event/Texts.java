package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes what came from outside fit to be shown in an answer or a log line. */
final class Texts {
  private static final int MAX_VALUE = 200;
  private static final int MAX_SENTENCE = 600;

  private Texts() {}

  /**
   * A value, cut to 200 characters, with a question mark for each character that could break a line
   * or could not be written as UTF-8; {@code null} stays {@code null}.
   */
  static String shown(String value) {
    return value == null ? null : shown(value, MAX_VALUE);
  }

  /**
   * A sentence with values in it, treated like {@link #shown(String)} but cut to 600 characters.
   */
  static String sentence(String text) {
    return shown(text, MAX_SENTENCE);
  }

  private static String shown(String text, int max) {
    int end = Math.min(text.length(), max);
    for (int i = 0; i < end; i++) {
      if (!isPlain(text.charAt(i))) {
        return cleaned(text, end);
      }
    }
    return end == text.length() ? text : text.substring(0, end) + "...";
  }

  private static String cleaned(String text, int end) {
    StringBuilder clean = new StringBuilder(end + 3);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        clean.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append('?');
      }
    }
    return end == text.length() ? clean.toString() : clean.append("...").toString();
  }

  /** Neither half of a pair, nor a control or an invisible formatting character. */
  private static boolean isPlain(char c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  /** What kind of JSON value this is, with its article: {@code a number}. */
  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case MISSING -> "nothing";
    };
  }
}
