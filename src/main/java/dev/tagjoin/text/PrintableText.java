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
    String start = text.length() > max ? text.substring(0, max) : text;
    for (int i = 0; i < start.length(); i++) {
      if (!isPlain(start.charAt(i))) {
        start = cleaned(start);
        break;
      }
    }
    return text.length() > max ? start + "..." : start;
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isSupplementaryCodePoint(c) || isPlain((char) c) ? c : '?')
        .forEach(clean::appendCodePoint);
    return clean.toString();
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
