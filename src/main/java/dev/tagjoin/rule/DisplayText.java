package dev.tagjoin.rule;

import java.util.Collection;
import java.util.HexFormat;
import java.util.StringJoiner;

/** Shows texts from people and the outside world in messages and explanations. Stateless. */
public final class DisplayText {
  private static final int MAX_LISTED = 12;

  private DisplayText() {}

  /**
   * A text as it is when that cannot be misread, else between quotes. Control characters are
   * escaped, so that no value can forge a line of a log.
   */
  public static String show(String text) {
    return isPlain(text) ? text : quote(text);
  }

  /** A text between double quotes, escaped as JSON and YAML both read it. */
  public static String quote(String text) {
    if (isVisible(text) && text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
      return '"' + text + '"';
    }
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> quote(c, out));
    return out.append('"').toString();
  }

  private static void quote(int c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').appendCodePoint(c);
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        if (isVisible(c)) {
          out.appendCodePoint(c);
        } else {
          for (char unit : Character.toChars(c)) {
            out.append("\\u").append(HexFormat.of().toHexDigits(unit));
          }
        }
      }
    }
  }

  /** Texts between commas, the first {@value #MAX_LISTED} of them. */
  public static String list(Collection<String> texts) {
    StringJoiner joined = new StringJoiner(", ");
    int shown = 0;
    for (String text : texts) {
      if (shown++ == MAX_LISTED) {
        return joined + " and " + (texts.size() - MAX_LISTED) + " more";
      }
      joined.add(show(text));
    }
    return joined.toString();
  }

  /** Whether a text is whole: without half a surrogate pair, which no document can carry. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.charAt(0) != ' '
        && text.charAt(text.length() - 1) != ' '
        && isVisible(text)
        && text.indexOf(',') < 0
        && text.indexOf('"') < 0;
  }

  /** Whether a text holds visible characters only. A loop, since a book has many names. */
  public static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isVisible(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  /** Letters, marks, numbers, signs and the ASCII space; no controls, no other white space. */
  private static boolean isVisible(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
