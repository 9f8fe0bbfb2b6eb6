package dev.tagjoin.reconcile.follow;

/**
 * How old the reading of a leader may be. Immutable; an age counts from the moment it is made.
 *
 * @param earliest the earliest start of an acceptable reading, by {@link System#nanoTime()}
 */
public record MaxAge(long earliest) {
  /** Any age: for reports, and where nothing moves. */
  public static final MaxAge ANY = new MaxAge(System.nanoTime() - Long.MAX_VALUE / 2);

  /** For a move that begins now: 2.5 seconds. */
  public static MaxAge forMove() {
    return new MaxAge(System.nanoTime() - 2_500_000_000L);
  }

  /** For moves that begin soon: one second, which leaves time for many of them. */
  public static MaxAge beforeMoves() {
    return new MaxAge(System.nanoTime() - 1_000_000_000L);
  }

  /** Only readings that begin from now on. */
  public static MaxAge fromNow() {
    return new MaxAge(System.nanoTime());
  }

  /** Whether a reading is recent enough. */
  boolean allows(long readAt) {
    return readAt - earliest >= 0;
  }

  /** The more tolerant one of this age and {@link #fromNow()}. */
  MaxAge orFromNow() {
    MaxAge now = fromNow();
    return now.allows(earliest) ? now : this;
  }
}
