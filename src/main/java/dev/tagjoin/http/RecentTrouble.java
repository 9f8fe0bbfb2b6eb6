package dev.tagjoin.http;

import dev.tagjoin.doctor.LastFailure;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.time.Duration;
import java.time.Instant;

/**
 * Remembers the latest failure of this instance, for the doctor and for readiness. Safe for use by
 * several threads.
 */
public final class RecentTrouble {
  /**
   * For how long wrong keys make the instance unready. It is not for good, because only another
   * event tells whether they were mended.
   */
  static final Duration UNREADY = Duration.ofMinutes(1);

  private volatile LastFailure last;
  private volatile Instant keysRefused;

  /** Takes note of an outcome. */
  void note(Outcome outcome) {
    if (outcome.status() != Status.RETRY && outcome.status() != Status.REFUSED) {
      return;
    }
    Instant now = Instant.now();
    last = new LastFailure(now, outcome);
    if (outcome.status() == Status.REFUSED && outcome.isAboutCredentials()) {
      keysRefused = now;
    }
  }

  /** The latest failure, or {@code null} when there was none. */
  LastFailure last() {
    return last;
  }

  /** Whether the keys were turned down a moment ago. */
  boolean areKeysRefused() {
    Instant at = keysRefused;
    return at != null && at.isAfter(Instant.now().minus(UNREADY));
  }
}
