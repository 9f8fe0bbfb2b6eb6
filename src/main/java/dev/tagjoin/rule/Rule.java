package dev.tagjoin.rule;

import java.util.Objects;

/**
 * One rule of the book. Immutable.
 *
 * @param name unique within the book; {@code rule 3} for the third rule when it was given none
 * @param description what it is for, or {@code null}; nothing depends on it
 * @param enabled whether it can apply at all
 * @param when the condition under which it applies
 * @param target where it sends the resource then
 */
public record Rule(
    String name, String description, boolean enabled, Condition.When when, JoinTarget target) {
  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(target, "target");
  }
}
