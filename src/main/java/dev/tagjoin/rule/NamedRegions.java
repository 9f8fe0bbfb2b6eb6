package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceRef;
import java.util.List;
import java.util.stream.Stream;

/** Finds the regions that a book names, so that a sweep knows where to look. Stateless. */
public final class NamedRegions {
  private NamedRegions() {}

  /**
   * The regions that tests of {@code region} name by {@code equals} or {@code in}, in the order of
   * the book. Negated tests and patterns name none.
   */
  public static List<String> of(RuleBook book) {
    return book.rules().stream()
        .filter(Rule::enabled)
        .flatMap(rule -> named(rule.when()))
        .distinct()
        .toList();
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
    boolean isBound = book.rules().stream().allMatch(rule -> isBound(rule.when()));
    return isBound ? of(book) : List.of();
  }

  /** Whether a condition holds in regions only that it names. */
  private static boolean isBound(Condition condition) {
    if (condition instanceof Condition.Any any) {
      return any.parts().stream().allMatch(NamedRegions::isBound);
    }
    return condition instanceof Condition.When when
        ? when.entries().stream().anyMatch(NamedRegions::isBound)
        : named(condition).findAny().isPresent();
  }

  private static Stream<String> named(Condition condition) {
    if (condition instanceof Condition.Test test) {
      return test.attribute().source() == Attribute.Source.REGION
              && test.check() instanceof ValueTest.OneOf oneOf
          ? oneOf.values().stream().filter(ResourceRef::isRegion)
          : Stream.empty();
    }
    return condition instanceof Condition.Not
        ? Stream.empty()
        : condition.parts().stream().flatMap(NamedRegions::named);
  }
}
