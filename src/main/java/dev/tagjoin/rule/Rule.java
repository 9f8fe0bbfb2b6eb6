package dev.tagjoin.rule;

import java.time.LocalDate;
import java.util.Objects;

/**
 * One rule of the book. Immutable.
 *
 * @param name unique within the book; {@code rule 3} for the third rule when it was given none
 * @param description what it is for, or {@code null}; nothing depends on it
 * @param enabled whether it can apply at all
 * @param until the last day on which it can apply, or {@code null}
 * @param when the condition under which it applies
 * @param target where it sends the resource then
 */
public record Rule(
    String name,
    String description,
    boolean enabled,
    LocalDate until,
    Condition.When when,
    JoinTarget target) {
  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(target, "target");
  }

  /** Whether the rule has ended before a day, which is {@code null} when it is not known. */
  boolean isOver(LocalDate day) {
    return until != null && day != null && day.isAfter(until);
  }

  /** Whether the rule decides about everything that comes to it, on every day. */
  public boolean alwaysDecides() {
    // The group of a template can be missing, and then the next rule has its turn.
    return enabled
        && until == null
        && when.entries().isEmpty()
        && !(target instanceof JoinTarget.Lookup);
  }
}
