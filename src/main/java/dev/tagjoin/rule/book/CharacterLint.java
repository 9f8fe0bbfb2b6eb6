package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

/**
 * Warns of characters that editors, web pages and chat programs leave in a text: invisible ones,
 * curly quotes, and blanks at either end. Not safe for use by several threads.
 *
 * <p>Characters that are written as escapes are meant, so they are not reported.
 */
final class CharacterLint {
  private static final String CURLY_QUOTES = "\u201c\u201d\u201e\u2018\u2019\u201a";

  private final String document;
  private final Diagnostics diagnostics;

  /** The document's code points; made when first needed. */
  private int[] codePoints;

  CharacterLint(String document, Diagnostics diagnostics) {
    this.document = document;
    this.diagnostics = diagnostics;
  }

  /**
   * Looks at one scalar.
   *
   * @param start where it starts in the document, in code points
   * @param end where it ends
   */
  void check(Yaml.Scalar scalar, int start, int end) {
    String text = scalar.text();
    if (text.isEmpty()) {
      return;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    if (isBlank(first) || isBlank(last)) {
      diagnostics.warning(
          scalar,
          "a blank at the %s of %s is part of the text; remove it",
          isBlank(last) ? "end" : "start",
          quote(text));
    }
    for (int i = 0; i < text.length(); i++) {
      if (isInvisible(text.charAt(i))) {
        invisible(scalar, start, end);
        break;
      }
    }
    if (scalar.plain() && (isCurlyQuote(first) || isCurlyQuote(last))) {
      diagnostics.warning(
          scalar, "the curly quotes of %s are part of the text; use \" or '", quote(text));
    }
  }

  /** Reports the invisible characters of a scalar where they stand in the document. */
  private void invisible(Yaml.Scalar scalar, int start, int end) {
    if (codePoints == null) {
      codePoints = document.codePoints().toArray();
    }
    int line = scalar.line();
    int column = scalar.column();
    for (int i = start; i < Math.min(end, codePoints.length); i++, column++) {
      if (codePoints[i] == '\n') {
        line++;
        column = 0;
      } else if (isInvisible((char) codePoints[i]) && codePoints[i] <= Character.MAX_VALUE) {
        diagnostics.warning(
            new Yaml.Scalar(scalar.text(), true, line, column),
            "invisible character U+%04X in %s; remove it or use a space",
            codePoints[i],
            quote(scalar.text()));
      }
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isCurlyQuote(char c) {
    return c > 0x7f && CURLY_QUOTES.indexOf(c) >= 0;
  }

  /** No-break and other special spaces, zero-width characters, marks of direction, soft hyphens. */
  private static boolean isInvisible(char c) {
    if (c < 0x80) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.SPACE_SEPARATOR || type == Character.FORMAT;
  }
}
