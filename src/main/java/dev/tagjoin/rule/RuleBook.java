package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rules that decide which group a resource belongs in. Immutable and safe for use by many
 * threads.
 *
 * <p>The first rule that applies decides.
 *
 * @param groupIndex the groups that may be joined
 * @param rules the rules, in the order in which they are asked
 * @param otherwise where a resource goes when no rule applies, as rules without a condition: the
 *     first whose target exists
 * @param follow leaders and the kinds that follow them when no rule applies to these
 * @param warnings what is probably not meant, by position
 * @param day the day of the decisions, or {@code null} when it is not known; no rule ends then
 */
public record RuleBook(
    Groups groupIndex,
    List<Rule> rules,
    List<Rule> otherwise,
    Map<ResourceKind, List<ResourceKind>> follow,
    List<Diagnostic> warnings,
    LocalDate day) {
  public RuleBook {
    rules = List.copyOf(rules);
    otherwise = List.copyOf(otherwise);
    Map<ResourceKind, List<ResourceKind>> copy = new EnumMap<>(ResourceKind.class);
    copy.putAll(follow);
    follow = Collections.unmodifiableMap(copy);
    warnings = List.copyOf(warnings);
  }

  /** A book of rules alone, on a day that is not known. */
  public RuleBook(Groups groupIndex, List<Rule> rules) {
    this(groupIndex, rules, List.of(), Map.of(), List.of(), null);
  }

  /**
   * The book as it decides on a day; without one, no rule ends.
   *
   * @param today asked only when a rule of the book ends some day
   */
  public RuleBook on(Supplier<LocalDate> today) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).until() != null) {
        return new RuleBook(groupIndex, rules, otherwise, follow, warnings, today.get());
      }
    }
    return this;
  }

  /** The decision about a resource by its own state, where no groups are looked up. */
  public Decision decide(ResourceState state) {
    return decide(state, AccountGroups.OFFLINE);
  }

  /**
   * The decision about a resource by its own state; never {@code null}.
   *
   * @param groups the groups of the resource's account
   */
  public Decision decide(ResourceState state, AccountGroups groups) {
    Decision decision = first(rules, state, groups);
    return decision != null ? decision : otherwise(state, groups);
  }

  /** The decision of the first rule that applies; empty when none does. */
  public Optional<Decision> decideByRules(ResourceState state, AccountGroups groups) {
    return Optional.ofNullable(first(rules, state, groups));
  }

  /** The placement of a resource, where no groups are looked up. */
  public Placement placement(ResourceState state, Leader leader) {
    return placement(state, leader, AccountGroups.OFFLINE);
  }

  /**
   * The placement of a resource that may follow another one: by its own rules, else by its leader.
   *
   * @param leader its leader, or {@code null} when its kind follows nothing
   * @param groups the groups of the resource's account
   */
  public Placement placement(ResourceState state, Leader leader, AccountGroups groups) {
    Decision own = first(rules, state, groups);
    return own != null ? new Placement(own, null) : placementByLeader(state, leader, groups);
  }

  /**
   * The placement of a resource to which no rule applies: its leader's desired group, else {@code
   * otherwise}.
   *
   * <p>When a rule leaves the leader where it is, its followers stay where they are. When the book
   * does not decide about the leader, its followers belong in the leader's current group, as long
   * as that group may be joined.
   *
   * @param leader the resource's leader, or {@code null} when its kind follows nothing
   * @param groups the groups of the resource's account
   */
  public Placement placementByLeader(ResourceState state, Leader leader, AccountGroups groups) {
    if (leader == null || leader.state() == null) {
      return new Placement(otherwise(state, groups), null);
    }
    Placement ofLeader = placement(leader.state(), leader.next(), groups);
    return new Placement(followerDecision(leader.state(), ofLeader, groups), leader.state().ref());
  }

  private Decision followerDecision(
      ResourceState leader, Placement ofLeader, AccountGroups account) {
    if (ofLeader.decision().action() == Action.JOIN) {
      return ofLeader.decision().withoutRule();
    }
    return ofLeader.isUndecided()
            && !groupIndex.names(leader.group(), leader.ref().account(), account).isEmpty()
        ? new Decision(Action.JOIN, null, leader.group())
        : Decision.NOTHING;
  }

  /** The decision with the reasons of every rule, where no groups are looked up. */
  public Explanation explain(ResourceState state) {
    return explain(state, AccountGroups.OFFLINE);
  }

  /**
   * The decision with the reasons of every rule, and of {@code otherwise} when it is a template or
   * a list. Costs far more than {@link #decide}.
   *
   * @param account the groups of the resource's account
   */
  public Explanation explain(ResourceState state, AccountGroups account) {
    Evaluation evaluation = new Evaluation(groupIndex, account, day);
    List<Rule> asked = new ArrayList<>(rules);
    if (otherwise.stream().anyMatch(last -> last.target() instanceof JoinTarget.Lookup)) {
      asked.addAll(otherwise);
    }
    List<RuleTrace> traces = new ArrayList<>(asked.size());
    for (Rule rule : asked) {
      List<String> why = new ArrayList<>();
      traces.add(new RuleTrace(rule.name(), evaluation.apply(rule, state, why) != null, why));
    }
    return new Explanation(state, decide(state, account), traces);
  }

  private Decision first(List<Rule> asked, ResourceState state, AccountGroups account) {
    Evaluation evaluation = new Evaluation(groupIndex, account, day);
    for (int i = 0; i < asked.size(); i++) {
      Decision decision = evaluation.apply(asked.get(i), state, null);
      if (decision != null) {
        return decision;
      }
    }
    return null;
  }

  private Decision otherwise(ResourceState state, AccountGroups account) {
    Decision decision = first(otherwise, state, account);
    return decision == null ? Decision.NOTHING : decision;
  }

  /** Whether decisions can depend on which groups an account has; ids alone do not. */
  public boolean needsGroupLookup() {
    return groupIndex.needLookup();
  }

  /** Names to ids of the groups that may be joined, see {@link Groups#byName}. */
  public Map<String, String> groups() {
    return groupIndex.byName();
  }

  /** The kinds that go where this kind goes; none when it leads nothing. */
  public List<ResourceKind> followersOf(ResourceKind leader) {
    return follow.getOrDefault(leader, List.of());
  }

  /**
   * The kind that this kind goes with, or empty: the nearest that the book says, so that a snapshot
   * goes with its disk rather than with the instance of its disk.
   */
  public Optional<ResourceKind> leaderOf(ResourceKind follower) {
    ResourceKind.Attachment at = follower.attachment();
    while (at != null && !followersOf(at.to()).contains(follower)) {
      at = at.to().attachment();
    }
    return Optional.ofNullable(at).map(ResourceKind.Attachment::to);
  }
}
