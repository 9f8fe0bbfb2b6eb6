package dev.tagjoin.sweep;

/**
 * What the accounts of one call share: the moves it may make, the bytes of its answer, the time
 * kept for the answer, and the caller's wish to go on. Safe for use by several threads.
 */
final class SweepBudget {
  private final int maxMoves;
  private final long marginMillis;
  private final Sweeper.Progress progress;
  private int moves;
  private long bytes;
  private boolean isUsedUp;
  private boolean isCancelled;
  private long seen;
  private int toMove;
  private int moved;

  SweepBudget(int maxMoves, long marginMillis, Sweeper.Progress progress) {
    this.maxMoves = maxMoves;
    this.marginMillis = marginMillis;
    this.progress = progress;
  }

  int maxMoves() {
    return maxMoves;
  }

  long marginMillis() {
    return marginMillis;
  }

  /** Takes one move, unless none is left. */
  synchronized boolean takeMove() {
    isUsedUp |= moves == maxMoves;
    moves += isUsedUp ? 0 : 1;
    return !isUsedUp;
  }

  /** Takes part of the answer, unless there is too little left. */
  synchronized boolean takeBytes(long size) {
    isUsedUp |= bytes + size > AnswerSize.MAX_BYTES;
    bytes += isUsedUp ? 0 : size;
    return !isUsedUp;
  }

  /** Takes what an outcome needs in addition, even when it is too much. */
  synchronized void addBytes(long size) {
    bytes += size;
  }

  synchronized void returnMoves(int unused) {
    moves -= unused;
  }

  synchronized boolean isAnswerFull() {
    return bytes > AnswerSize.MAX_BYTES;
  }

  /** Whether an account had to stop because something was used up, or the caller wants to end. */
  synchronized boolean isUsedUp() {
    return isUsedUp || isCancelled;
  }

  synchronized boolean isCancelled() {
    return isCancelled;
  }

  /** Tells the caller how much further an account has come. */
  synchronized void report(long moreSeen, int moreToMove, int moreMoved) {
    seen += moreSeen;
    toMove += moreToMove;
    moved += moreMoved;
    isCancelled |= !progress.report(seen, toMove, moved);
  }
}
