package dev.tagjoin.history;

import dev.tagjoin.reconcile.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A move that a log tells of. Immutable.
 *
 * @param time when the line was written, or {@code null}
 * @param resource what was moved; type and id are known
 * @param event the id of the event, or {@code null}
 * @param rule the rule that decided, or {@code null}
 * @param from the id of the group it left, or {@code null}
 * @param to the id of the group it joined
 * @param requestId the id of the ECS request, or {@code null}
 */
public record LoggedMove(
    Instant time,
    Outcome.Resource resource,
    String event,
    String rule,
    String from,
    String to,
    String requestId) {
  /** Stands for the rule of a move that only the account's own history tells of. */
  public static final String NOT_IN_THE_LOG = "(not in the log)";

  /** How long after a move its line may have been written. */
  private static final Duration LATE = Duration.ofMinutes(15);

  /** By time; moves without a time come first and keep their order. */
  static final Comparator<LoggedMove> BY_TIME =
      Comparator.comparing(LoggedMove::time, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** The same move of a resource whose account is known, told apart by a number. */
  LoggedMove unlogged(Outcome.Resource known, int number) {
    return new LoggedMove(time, known, event, rule, from, to, NOT_IN_THE_LOG + number);
  }

  /** Whether a move of the same resource that the account tells of can be this one. */
  boolean isToldBy(LoggedMove other) {
    return to.equals(other.to)
        && (from == null || from.equals(other.from))
        && (time == null
            || other.time == null
            || Duration.between(other.time, time).abs().compareTo(LATE) <= 0);
  }

  /** Tells moves apart, so that a line that is read twice counts once. */
  String key() {
    return requestId != null ? requestId : time + " " + from + " " + to;
  }
}
