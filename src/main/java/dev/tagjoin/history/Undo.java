package dev.tagjoin.history;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where resources would go if moves were undone. Immutable.
 *
 * <p>An undo is a rule book: each rule says which resources that are in one group go back to
 * another. So a resource that somebody has moved on fits no rule and stays.
 *
 * @param steps one for each resource that can be moved back
 * @param impossible resources that cannot, each with the reason
 */
public record Undo(List<Step> steps, List<Impossible> impossible) {
  /** What the names of an undo's rules begin with; the log shows them. */
  public static final String RULE_PREFIX = "undo: ";

  /**
   * One resource.
   *
   * @param ref the resource
   * @param expected the id of the group it was put into, and has to be in
   * @param target the id of the group it goes back to
   * @param rule the rule that moved it, or {@code null} when it followed another resource
   */
  public record Step(ResourceRef ref, String expected, String target, String rule) {}

  /** A resource that cannot be moved back: the last of its moves, and why, for a person. */
  public record Impossible(LoggedMove move, String reason) {}

  public Undo {
    steps = List.copyOf(steps);
    impossible = List.copyOf(impossible);
  }

  /** What undoes all moves of a history. */
  public static Undo of(MoveHistory history) {
    List<Step> steps = new ArrayList<>();
    List<Impossible> impossible = new ArrayList<>();
    for (MoveHistory.Resource resource : history.resources()) {
      LoggedMove last = resource.last();
      ResourceRef ref = ref(last.resource());
      String target = target(resource.moves());
      if (ref == null) {
        impossible.add(new Impossible(last, "the log names no type and region that ECS knows"));
      } else if (target == null || !Groups.isId(target) || !Groups.isId(last.to())) {
        impossible.add(new Impossible(last, "the log does not say which group it came from"));
      } else if (target.equals(last.to())) {
        impossible.add(new Impossible(last, "its moves ended in the group in which they began"));
      } else {
        steps.add(new Step(ref, last.to(), target, last.rule()));
      }
    }
    return new Undo(steps, impossible);
  }

  /**
   * The group before the moves. When somebody else moved the resource between two of them, it is
   * the group before the later one: the other's decision is not undone.
   */
  private static String target(List<LoggedMove> moves) {
    int first = moves.size() - 1;
    while (first > 0 && moves.get(first - 1).to().equals(moves.get(first).from())) {
      first--;
    }
    return moves.get(first).from();
  }

  private static ResourceRef ref(Outcome.Resource resource) {
    ResourceKind kind = ResourceKind.ofType(resource.type()).orElse(null);
    try {
      return kind == null
          ? null
          : new ResourceRef(kind, resource.id(), resource.region(), resource.account());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The rule book that moves them back. */
  public RuleBook book() {
    Map<Step, Set<String>> ids = new LinkedHashMap<>();
    Map<String, GroupRef> groups = new LinkedHashMap<>();
    for (Step step : steps) {
      ids.computeIfAbsent(withoutId(step), key -> new LinkedHashSet<>()).add(step.ref.id());
      groups.put(step.target, new GroupRef.Id(step.target));
    }
    List<Rule> rules = new ArrayList<>(ids.size());
    // a rule that reads the account may cost a call of its own
    boolean isOfOneAccount = steps.stream().map(step -> step.ref.account()).distinct().count() == 1;
    ids.forEach((step, some) -> rules.add(rule(step, some, isOfOneAccount)));
    return new RuleBook(new Groups(groups, List.of()), rules);
  }

  /** Steps that differ in their id only share a rule. */
  private static Step withoutId(Step step) {
    ResourceRef ref = step.ref;
    return new Step(
        new ResourceRef(ref.kind(), "any", ref.region(), ref.account()),
        step.expected,
        step.target,
        step.rule);
  }

  private static Rule rule(Step step, Set<String> ids, boolean isOfOneAccount) {
    List<Condition> when = new ArrayList<>();
    when.add(isEqual("group", step.expected));
    when.add(isEqual("kind", step.ref.kind().type()));
    when.add(isEqual("region", step.ref.region()));
    when.add(new Condition.Test(Attribute.of("id"), new ValueTest.OneOf(ids)));
    if (!isOfOneAccount && step.ref.account() != null) {
      when.add(isEqual("account", step.ref.account()));
    }
    return new Rule(
        RULE_PREFIX + (step.rule == null ? "follow" : step.rule),
        null,
        true,
        null,
        new Condition.When(when),
        new JoinTarget.Fixed(step.target, new GroupRef.Id(step.target)));
  }

  private static Condition isEqual(String attribute, String value) {
    return new Condition.Test(Attribute.of(attribute), new ValueTest.OneOf(value));
  }
}
