package dev.tagjoin.rule;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that somebody who wrote another one probably meant. Stateless. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known word that differs least, by at most a third of its letters; empty when none is near.
   * Case does not count.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int allowed = candidate.length() < 3 ? 0 : Math.max(1, candidate.length() / 3);
      int limit = Math.min(least - 1, allowed);
      if (Math.abs(candidate.length() - word.length()) > limit) {
        continue;
      }
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance <= limit) {
        least = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * {@code ; did you mean ...?} with the nearest known word, as the end of a message, or nothing.
   */
  public static String suggestion(String word, Collection<String> known) {
    return to(word, known).map(nearest -> "; did you mean " + nearest + "?").orElse("");
  }

  /** Letters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replaced, Math.min(rows[i][j - 1], rows[i - 1][j]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
