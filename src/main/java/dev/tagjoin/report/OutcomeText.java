package dev.tagjoin.report;

import dev.tagjoin.reconcile.Outcome;

/** Writes an outcome as a line of the log. */
public final class OutcomeText {
  private OutcomeText() {}

  /** The outcome on one line. */
  public static String line(Outcome outcome) {
    StringBuilder line = new StringBuilder(160).append(outcome.status());
    if (outcome.resource() != null) {
      append(line, " ", outcome.resource().type());
      append(line, " ", outcome.resource().id());
    }
    append(line, " event ", outcome.event());
    appendGroup(line, " from ", outcome.from(), outcome.fromName());
    appendGroup(line, " to ", outcome.to(), outcome.toName());
    append(line, " by rule ", outcome.rule());
    if (outcome.follows() != null) {
      append(line, " following ", outcome.follows().type());
      append(line, " ", outcome.follows().id());
    }
    append(line, " code ", outcome.code());
    append(line, ": ", outcome.reason());
    append(line, " (ECS request ", outcome.requestId());
    return outcome.requestId() == null ? line.toString() : line.append(')').toString();
  }

  private static void appendGroup(StringBuilder line, String before, String id, String name) {
    append(line, before, id == null ? name : id);
    if (id != null && name != null) {
      line.append(" (").append(name).append(')');
    }
  }

  private static void append(StringBuilder line, String before, String value) {
    if (value != null) {
      line.append(before).append(value);
    }
  }
}
