package dev.tagjoin.http;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.util.List;

/**
 * How many seconds a sender is asked to wait, by what keeps its resources from being handled: as
 * long as ECS asked to be left alone, and as what is waited for takes, 1 to 60.
 */
final class RetryAfter {
  private static final int AT_ONCE = 1;
  private static final int USUAL = 5;
  private static final int SLOW = 30;
  private static final int MOST = 60;

  private RetryAfter() {}

  /**
   * The seconds. When several outcomes are {@code retry}, the one that can be handled first counts.
   *
   * @param outcomes what became of the resources
   * @param quietMillis how much longer ECS asked to be left alone, in milliseconds
   */
  static int seconds(List<Outcome> outcomes, long quietMillis) {
    int seconds = MOST;
    for (Outcome outcome : outcomes) {
      if (outcome.status() == Status.RETRY) {
        seconds = Math.min(seconds, seconds(outcome));
      }
    }
    return (int) Math.min(MOST, Math.max(seconds, (quietMillis + 999) / 1_000));
  }

  private static int seconds(Outcome outcome) {
    if (outcome.isSlow()) {
      return SLOW;
    }
    return switch (outcome.code()) {
      // nothing is in the way: the next delivery goes on
      case "DeadlineExceeded", "TooManyFollowers", "Overtaken" -> AT_ONCE;
      default -> USUAL;
    };
  }
}
