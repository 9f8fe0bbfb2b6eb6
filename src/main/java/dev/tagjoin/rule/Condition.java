package dev.tagjoin.rule;

import java.util.List;

/** The condition of a rule, as written: a tree whose leaves test one attribute each. Immutable. */
public sealed interface Condition {
  /** The conditions that this one is made of; none for a test. */
  default List<? extends Condition> parts() {
    return List.of();
  }

  /**
   * A map of the language, or the list under {@code all}: every entry must hold. Without entries it
   * fits everything.
   */
  record When(List<Condition> entries) implements Condition {
    /** Fits everything. */
    public static final When ANYTHING = new When(List.of());

    public When {
      entries = List.copyOf(entries);
    }

    @Override
    public List<Condition> parts() {
      return entries;
    }
  }

  /** {@code any}: one map of the list must hold. */
  record Any(List<When> parts) implements Condition {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** {@code not}: the map must not hold. */
  record Not(When part) implements Condition {
    @Override
    public List<When> parts() {
      return List.of(part);
    }
  }

  /** A test of one attribute. An entry with several checks becomes several tests. */
  record Test(Attribute attribute, ValueTest check) implements Condition {}
}
