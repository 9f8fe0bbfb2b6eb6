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
      if (rule.enabled()) {
        collect(rule.when(), regions);
      }
    }
    return new ArrayList<>(regions);
  }

  /**
   * The regions of a pass that names none: those of the configuration, else those that the book
   * names when each of its rules is bound to regions.
   *
   * @param configured the regions that the configuration names
   * @return empty for the function's own region
   */
  public static List<String> ofPass(List<String> configured, RuleBook book) {
    if (!configured.isEmpty()) {
      return configured;
    }
    for (Rule rule : book.rules()) {
      if (!isBound(rule.when())) {
        return List.of();
      }
    }
    return of(book);
  }

  /** Whether a condition holds in regions only that it names. */
  private static boolean isBound(Condition condition) {
    if (condition instanceof Condition.When when) {
      return when.entries().stream().anyMatch(NamedRegions::isBound);
    }
    if (condition instanceof Condition.All all) {
      return all.parts().stream().anyMatch(NamedRegions::isBound);
    }
    if (condition instanceof Condition.Any any) {
      return any.parts().stream().allMatch(NamedRegions::isBound);
    }
    Set<String> regions = new LinkedHashSet<>();
    collect(condition, regions);
    return !regions.isEmpty();
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
