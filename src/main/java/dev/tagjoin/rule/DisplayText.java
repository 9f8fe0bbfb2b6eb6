package dev.tagjoin.rule;

import java.util.Collection;
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
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (isVisible(c)) {
                out.appendCodePoint(c);
              } else if (c == '\n') {
                out.append("\\n");
              } else if (c == '\t') {
                out.append("\\t");
              } else if (c == '\r') {
                out.append("\\r");
              } else {
                for (char unit : Character.toChars(c)) {
                  out.append("\\u");
                  out.append(Character.forDigit(unit >> 12, 16));
                  out.append(Character.forDigit((unit >> 8) & 15, 16));
                  out.append(Character.forDigit((unit >> 4) & 15, 16));
                  out.append(Character.forDigit(unit & 15, 16));
                }
              }
            });
    return out.append('"').toString();
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
