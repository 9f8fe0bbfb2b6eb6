package dev.tagjoin.rule;

import java.util.Objects;

/**
 * One rule of the book.
 *
 * @param name unique within the book; {@code rule 3} for the third rule when it was given none
 * @param when what it asks for
 * @param target what it does when that holds
 */
public record Rule(String name, Condition.When when, Target target) {
  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(target, "target");
  }
}
