package dev.tagjoin.history;

import dev.tagjoin.reconcile.Outcome;
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
  /** By time; moves without a time come first and keep their order. */
  static final Comparator<LoggedMove> BY_TIME =
      Comparator.comparing(LoggedMove::time, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Tells moves apart, so that a line that is read twice counts once. */
  String key() {
    return requestId != null ? requestId : time + " " + from + " " + to;
  }
}
