package dev.tagjoin.rule;

import java.util.List;
import java.util.Objects;

/** The condition of a rule, as written: a tree whose leaves test one attribute each. Immutable. */
public sealed interface Condition {

  /** A map of the language: every entry must hold. Without entries it fits everything. */
  record When(List<Condition> entries) implements Condition {
    /** Fits everything. */
    public static final When ANYTHING = new When(List.of());

    public When {
      entries = List.copyOf(entries);
    }
  }

  /** {@code all}: every map of the list must hold. */
  record All(List<When> parts) implements Condition {
    public All {
      parts = List.copyOf(parts);
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
    public Not {
      Objects.requireNonNull(part, "part");
    }
  }

  /** A test of one attribute. An entry with several checks becomes several tests. */
  record Test(Attribute attribute, ValueTest check) implements Condition {
    public Test {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(check, "check");
    }
  }
}
