package dev.tagjoin.sweep;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.resource.Deadline;

/**
 * What the accounts of one call share: the moves it may make, the bytes of its answer, the time,
 * and the caller's wish to go on. Safe for use by several threads.
 */
final class SweepBudget {
  /** The bytes that the outcomes of one answer may take, well below the 6 MB of AWS Lambda. */
  private static final long MAX_BYTES = 4_500_000;

  /** What an outcome takes besides its texts: names, quotes, and the longest account. */
  private static final long FIXED_BYTES = 260;

  /** Kept back for the answer; a quarter of the time when there is little. */
  private static final long MARGIN_MILLIS = 2_000;

  private final int maxMoves;
  private final Deadline deadline;
  private final long marginMillis;
  private final Sweeper.Progress progress;
  private int moves;
  private long bytes;
  private boolean isUsedUp;
  private boolean isCancelled;
  private long seen;
  private int toMove;
  private int moved;

  SweepBudget(int maxMoves, Deadline deadline, Sweeper.Progress progress) {
    this.maxMoves = maxMoves;
    this.deadline = deadline;
    this.marginMillis = Math.min(MARGIN_MILLIS, deadline.leftMillis() / 4);
    this.progress = progress;
  }

  int maxMoves() {
    return maxMoves;
  }

  /** Whether no more time is left than some milliseconds, or the caller wants to end. */
  synchronized boolean isShortOfTime(long millis) {
    return isCancelled || deadline.leftMillis() <= marginMillis + millis;
  }

  /** Takes one move, unless none is left. */
  synchronized boolean takeMove() {
    isUsedUp |= moves == maxMoves;
    moves += isUsedUp ? 0 : 1;
    return !isUsedUp;
  }

  synchronized void returnMoves(int unused) {
    moves -= unused;
  }

  /** Takes an outcome's part of the answer, unless there is too little left. */
  synchronized boolean take(Outcome outcome) {
    long size = size(outcome);
    isUsedUp |= bytes + size > MAX_BYTES;
    bytes += isUsedUp ? 0 : size;
    return !isUsedUp;
  }

  /** Takes an outcome's part of the answer, even when it is too much. */
  synchronized void add(Outcome outcome) {
    bytes += size(outcome);
  }

  /** Takes what an outcome needs more than the one in whose place it comes. */
  synchronized void replace(Outcome before, Outcome outcome) {
    bytes += size(outcome) - size(before);
  }

  synchronized boolean isAnswerFull() {
    return bytes > MAX_BYTES;
  }

  /** Whether an account had to stop because something was used up, or the caller wants to end. */
  synchronized boolean isUsedUp() {
    return isUsedUp || isCancelled;
  }

  /** Tells the caller how much further an account has come. */
  synchronized void report(long moreSeen, int moreToMove, int moreMoved) {
    seen += moreSeen;
    toMove += moreToMove;
    moved += moreMoved;
    isCancelled |= !progress.report(seen, toMove, moved);
  }

  /** About the bytes of an outcome in an answer, rather too many than too few. */
  private static long size(Outcome outcome) {
    Outcome.Resource resource = outcome.resource();
    String[] texts = {
      outcome.rule(),
      outcome.from(),
      outcome.fromName(),
      outcome.to(),
      outcome.toName(),
      outcome.requestId(),
      outcome.code(),
      outcome.reason(),
      outcome.follows() == null ? null : outcome.follows().id(),
      resource.type(),
      resource.id(),
      resource.region()
    };
    long size = FIXED_BYTES + (outcome.follows() == null ? 0 : 40);
    for (String text : texts) {
      // a quotation mark is escaped, other letters take up to three bytes
      size +=
          text == null
              ? 0
              : text.chars().map(c -> c >= 0x80 ? 3 : c == '"' || c == '\\' ? 2 : 1).sum();
    }
    return size;
  }
}
