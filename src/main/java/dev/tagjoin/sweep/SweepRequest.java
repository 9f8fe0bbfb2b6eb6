package dev.tagjoin.sweep;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.util.List;

/**
 * What a pass is to look at, and how far it may go. What is {@code null} is the default, or, with a
 * cursor, what the pass began with.
 *
 * @param regions the regions' ids, in the order in which they are looked at; {@code null} for the
 *     configured ones
 * @param kinds the resources' types; {@code null} for all
 * @param dryRun whether to report only; {@code null} for yes
 * @param maxMoves how many resources this call may move or, in a dry run, name, 1 to {@link
 *     #MOST_MOVES}
 * @param cursor where an earlier call stopped, or {@code null} for the start
 * @param force whether to move however large the share of what would move
 * @param startAt which of the pairs of region and type comes first, counted around; 0 or more
 */
public record SweepRequest(
    List<String> regions,
    List<ResourceKind> kinds,
    Boolean dryRun,
    int maxMoves,
    String cursor,
    boolean force,
    int startAt) {
  /** The largest number of moves in one call; bounds the memory that a call needs. */
  public static final int MOST_MOVES = 10_000;

  /** The number of moves in one call when nobody says another. */
  public static final int DEFAULT_MOVES = 100;

  /**
   * @throws IllegalArgumentException when a value is outside its limits; the message says what was
   *     expected
   */
  public SweepRequest {
    if (maxMoves < 1 || maxMoves > MOST_MOVES) {
      throw new IllegalArgumentException("maxMoves: 1 to " + MOST_MOVES + " expected");
    }
    if (startAt < 0) {
      throw new IllegalArgumentException("startAt: 0 or more expected");
    }
    if (regions != null) {
      regions = regions.stream().distinct().toList();
      for (String region : regions) {
        if (!ResourceRef.isRegion(region)) {
          throw new IllegalArgumentException(
              "regions: region ids such as cn-hangzhou expected, found \"" + region + "\"");
        }
      }
    }
    if (kinds != null) {
      kinds = kinds.stream().distinct().toList();
    }
  }

  /** The same pass, going on behind a cursor. */
  public SweepRequest from(String newCursor) {
    return new SweepRequest(regions, kinds, dryRun, maxMoves, newCursor, force, startAt);
  }

  /** The same pass, but only reporting. */
  public SweepRequest dry() {
    return new SweepRequest(regions, kinds, true, maxMoves, cursor, force, startAt);
  }
}
