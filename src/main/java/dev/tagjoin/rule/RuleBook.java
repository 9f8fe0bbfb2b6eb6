package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules that decide which group a resource belongs in. Immutable and safe for use by many
 * threads.
 *
 * <p>The first rule that applies decides. Two books are equal when their groups, rules, {@code
 * otherwise} and {@code follow} are equal; places in a file and warnings do not count.
 */
public final class RuleBook {
  private final Groups groups;
  private final List<Rule> rules;
  private final Decision otherwise;
  private final Map<ResourceKind, List<ResourceKind>> follow;
  private final List<Diagnostic> warnings;
  private final Evaluation evaluation;

  /**
   * @param groups the groups that may be joined
   * @param rules the rules, in the order in which they are asked
   * @param otherwise the decision when no rule applies
   * @param follow leaders and the kinds that follow them
   * @param warnings what is probably not meant, by position
   */
  public RuleBook(
      Groups groups,
      List<Rule> rules,
      Decision otherwise,
      Map<ResourceKind, List<ResourceKind>> follow,
      List<Diagnostic> warnings) {
    this.groups = groups;
    this.rules = List.copyOf(rules);
    this.otherwise = otherwise;
    Map<ResourceKind, List<ResourceKind>> copy = new EnumMap<>(ResourceKind.class);
    copy.putAll(follow);
    this.follow = Collections.unmodifiableMap(copy);
    this.warnings = List.copyOf(warnings);
    this.evaluation = new Evaluation(groups);
  }

  /** The book's decision about a resource by its own state; never {@code null}. */
  public Decision decide(ResourceState state) {
    Decision decision = firstRule(state);
    return decision != null ? decision : otherwise;
  }

  /** The decision of the first rule that applies; empty when none does. */
  public Optional<Decision> decideByRules(ResourceState state) {
    return Optional.ofNullable(firstRule(state));
  }

  /** The decision when no rule applies; its rule is {@code null} if the book does not say. */
  public Decision otherwise() {
    return otherwise;
  }

  /**
   * The placement of a resource that may follow another one: by its own rules, else by its leader.
   *
   * @param leader its leader, or {@code null} when its kind follows nothing
   */
  public Placement placement(ResourceState state, Leader leader) {
    Decision own = firstRule(state);
    return own != null ? new Placement(own, null) : placementByLeader(leader);
  }

  /**
   * The placement of a resource to which no rule applies: its leader's desired group, else {@link
   * #otherwise}.
   *
   * <p>When a rule leaves the leader where it is, its followers stay where they are. When the book
   * does not decide about the leader, its followers belong in the leader's current group, as long
   * as that group is one of {@link #groups}.
   *
   * @param leader the resource's leader, or {@code null} when its kind follows nothing
   */
  public Placement placementByLeader(Leader leader) {
    if (leader == null || leader.state() == null) {
      return new Placement(otherwise, null);
    }
    Placement ofLeader = placement(leader.state(), leader.next());
    return new Placement(followerDecision(leader.state(), ofLeader), leader.state().ref());
  }

  private Decision followerDecision(ResourceState leader, Placement ofLeader) {
    String group = ofLeader.decision().group();
    if (ofLeader.isUndecided() && !groups.names(leader.group()).isEmpty()) {
      group = leader.group();
    }
    return group == null ? Decision.NOTHING : new Decision(Action.JOIN, null, group);
  }

  /** The decision with the reasons of every rule. Costs far more than {@link #decide}. */
  public Explanation explain(ResourceState state) {
    Decision decision = null;
    List<RuleTrace> traces = new ArrayList<>(rules.size());
    for (Rule rule : rules) {
      List<String> why = new ArrayList<>();
      Decision asked = evaluation.apply(rule, state, why);
      traces.add(new RuleTrace(rule.name(), asked != null, why));
      if (decision == null) {
        decision = asked;
      }
    }
    return new Explanation(state, decision != null ? decision : otherwise, traces);
  }

  private Decision firstRule(ResourceState state) {
    for (int i = 0; i < rules.size(); i++) {
      Decision decision = evaluation.apply(rules.get(i), state, null);
      if (decision != null) {
        return decision;
      }
    }
    return null;
  }

  /** The groups that may be joined: names to ids, in the order in which they were written. */
  public Map<String, String> groups() {
    return groups.byName();
  }

  /** The groups that may be joined, by name and by id. */
  public Groups groupIndex() {
    return groups;
  }

  /** The rules in the order in which they are asked. */
  public List<Rule> rules() {
    return rules;
  }

  /** Which kinds go where another kind goes when no rule applies to them: leader to followers. */
  public Map<ResourceKind, List<ResourceKind>> follow() {
    return follow;
  }

  /** The kinds that go where this kind goes; none when it leads nothing. */
  public List<ResourceKind> followersOf(ResourceKind leader) {
    return follow.getOrDefault(leader, List.of());
  }

  /**
   * The kind that this kind goes with, or empty. A snapshot goes with its disk if the book says so,
   * else with the instance of its disk if it says that.
   */
  public Optional<ResourceKind> leaderOf(ResourceKind follower) {
    if (followersOf(ResourceKind.DISK).contains(follower)) {
      return Optional.of(ResourceKind.DISK);
    }
    return followersOf(ResourceKind.INSTANCE).contains(follower)
        ? Optional.of(ResourceKind.INSTANCE)
        : Optional.empty();
  }

  /** What is probably not meant, in the order of its position. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleBook book
        && book.groups.byName().equals(groups.byName())
        && book.rules.equals(rules)
        && book.otherwise.equals(otherwise)
        && book.follow.equals(follow);
  }

  @Override
  public int hashCode() {
    return Objects.hash(groups.byName(), rules, otherwise, follow);
  }
}
