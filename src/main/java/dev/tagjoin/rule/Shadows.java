package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final Groups groups;
  private final ShadowIndex index = new ShadowIndex();

  /** How many rules look under a key. */
  private final ShadowIndex lookers = new ShadowIndex();

  /** Those of the rule at hand. */
  private final Keys probes = new Keys();

  private final Keys keys = new Keys();
  private long effort = EFFORT;

  private Shadows(Groups groups) {
    this.groups = groups;
  }

  static void find(List<Rule> rules, Groups groups, Finding finding) {
    Shadows shadows = new Shadows(groups);
    for (Rule rule : rules) {
      shadows.count(rule);
    }
    for (int later = 0; later < rules.size(); later++) {
      Rule rule = rules.get(later);
      int earlier = shadows.earlier(rules, rule.when(), rule.target());
      if (earlier >= 0) {
        finding.found(later, List.of(earlier));
        // Whatever a shadowed rule would shadow, its own shadow shadows too.
        continue;
      }
      if (shadows.hasCandidates()) {
        List<Integer> together = shadows.together(rules, rule);
        if (!together.isEmpty()) {
          finding.found(later, together);
        }
      }
      shadows.add(rule, later);
    }
  }

  /**
   * Whether there are earlier rules under a key of the rule that was just looked for. If not, there
   * are none under those of its first alternatives either, since these are the same keys.
   */
  private boolean hasCandidates() {
    for (int i = 0; i < probes.size(); i++) {
      if (index.count(probes.get(i)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The earlier rules that apply to one alternative each; none when one is left over. */
  private List<Integer> together(List<Rule> rules, Rule rule) {
    List<Condition> entries = rule.when().entries();
    for (int place = 0; place < entries.size(); place++) {
      Set<Integer> earlier = null;
      for (Condition alternative : alternatives(entries.get(place))) {
        int one = earlier(rules, entries, place, alternative, rule.target());
        if (one < 0) {
          earlier = null;
          break;
        }
        earlier = earlier == null ? new TreeSet<>() : earlier;
        earlier.add(one);
      }
      if (earlier != null) {
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

  /** The earlier rule that applies when one of the entries is narrowed, or -1. */
  private int earlier(
      List<Rule> rules, List<Condition> entries, int place, Condition narrowed, Target target) {
    probes.clear();
    for (int i = 0; i < entries.size(); i++) {
      probes(i == place ? narrowed : entries.get(i));
    }
    for (int i = 0; i < probes.size(); i++) {
      if (index.count(probes.get(i)) > 0) {
        List<Condition> narrower = new ArrayList<>(entries);
        narrower.set(place, narrowed);
        return earlier(rules, new Condition.When(narrower), target);
      }
    }
    return -1;
  }

  /** The earlier rule that applies to whatever a condition fits, or -1. */
  private int earlier(List<Rule> rules, Condition when, Target target) {
    probes.clear();
    probes(when);
    for (int i = 0; i < probes.size(); i++) {
      for (int at = index.first(probes.get(i)); at >= 0; at = index.next(at)) {
        if (--effort < 0) {
          return -1;
        }
        int earlier = index.rule(at);
        if (coversTarget(rules.get(earlier).target(), target)
            && implies(when, rules.get(earlier).when())) {
          return earlier;
        }
      }
    }
    return -1;
  }

  private void count(Rule rule) {
    probes.clear();
    probes(rule.when());
    for (int i = 0; i < probes.size(); i++) {
      lookers.add(probes.get(i), 0);
    }
  }

  private void add(Rule rule, int place) {
    keys.clear();
    keys(rule.when());
    for (int i = 0; i < keys.size(); i++) {
      index.add(keys.get(i), place);
    }
  }

  /** An earlier rule whose target may be missing only takes what the later one could send. */
  private static boolean coversTarget(Target earlier, Target later) {
    return !(earlier instanceof Target.Lookup) || earlier.equals(later);
  }

  // ---- where a rule is found: under keys one of which every rule probes that implies it

  /** Adds the keys of a condition. Two things may have the same key; it only costs a comparison. */
  private void keys(Condition condition) {
    if (condition instanceof Condition.Test test) {
      if (test.check() instanceof Check.Equals equals) {
        keys.add(key(test, equals.value()));
      } else if (test.check() instanceof Check.In in) {
        in.values().forEach(value -> keys.add(key(test, value)));
      } else {
        keys.add(key(test.attribute()));
      }
    } else if (condition instanceof Condition.Not not) {
      // A narrower denial is implied by a wider one, and the wider one asks for less.
      attributes(not.part(), attribute -> keys.add(~key(attribute)));
    } else if (condition instanceof Condition.Any any) {
      any.parts().forEach(this::keys);
    } else {
      keysOfRarest(parts(condition));
    }
  }

  /** All parts have to be implied, so that one is enough: the one that fewest rules look at. */
  private void keysOfRarest(List<? extends Condition> parts) {
    int start = keys.size();
    long least = Long.MAX_VALUE;
    for (Condition part : parts) {
      int from = keys.size();
      keys(part);
      long size = 0;
      for (int i = from; i < keys.size(); i++) {
        size += 1 + lookers.count(keys.get(i));
      }
      if (size < least) {
        least = size;
        keys.remove(start, from);
      } else {
        keys.remove(from, keys.size());
      }
    }
  }

  private void probes(Condition condition) {
    if (condition instanceof Condition.Test test) {
      if (test.check() instanceof Check.Equals equals) {
        probes.add(key(test, equals.value()));
      } else if (test.check() instanceof Check.In in) {
        probes.add(key(test, in.values().iterator().next()));
      }
      probes.add(key(test.attribute()));
    } else if (condition instanceof Condition.Not not) {
      attributes(not.part(), attribute -> probes.add(~key(attribute)));
    } else if (condition instanceof Condition.Any any) {
      probes(any.parts().get(0));
    } else {
      for (Condition part : parts(condition)) {
        probes(part);
      }
    }
  }

  private static int key(Attribute attribute) {
    return attribute.hashCode();
  }

  /** A group has the same key by whichever name it is called. */
  private int key(Condition.Test test, String value) {
    String id = test.attribute().source() == Attribute.Source.GROUP ? groups.find(value) : null;
    return 31 * (id == null ? value : id).hashCode() + 7 * key(test.attribute());
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

  private static List<? extends Condition> parts(Condition condition) {
    return condition instanceof Condition.When when
        ? when.entries()
        : ((Condition.All) condition).parts();
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
    if (from instanceof Check.Equals equals) {
      return fits(equals.value(), isGroup, to);
    }
    if (from instanceof Check.In in) {
      for (String value : in.values()) {
        if (!fits(value, isGroup, to)) {
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

  private boolean fits(String value, boolean isGroup, Check to) {
    String id = isGroup ? groups.find(value) : null;
    return to.holds(id == null ? value : id, groups.names(id));
  }

  /** A list of numbers. */
  private static final class Keys {
    private int[] keys = new int[16];
    private int size;

    void clear() {
      size = 0;
    }

    void add(int key) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
      }
      keys[size++] = key;
    }

    void remove(int from, int to) {
      System.arraycopy(keys, to, keys, from, size - to);
      size -= to - from;
    }

    int get(int index) {
      return keys[index];
    }

    int size() {
      return size;
    }
  }
}
