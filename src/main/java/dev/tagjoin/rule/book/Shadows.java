package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Finds rules that never decide because an earlier rule applies whenever they do, or several do:
 * one for each of the values or alternatives of one entry.
 *
 * <p>A reported rule really never decides, but not all such rules are found, since that would take
 * trying all combinations.
 */
final class Shadows {
  /** Comparisons for one rule, because nested alternatives multiply; then it is not reported. */
  private static final int MAX_STEPS = 50_000;

  /** How many alternatives are looked at one by one. */
  private static final int MAX_ALTERNATIVES = 10;

  private final Groups groups;

  private final List<Rule> rules;

  /** Places of earlier rules that can only be implied by a condition that names this value. */
  private final Map<NamedValue, List<Integer>> anchored = new HashMap<>();

  /** Places of the other earlier rules. */
  private final List<Integer> unanchored = new ArrayList<>();

  private int steps;

  private record NamedValue(Attribute attribute, String value) {}

  private Shadows(List<Rule> rules, Groups groups) {
    this.rules = rules;
    this.groups = groups;
  }

  /**
   * Finds the rules that never decide.
   *
   * @param found takes the place of such a rule and those of the earlier ones that shadow it
   */
  static void find(List<Rule> rules, Groups groups, BiConsumer<Integer, List<Integer>> found) {
    Shadows shadows = new Shadows(rules, groups);
    for (int place = 0; place < rules.size(); place++) {
      Rule rule = rules.get(place);
      if (!rule.enabled()) {
        continue;
      }
      shadows.steps = 0;
      List<Integer> candidates = shadows.candidates(rule.when());
      int one = shadows.shadowing(rule.when(), rule.target(), candidates);
      List<Integer> earlier = one >= 0 ? List.of(one) : shadows.together(rule, candidates);
      if (!earlier.isEmpty()) {
        found.accept(place, earlier);
      }
      if (one < 0 && rule.until() == null) {
        // Whatever a shadowed rule would shadow, its own shadow shadows too.
        shadows.add(rule.when(), place);
      }
    }
  }

  /** Files a rule under the values of the test that fewest other rules are filed under. */
  private void add(Condition.When when, int place) {
    List<NamedValue> anchor = null;
    int least = Integer.MAX_VALUE;
    for (Condition entry : when.entries()) {
      List<NamedValue> values = new ArrayList<>();
      if (entry instanceof Condition.Test) {
        namedValues(entry, values);
      }
      int size = 0;
      for (NamedValue value : values) {
        size += 1 + anchored.getOrDefault(value, List.of()).size();
      }
      if (size > 0 && size < least) {
        least = size;
        anchor = values;
      }
    }
    if (anchor == null) {
      unanchored.add(place);
      return;
    }
    for (NamedValue value : anchor) {
      anchored.computeIfAbsent(value, v -> new ArrayList<>(2)).add(place);
    }
  }

  /** The places, in order, of all earlier rules that a condition can imply. */
  private List<Integer> candidates(Condition.When when) {
    List<NamedValue> values = new ArrayList<>();
    namedValues(when, values);
    Set<Integer> places = new TreeSet<>(unanchored);
    for (NamedValue value : values) {
      places.addAll(anchored.getOrDefault(value, List.of()));
    }
    return List.copyOf(places);
  }

  /** The values of all tests for equality. A group has several names, so it counts as none. */
  private static void namedValues(Condition condition, List<NamedValue> values) {
    if (condition instanceof Condition.Test test) {
      if (test.check() instanceof ValueTest.OneOf oneOf
          && test.attribute().source() != Attribute.Source.GROUP) {
        oneOf.values().forEach(value -> values.add(new NamedValue(test.attribute(), value)));
      }
    } else if (!(condition instanceof Condition.Not)) {
      condition.parts().forEach(part -> namedValues(part, values));
    }
  }

  /** The place of an earlier rule that applies whenever a condition holds, or -1. */
  private int shadowing(Condition when, JoinTarget target, List<Integer> candidates) {
    for (int place : candidates) {
      Rule earlier = rules.get(place);
      if (coversTarget(earlier.target(), target) && implies(when, earlier.when())) {
        return place;
      }
    }
    return -1;
  }

  /** The earlier rules that shadow one alternative each; none when an alternative is left. */
  private List<Integer> together(Rule rule, List<Integer> candidates) {
    List<Condition> entries = rule.when().entries();
    for (int entry = 0; entry < entries.size(); entry++) {
      Set<Integer> shadowing = new TreeSet<>();
      for (Condition alternative : alternatives(entries.get(entry))) {
        List<Condition> narrowed = new ArrayList<>(entries);
        narrowed.set(entry, alternative);
        int one = shadowing(new Condition.When(narrowed), rule.target(), candidates);
        if (one < 0) {
          shadowing.clear();
          break;
        }
        shadowing.add(one);
      }
      if (!shadowing.isEmpty()) {
        return List.copyOf(shadowing);
      }
    }
    return List.of();
  }

  /** The parts of a condition of which one is enough; none when it has no such parts. */
  private static List<Condition> alternatives(Condition condition) {
    if (condition instanceof Condition.Any any && any.parts().size() <= MAX_ALTERNATIVES) {
      return List.copyOf(any.parts());
    }
    if (condition instanceof Condition.Test test
        && test.check() instanceof ValueTest.OneOf oneOf
        && oneOf.values().size() > 1
        && oneOf.values().size() <= MAX_ALTERNATIVES) {
      return oneOf.values().stream()
          .<Condition>map(value -> new Condition.Test(test.attribute(), new ValueTest.OneOf(value)))
          .toList();
    }
    return List.of();
  }

  /** An earlier template whose group is missing lets the later rule decide, if that differs. */
  private static boolean coversTarget(JoinTarget earlier, JoinTarget later) {
    return !(earlier instanceof JoinTarget.Lookup) || earlier.equals(later);
  }

  private boolean implies(Condition from, Condition to) {
    if (++steps > MAX_STEPS) {
      return false;
    }
    if (from.equals(to)) {
      return true;
    }
    if (to instanceof Condition.When) {
      for (Condition part : to.parts()) {
        if (!implies(from, part)) {
          return false;
        }
      }
      return true;
    }
    if (from instanceof Condition.Any any) {
      for (Condition part : any.parts()) {
        if (!implies(part, to)) {
          return false;
        }
      }
      return true;
    }
    if (to instanceof Condition.Any any) {
      for (Condition part : any.parts()) {
        if (implies(from, part)) {
          return true;
        }
      }
      // A part of the left side may still imply the whole.
    }
    if (from instanceof Condition.When) {
      for (Condition part : from.parts()) {
        if (implies(part, to)) {
          return true;
        }
      }
      return false;
    }
    if (from instanceof Condition.Not left && to instanceof Condition.Not right) {
      return implies(right.part(), left.part());
    }
    return from instanceof Condition.Test left
        && to instanceof Condition.Test right
        && left.attribute().equals(right.attribute())
        && implies(left.attribute(), left.check(), right.check());
  }

  private boolean implies(Attribute attribute, ValueTest from, ValueTest to) {
    if (TestLint.isOpen(attribute, groups)) {
      return from.equals(to);
    }
    if (from instanceof ValueTest.IgnoringCase folded) {
      return to instanceof ValueTest.IgnoringCase other
          ? implies(attribute, folded.test(), other.test())
          : from.equals(to)
              || (to instanceof ValueTest.Exists && implies(attribute, folded.test(), to));
    }
    if (from instanceof ValueTest.OneOf oneOf) {
      for (String value : oneOf.values()) {
        if (!TestLint.holds(attribute, to, value, groups)) {
          return false;
        }
      }
      return true;
    }
    if (from instanceof ValueTest.Exists exists) {
      return exists.wanted() ? to.equals(from) : to.equals(from) || to instanceof ValueTest.NoneOf;
    }
    if (from instanceof ValueTest.NoneOf noneOf) {
      return to instanceof ValueTest.NoneOf other && noneOf.values().containsAll(other.values());
    }
    if (to instanceof ValueTest.IgnoringCase) {
      return false;
    }
    List<Glob> globs = ((ValueTest.Matches) from).globs();
    if (to instanceof ValueTest.Exists exists) {
      return exists.wanted();
    }
    if (to instanceof ValueTest.Matches matches) {
      steps += globs.size() * matches.globs().size();
      return steps <= MAX_STEPS
          && globs.stream()
              .allMatch(glob -> matches.globs().stream().anyMatch(other -> other.covers(glob)));
    }
    // A group can pass by one of its names and fail by another, so this needs the one name.
    return to instanceof ValueTest.NoneOf noneOf
        && attribute.source() != Attribute.Source.GROUP
        && noneOf.values().stream().noneMatch(v -> globs.stream().anyMatch(g -> g.matches(v)));
  }
}
