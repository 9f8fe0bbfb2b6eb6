package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds rules that never decide because an earlier rule applies to whatever they apply to, or
 * several do: one to each of the values or alternatives that a rule names in one place.
 *
 * <p>What it reports is certain; it does not find everything, since that would take trying all
 * combinations. A rule is compared only with earlier ones that ask about the same attribute and
 * value, so that a book of a thousand rules costs about as many comparisons.
 */
final class Shadows {
  /** Takes the place of a rule and those of the earlier ones that leave nothing to it. */
  interface Finding {
    void found(int later, List<Integer> earlier);
  }

  /** How many comparisons a book may take; what is left is not reported. */
  private static final long EFFORT = 300_000;

  /** How many alternatives may be looked at one by one. */
  private static final int MOST_ALTERNATIVES = 10;

  private record ValueKey(Attribute attribute, String value) {}

  private record DenialKey(Attribute attribute) {}

  private final Groups groups;
  private final Map<Object, List<Integer>> index = new HashMap<>();

  /** Those of the rule at hand. */
  private final List<Object> probes = new ArrayList<>();

  private long effort = EFFORT;

  private Shadows(Groups groups) {
    this.groups = groups;
  }

  static void find(List<Rule> rules, Groups groups, Finding finding) {
    Shadows shadows = new Shadows(groups);
    for (int later = 0; later < rules.size(); later++) {
      Rule rule = rules.get(later);
      int earlier = shadows.earlier(rules, rule.when(), rule.target());
      if (earlier >= 0) {
        finding.found(later, List.of(earlier));
        // Whatever a shadowed rule would shadow, its own shadow shadows too.
        continue;
      }
      List<Integer> together = shadows.together(rules, rule);
      if (!together.isEmpty()) {
        finding.found(later, together);
      }
      shadows.add(rule, later);
    }
  }

  /** The earlier rules that apply to one alternative each; none when one is left over. */
  private List<Integer> together(List<Rule> rules, Rule rule) {
    List<Condition> entries = rule.when().entries();
    for (int place = 0; place < entries.size(); place++) {
      Set<Integer> earlier = new TreeSet<>();
      for (Condition alternative : alternatives(entries.get(place))) {
        List<Condition> narrower = new ArrayList<>(entries);
        narrower.set(place, alternative);
        int one = earlier(rules, new Condition.When(narrower), rule.target());
        if (one < 0) {
          earlier.clear();
          break;
        }
        earlier.add(one);
      }
      if (!earlier.isEmpty()) {
        return List.copyOf(earlier);
      }
    }
    return List.of();
  }

  /** What a condition is made of when any one of several is enough, else nothing. */
  private static List<Condition> alternatives(Condition condition) {
    if (condition instanceof Condition.Any any && any.parts().size() <= MOST_ALTERNATIVES) {
      return List.copyOf(any.parts());
    }
    if (condition instanceof Condition.Test test
        && test.check() instanceof Check.In in
        && in.values().size() <= MOST_ALTERNATIVES) {
      List<Condition> alternatives = new ArrayList<>(in.values().size());
      in.values()
          .forEach(
              value ->
                  alternatives.add(new Condition.Test(test.attribute(), new Check.Equals(value))));
      return alternatives;
    }
    return List.of();
  }

  private int earlier(List<Rule> rules, Condition when, Target target) {
    probes.clear();
    probes(when);
    for (Object probe : probes) {
      List<Integer> candidates = index.get(probe);
      if (candidates == null) {
        continue;
      }
      for (int earlier : candidates) {
        if (--effort < 0) {
          return -1;
        }
        if (coversTarget(rules.get(earlier).target(), target)
            && implies(when, rules.get(earlier).when())) {
          return earlier;
        }
      }
    }
    return -1;
  }

  private void add(Rule rule, int place) {
    for (Object key : keys(rule.when())) {
      index.computeIfAbsent(key, k -> new ArrayList<>(1)).add(place);
    }
  }

  /** An earlier rule whose target may be missing only takes what the later one could send. */
  private static boolean coversTarget(Target earlier, Target later) {
    return !(earlier instanceof Target.Lookup) || earlier.equals(later);
  }

  // ---- where a rule is found: under keys one of which every rule probes that implies it

  private List<Object> keys(Condition condition) {
    if (condition instanceof Condition.Test test) {
      Set<String> values = values(test.check());
      if (values == null) {
        return List.of(test.attribute());
      }
      List<Object> keys = new ArrayList<>(values.size());
      for (String value : values) {
        keys.add(new ValueKey(test.attribute(), canonical(test, value)));
      }
      return keys;
    }
    if (condition instanceof Condition.Not not) {
      // A narrower denial is implied by a wider one, and the wider one asks for less.
      List<Object> keys = new ArrayList<>(1);
      attributes(not.part(), attribute -> keys.add(new DenialKey(attribute)));
      return keys;
    }
    if (condition instanceof Condition.Any any) {
      List<Object> keys = new ArrayList<>();
      any.parts().forEach(part -> keys.addAll(keys(part)));
      return keys;
    }
    // All parts have to be implied, so that one is enough to be found by: the rarest.
    List<Object> rarest = List.of();
    long least = Long.MAX_VALUE;
    for (Condition part : parts(condition)) {
      List<Object> keys = keys(part);
      long size = 0;
      for (Object key : keys) {
        size += 1 + index.getOrDefault(key, List.of()).size();
      }
      if (size < least) {
        least = size;
        rarest = keys;
      }
    }
    return rarest;
  }

  private void probes(Condition condition) {
    if (condition instanceof Condition.Test test) {
      Set<String> values = values(test.check());
      if (values != null) {
        probes.add(new ValueKey(test.attribute(), canonical(test, values.iterator().next())));
      }
      probes.add(test.attribute());
    } else if (condition instanceof Condition.Not not) {
      attributes(not.part(), attribute -> probes.add(new DenialKey(attribute)));
    } else if (condition instanceof Condition.Any any) {
      probes(any.parts().get(0));
    } else {
      parts(condition).forEach(this::probes);
    }
  }

  private static void attributes(Condition condition, Consumer<Attribute> consumer) {
    if (condition instanceof Condition.Test test) {
      consumer.accept(test.attribute());
    } else if (condition instanceof Condition.Not not) {
      attributes(not.part(), consumer);
    } else if (condition instanceof Condition.Any any) {
      any.parts().forEach(part -> attributes(part, consumer));
    } else {
      parts(condition).forEach(part -> attributes(part, consumer));
    }
  }

  /** A group has the same key by whichever name it is called. */
  private String canonical(Condition.Test test, String value) {
    if (test.attribute().source() != Attribute.Source.GROUP) {
      return value;
    }
    String id = groups.find(value);
    return id == null ? value : id;
  }

  private static List<? extends Condition> parts(Condition condition) {
    return condition instanceof Condition.When when
        ? when.entries()
        : ((Condition.All) condition).parts();
  }

  /** The only values that pass, or {@code null} when there are endless ones. */
  private static Set<String> values(Check check) {
    if (check instanceof Check.Equals equals) {
      return Set.of(equals.value());
    }
    return check instanceof Check.In in ? in.values() : null;
  }

  private static int size(Check check) {
    if (check instanceof Check.Matches matches) {
      return matches.globs().size();
    }
    return check instanceof Check.In in
        ? in.values().size()
        : check instanceof Check.NotIn notIn ? notIn.values().size() : 1;
  }

  // ---- whether one condition surely holds where another one does

  private boolean implies(Condition from, Condition to) {
    if (--effort < 0) {
      return false;
    }
    if (from.equals(to)) {
      return true;
    }
    if (to instanceof Condition.When || to instanceof Condition.All) {
      for (Condition part : parts(to)) {
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
      // No way out yet: parts of the left side may still each imply the whole.
    }
    if (from instanceof Condition.When || from instanceof Condition.All) {
      for (Condition part : parts(from)) {
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

  private boolean implies(Attribute attribute, Check from, Check to) {
    effort -= (long) size(from) * size(to);
    if (effort < 0) {
      return false;
    }
    boolean isGroup = attribute.source() == Attribute.Source.GROUP;
    Set<String> values = values(from);
    if (values != null) {
      for (String value : values) {
        String id = isGroup ? groups.find(value) : null;
        if (!to.holds(id == null ? value : id, groups.names(id))) {
          return false;
        }
      }
      return true;
    }
    if (from instanceof Check.Exists exists) {
      return exists.wanted() ? to.equals(from) : to.equals(from) || to instanceof Check.NotIn;
    }
    if (from instanceof Check.NotIn notIn) {
      return to instanceof Check.NotIn other && notIn.values().containsAll(other.values());
    }
    List<Glob> globs = ((Check.Matches) from).globs();
    if (to instanceof Check.Exists exists) {
      return exists.wanted();
    }
    if (to instanceof Check.Matches matches) {
      return globs.stream()
          .allMatch(glob -> matches.globs().stream().anyMatch(other -> other.covers(glob)));
    }
    // A group passes by one of its names and is refused by another, so this needs the one name.
    return to instanceof Check.NotIn notIn
        && !isGroup
        && notIn.values().stream().noneMatch(v -> globs.stream().anyMatch(g -> g.matches(v)));
  }
}
