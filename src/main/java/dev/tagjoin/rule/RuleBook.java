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
 * Decides which group a resource belongs in: rules of which the first that applies decides.
 *
 * <p>A pure function from a state to a decision; immutable and safe for use by many threads. Two
 * books are equal when they say the same in the same words; where they stand in a file, and what is
 * doubtful about them, does not matter.
 */
public final class RuleBook {
  /** The longest text of a rule book, in characters: 1 MiB. */
  public static final int MAX_LENGTH = Yaml.MAX_LENGTH;

  private final Groups groups;
  private final List<Rule> rules;
  private final Decision otherwise;
  private final Map<ResourceKind, List<ResourceKind>> follow;
  private final List<Fault> warnings;
  private final Evaluation evaluation;

  RuleBook(
      Groups groups,
      List<Rule> rules,
      Decision otherwise,
      Map<ResourceKind, List<ResourceKind>> follow,
      List<Fault> warnings) {
    this.groups = groups;
    this.rules = List.copyOf(rules);
    this.otherwise = otherwise;
    Map<ResourceKind, List<ResourceKind>> copy = new EnumMap<>(ResourceKind.class);
    copy.putAll(follow);
    this.follow = Collections.unmodifiableMap(copy);
    this.warnings = warnings;
    this.evaluation = new Evaluation(groups);
  }

  /**
   * Reads a rule book.
   *
   * @param source names the text in messages: the file's name, or the variable it came from
   * @param yaml one YAML document without anchors, aliases and tags, at most {@link #MAX_LENGTH}
   *     characters, 10,000 rules and 50,000 groups
   * @throws RuleBookException with all faults of the text
   */
  public static RuleBook parse(String source, String yaml) throws RuleBookException {
    return BookParser.parse(source, yaml);
  }

  /** What the book asks for a resource; never {@code null}. */
  public Decision decide(ResourceState state) {
    Decision decision = firstRule(state);
    return decision != null ? decision : otherwise;
  }

  /** What the first rule that applies asks for; empty when {@link #otherwise} has the word. */
  public Optional<Decision> decideByRules(ResourceState state) {
    return Optional.ofNullable(firstRule(state));
  }

  /** What the book asks for when no rule applies; its rule is {@code null} if it says nothing. */
  public Decision otherwise() {
    return otherwise;
  }

  /**
   * What the book asks for a resource that may follow another one: what its own rules say, else
   * what {@link #following} says.
   *
   * @param lead who leads it, or {@code null} when its kind follows nothing
   */
  public Wanted wanted(ResourceState state, Lead lead) {
    Decision own = firstRule(state);
    return own != null ? new Wanted(own, null) : following(lead);
  }

  /**
   * What the book asks for a resource to which no rule applies: its leader's wanted group, else
   * {@link #otherwise}.
   *
   * <p>A leader that a rule leaves where it is keeps its followers where they are. One about which
   * the book says nothing belongs where it is: its followers come there, as long as that group is
   * one of {@link #groups}.
   *
   * @param lead who leads the resource, or {@code null} when its kind follows nothing
   */
  public Wanted following(Lead lead) {
    if (lead == null || lead.state() == null) {
      return new Wanted(otherwise, null);
    }
    return new Wanted(place(lead.state(), wanted(lead.state(), lead.next())), lead.state().ref());
  }

  /** Where a leader takes its followers. */
  private Decision place(ResourceState leader, Wanted wanted) {
    String group = wanted.decision().group();
    if (wanted.isSilent() && !groups.names(leader.group()).isEmpty()) {
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

  /** The groups that may be joined. */
  Groups groupIndex() {
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
  public List<Fault> warnings() {
    return warnings;
  }

  /** The book in one form, as a text that {@link #parse} reads back as an equal book. */
  public String toYaml() {
    return BookPrinter.print(this);
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
