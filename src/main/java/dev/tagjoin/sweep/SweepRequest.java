package dev.tagjoin.sweep;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.util.List;

/**
 * What a pass is to look at, and how far it may go. What is {@code null} is the default, or, with a
 * cursor, what the pass began with.
 *
 * @param accounts the accounts' ids, at most {@link #MOST_ACCOUNTS}; {@code null} for all that may
 *     be acted in
 * @param regions the regions' ids, in the order in which they are looked at; {@code null} for the
 *     configured ones
 * @param kinds the resources' types; {@code null} for all
 * @param dryRun whether to report only; {@code null} for yes
 * @param maxMoves how many resources of all accounts this call may move or, in a dry run, name, 1
 *     to {@link #MOST_MOVES}
 * @param cursor where an earlier call stopped, or {@code null} for the start
 * @param force whether to move however large the share of what would move
 * @param startAt which of the pairs of region and type comes first, counted around; 0 or more
 */
public record SweepRequest(
    List<String> accounts,
    List<String> regions,
    List<ResourceKind> kinds,
    Boolean dryRun,
    int maxMoves,
    String cursor,
    boolean force,
    int startAt) {
  /** The largest number of moves in one call; bounds the memory that a call needs. */
  public static final int MOST_MOVES = 10_000;

  /** The largest number of accounts that a request names; bounds the cursor. */
  public static final int MOST_ACCOUNTS = 1_000;

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
    if (accounts != null) {
      accounts = accounts.stream().distinct().toList();
      if (accounts.size() > MOST_ACCOUNTS || !accounts.stream().allMatch(ResourceRef::isAccount)) {
        throw new IllegalArgumentException(
            "accounts: at most " + MOST_ACCOUNTS + " account ids (digits) expected");
      }
    }
    if (regions != null) {
      regions = regions.stream().distinct().toList();
      for (String region : regions) {
        if (!ResourceRef.isRegion(region)) {
          throw new IllegalArgumentException(
              "regions: \"" + region + "\" is not a region id such as cn-hangzhou");
        }
      }
    }
    if (kinds != null) {
      kinds = kinds.stream().distinct().toList();
    }
  }

  /** A pass over all accounts. */
  public SweepRequest(
      List<String> regions,
      List<ResourceKind> kinds,
      Boolean dryRun,
      int maxMoves,
      String cursor,
      boolean force,
      int startAt) {
    this(null, regions, kinds, dryRun, maxMoves, cursor, force, startAt);
  }

  /** The same pass, going on behind a cursor. */
  public SweepRequest from(String newCursor) {
    return new SweepRequest(accounts, regions, kinds, dryRun, maxMoves, newCursor, force, startAt);
  }
}
