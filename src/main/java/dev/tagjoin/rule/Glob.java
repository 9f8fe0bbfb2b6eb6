package dev.tagjoin.rule;

/**
 * A pattern over a whole text, in which {@code *} stands for any number of characters and {@code ?}
 * for one. Immutable.
 *
 * <p>Characters are code points; case counts; nothing escapes the two wildcards.
 *
 * @param pattern at most {@value #MAX_LENGTH} characters
 */
public record Glob(String pattern) {
  /** The longest pattern, in characters. A tag's value has at most 128. */
  public static final int MAX_LENGTH = 512;

  /** Whether a text has a wildcard; without one it fits itself alone. */
  public static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Whether the whole text fits the pattern. */
  public boolean matches(String text) {
    return fits(text, false);
  }

  /**
   * Whether everything that fits {@code other} surely fits this pattern too. {@code false} says
   * only that it was not shown.
   */
  public boolean covers(Glob other) {
    return fits(other.pattern, true);
  }

  /**
   * Whether a text fits, or all texts that a pattern stands for.
   *
   * @param isPattern whether the text is a pattern, whose stars only a star can take
   */
  private boolean fits(String text, boolean isPattern) {
    int i = 0;
    int j = 0;
    int star = -1;
    int retry = 0;
    while (j < text.length()) {
      int symbol = i < pattern.length() ? pattern.charAt(i) : -1;
      char c = text.charAt(j);
      if (symbol == '*') {
        star = i++;
        retry = j;
      } else if (symbol == '?' && !(isPattern && c == '*')) {
        i++;
        j = text.offsetByCodePoints(j, 1);
      } else if (symbol == c) {
        i++;
        j++;
      } else if (star >= 0) {
        // The last star takes one more; what stands before it already fits as early as it can.
        i = star + 1;
        retry = text.offsetByCodePoints(retry, 1);
        j = retry;
      } else {
        return false;
      }
    }
    while (i < pattern.length() && pattern.charAt(i) == '*') {
      i++;
    }
    return i == pattern.length();
  }

  /** The pattern. */
  @Override
  public String toString() {
    return pattern;
  }
}
