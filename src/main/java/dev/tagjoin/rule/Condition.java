package dev.tagjoin.rule;

import java.util.List;
import java.util.Objects;

/** What a rule asks for, as it was written: a tree whose leaves are tests of one attribute. */
public sealed interface Condition {

  /** A map of the language: every entry must hold. Without entries it fits everything. */
  record When(List<Condition> entries) implements Condition {
    /** Fits everything. */
    static final When ANYTHING = new When(List.of());

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

  /** One check of one attribute. An entry with several checks becomes several tests. */
  record Test(Attribute attribute, Check check) implements Condition {
    public Test {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(check, "check");
    }
  }
}
