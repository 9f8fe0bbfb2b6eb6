package dev.tagjoin.text;

/** Makes text from outside fit for an answer or a log line: one line, of bounded length. */
public final class PrintableText {
  private static final int MAX_VALUE = 200;
  private static final int MAX_SENTENCE = 600;

  private PrintableText() {}

  /**
   * A value, cut to 200 characters, with a question mark for each character that could break a line
   * or could not be written as UTF-8; {@code null} stays {@code null}.
   */
  public static String of(String value) {
    return value == null ? null : shown(value, MAX_VALUE);
  }

  /** A sentence that contains values: like {@link #of(String)}, but cut to 600 characters. */
  public static String sentence(String text) {
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
}
