package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern over a whole text, in which {@code *} stands for any number of characters and {@code ?}
 * for one. Immutable.
 *
 * <p>Characters are code points; case counts; nothing escapes the two wildcards. The pieces between
 * the stars are searched from left to right and never looked for again, so that a match takes one
 * pass over the text.
 */
public final class Glob {
  /** The longest pattern, in characters. A tag's value has at most 128. */
  public static final int MAX_LENGTH = 512;

  private final String pattern;
  private final String[] pieces;

  /**
   * @param pattern at most {@value #MAX_LENGTH} characters
   */
  public Glob(String pattern) {
    this.pattern = pattern;
    List<String> found = new ArrayList<>(2);
    int start = 0;
    for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', start)) {
      // Between two stars nothing has to be found, but the ends count even when they are empty.
      if (star > start || start == 0) {
        found.add(pattern.substring(start, star));
      }
      start = star + 1;
    }
    found.add(pattern.substring(start));
    this.pieces = found.toArray(String[]::new);
  }

  /** Whether a text has a wildcard; without one it fits itself alone. */
  public static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** The pattern as written. */
  public String pattern() {
    return pattern;
  }

  /** Whether the whole text fits the pattern. */
  public boolean matches(String text) {
    int from = end(pieces[0], text, 0);
    if (pieces.length == 1) {
      return from == text.length();
    }
    int to = from < 0 ? -1 : start(pieces[pieces.length - 1], text);
    if (to < from || to < 0) {
      return false;
    }
    for (int i = 1; i < pieces.length - 1; i++) {
      from = find(pieces[i], text, from, to);
      if (from < 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the piece ends that starts at {@code at}, or -1 when it does not stand there. */
  private static int end(String piece, String text, int at) {
    if (piece.indexOf('?') < 0) {
      return text.startsWith(piece, at) ? at + piece.length() : -1;
    }
    int place = at;
    for (int i = 0; i < piece.length(); i++) {
      if (place == text.length()) {
        return -1;
      }
      if (piece.charAt(i) == '?') {
        place = text.offsetByCodePoints(place, 1);
      } else if (piece.charAt(i) == text.charAt(place)) {
        place++;
      } else {
        return -1;
      }
    }
    return place;
  }

  /** Where the piece starts that ends with the text, or -1 when the text does not end so. */
  private static int start(String piece, String text) {
    if (piece.indexOf('?') < 0) {
      return text.endsWith(piece) ? text.length() - piece.length() : -1;
    }
    int place = text.length();
    for (int i = piece.length() - 1; i >= 0; i--) {
      if (place == 0) {
        return -1;
      }
      if (piece.charAt(i) == '?') {
        place = text.offsetByCodePoints(place, -1);
      } else if (piece.charAt(i) == text.charAt(place - 1)) {
        place--;
      } else {
        return -1;
      }
    }
    return place;
  }

  /** Where the leftmost such piece within {@code from} and {@code to} ends, or -1. */
  private static int find(String piece, String text, int from, int to) {
    if (piece.indexOf('?') < 0) {
      int at = text.indexOf(piece, from);
      return at < 0 || at + piece.length() > to ? -1 : at + piece.length();
    }
    for (int at = from; at < to; at = text.offsetByCodePoints(at, 1)) {
      int end = end(piece, text, at);
      if (end >= 0) {
        return end <= to ? end : -1;
      }
    }
    return -1;
  }

  /**
   * Whether everything that fits {@code other} surely fits this pattern too. {@code false} says
   * only that it was not shown.
   */
  public boolean covers(Glob other) {
    int[] mine = pattern.codePoints().toArray();
    int[] theirs = other.pattern.codePoints().toArray();
    // The usual match with one way back, over the other pattern's symbols instead of a text: a
    // star of this pattern takes any symbols, a question mark any one but a star.
    int i = 0;
    int j = 0;
    int star = -1;
    int retry = 0;
    while (j < theirs.length) {
      if (i < mine.length && mine[i] == '*') {
        star = i++;
        retry = j;
      } else if (i < mine.length
          && theirs[j] != '*'
          && (mine[i] == '?' || (mine[i] == theirs[j]))) {
        i++;
        j++;
      } else if (star >= 0) {
        i = star + 1;
        j = ++retry;
      } else {
        return false;
      }
    }
    while (i < mine.length && mine[i] == '*') {
      i++;
    }
    return i == mine.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  /** The pattern. */
  @Override
  public String toString() {
    return pattern;
  }
}
