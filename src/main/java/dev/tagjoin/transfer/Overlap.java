package dev.tagjoin.transfer;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells whether two conditions can hold for one resource, and how specific a condition is. */
final class Overlap {
  private static final int IDS = 1_000;

  private Overlap() {}

  /**
   * Whether one resource may fit both. {@code false} is certain; {@code true} may be wrong, because
   * alternatives are not compared.
   */
  static boolean isPossible(List<Condition> one, List<Condition> other) {
    Map<Attribute, List<ValueTest>> tests = new LinkedHashMap<>();
    collect(one, tests);
    collect(other, tests);
    return tests.values().stream().allMatch(Overlap::canHold);
  }

  private static void collect(List<Condition> conditions, Map<Attribute, List<ValueTest>> tests) {
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Test test) {
        tests.computeIfAbsent(test.attribute(), a -> new ArrayList<>()).add(test.check());
      }
    }
  }

  /** Whether a value of each list passes all tests of the attribute. */
  private static boolean canHold(List<ValueTest> tests) {
    for (ValueTest test : tests) {
      if (test instanceof ValueTest.OneOf oneOf
          && oneOf.values().stream()
              .noneMatch(value -> tests.stream().allMatch(t -> t.holds(value, List.of())))) {
        return false;
      }
    }
    return true;
  }

  /** How many tests must hold at least; one that names ids counts for more than all others. */
  static int tests(Condition condition) {
    if (condition instanceof Condition.Any any) {
      return any.parts().stream().mapToInt(part -> tests(part.entries())).min().orElse(0);
    }
    if (condition instanceof Condition.When when) {
      return tests(when.entries());
    }
    return condition instanceof Condition.Test test
            && test.attribute().source() == Attribute.Source.ID
            && test.check() instanceof ValueTest.OneOf
        ? IDS
        : 1;
  }

  /** How many tests must hold at least for all of the conditions. */
  static int tests(List<Condition> conditions) {
    return conditions.stream().mapToInt(Overlap::tests).sum();
  }
}
