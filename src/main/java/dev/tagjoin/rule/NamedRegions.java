package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the regions that a book names, so that a sweep knows where to look. Stateless. */
public final class NamedRegions {
  private NamedRegions() {}

  /**
   * The regions that tests of {@code region} name by {@code equals} or {@code in}, in the order of
   * the book. Negated tests and patterns name none.
   */
  public static List<String> of(RuleBook book) {
    Set<String> regions = new LinkedHashSet<>();
    for (Rule rule : book.rules()) {
      collect(rule.when(), regions);
    }
    return new ArrayList<>(regions);
  }

  private static void collect(Condition condition, Set<String> regions) {
    if (condition instanceof Condition.When when) {
      when.entries().forEach(c -> collect(c, regions));
    } else if (condition instanceof Condition.All all) {
      all.parts().forEach(c -> collect(c, regions));
    } else if (condition instanceof Condition.Any any) {
      any.parts().forEach(c -> collect(c, regions));
    } else if (condition instanceof Condition.Test test
        && test.attribute().source() == Attribute.Source.REGION) {
      if (test.check() instanceof ValueTest.OneOf oneOf) {
        oneOf.values().forEach(v -> add(v, regions));
      }
    }
  }

  private static void add(String region, Set<String> regions) {
    if (ResourceRef.isRegion(region)) {
      regions.add(region);
    }
  }
}
