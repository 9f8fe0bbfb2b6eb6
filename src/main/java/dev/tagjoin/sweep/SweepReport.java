package dev.tagjoin.sweep;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one call.
 *
 * @param summary how often each outcome came about, of all that was looked at, and once for each
 *     listing that failed
 * @param seen how many resources were looked at
 * @param outcomes all of them that are neither {@code unchanged} nor {@code left}
 * @param cursor where to go on, or {@code null} when the pass is complete or must not go on
 * @param stop why it did not go to the end, or {@code null} when it did
 */
public record SweepReport(
    Map<Status, Integer> summary, long seen, List<Outcome> outcomes, String cursor, Stop stop) {
  public SweepReport {
    summary = Collections.unmodifiableMap(new TreeMap<>(summary));
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Why a pass did not go to its end.
   *
   * @param why the kind of reason
   * @param detail for a person
   */
  public record Stop(Why why, String detail) {}

  /** The kinds of reason. */
  public enum Why {
    /** The call's time is over. */
    TIME("time"),
    /** As many resources as asked for were moved, or as many outcomes as one answer can hold. */
    MOVES("maxMoves"),
    /** A larger share of the resources would move than is allowed: nothing was moved. */
    SHARE("share");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    /** The word in an answer. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** How often an outcome came about. */
  public int count(Status result) {
    return summary.getOrDefault(result, 0);
  }
}
