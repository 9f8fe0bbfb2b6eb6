package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a rule applies to a resource.
 *
 * <p>One walk serves the decision and its explanation, so that the two cannot disagree: with a list
 * for reasons nothing is cut short and every fact is written down, without one the walk stops as
 * soon as the answer is known.
 */
final class Evaluation {
  private final Groups groups;
  private final AccountGroups account;
  private final LocalDate day;

  /**
   * @param day the day of the decision, or {@code null} when it is not known; no rule ends then
   */
  Evaluation(Groups groups, AccountGroups account, LocalDate day) {
    this.groups = groups;
    this.account = account;
    this.day = day;
  }

  /**
   * What a rule decides.
   *
   * @param why takes the reasons, or {@code null}
   * @return {@code null} when the rule does not apply
   */
  Decision apply(Rule rule, ResourceState state, List<String> why) {
    if (!rule.enabled() || rule.isOver(day)) {
      if (why != null) {
        why.add(
            rule.enabled()
                ? "the day is " + day + ", wanted one until " + rule.until()
                : "enabled is false, wanted true");
      }
      return null;
    }
    if (!fits(rule.when(), true, state, why)) {
      return null;
    }
    if (why != null && rule.when().entries().isEmpty()) {
      why.add("no condition");
    }
    if (rule.target() instanceof JoinTarget.Leave) {
      return new Decision(Action.LEAVE, rule.name(), null);
    }
    if (rule.target() instanceof JoinTarget.Fixed fixed) {
      Decision decision = Groups.join(rule.name(), fixed.group(), state.ref().account(), account);
      if (why != null && decision.problem() != null) {
        why.add(decision.problem());
      }
      return decision;
    }
    JoinTarget.Lookup lookup = (JoinTarget.Lookup) rule.target();
    String value = lookup.template().fill(state);
    Table.Row row = value == null || lookup.table() == null ? null : lookup.table().find(value);
    String name = lookup.table() == null ? value : row == null ? null : row.group();
    GroupRef group =
        name == null || !lookup.allows(name) ? null : row == null ? groups.byName(name) : row.ref();
    Decision decision =
        group == null ? null : Groups.join(rule.name(), group, state.ref().account(), account);
    boolean applies = decision != null && decision.problem() == null;
    if (why != null) {
      if (!applies) {
        // What held is no reason for a rule that does not apply.
        why.clear();
      }
      why.add(reason(lookup, value, row, decision, state));
    }
    return applies ? decision : null;
  }

  private static String reason(
      JoinTarget.Lookup lookup,
      String value,
      Table.Row row,
      Decision decision,
      ResourceState state) {
    Template template = lookup.template();
    if (value == null) {
      return template.missing(state) + " is missing, wanted for the target " + template;
    }
    String target = "the target " + template + " is " + DisplayText.show(value);
    if (lookup.table() != null) {
      if (row == null) {
        return target + ", wanted a value of the table " + DisplayText.show(lookup.table().name());
      }
      target += ": " + DisplayText.show(row.group()) + " by " + row.place();
    }
    if (!lookup.allows(row == null ? value : row.group())) {
      List<String> among = lookup.among().stream().map(Glob::pattern).toList();
      return target + ", wanted one among " + DisplayText.list(among);
    }
    if (decision == null) {
      return target + ", wanted a name from groups";
    }
    return decision.problem() != null
        ? target + ", wanted one that exists: " + decision.problem()
        : row != null ? target : target + ": in groups";
  }

  private boolean fits(Condition condition, boolean wanted, ResourceState state, List<String> why) {
    if (condition instanceof Condition.Test test) {
      return fits(test, wanted, state, why);
    }
    if (condition instanceof Condition.Not not) {
      return fits(not.part(), !wanted, state, why);
    }
    boolean every = (condition instanceof Condition.Any) != wanted;
    return fits(condition.parts(), every, wanted, state, why);
  }

  /**
   * Whether every part fits, or one of them.
   *
   * @param every whether all parts have to
   * @param wanted whether a part has to hold or has to fail; under a {@code not} it is the latter,
   *     and what was every becomes one
   */
  private boolean fits(
      List<? extends Condition> parts,
      boolean every,
      boolean wanted,
      ResourceState state,
      List<String> why) {
    boolean result = every;
    int start = why == null ? 0 : why.size();
    for (int i = 0; i < parts.size(); i++) {
      List<String> reasons = why == null ? null : new ArrayList<>();
      boolean fits = fits(parts.get(i), wanted, state, reasons);
      if (fits != every && result == every) {
        result = fits;
        if (why == null) {
          return result;
        }
        // This part settles it; what the ones before it said no longer matters.
        why.subList(start, why.size()).clear();
      }
      if (why != null && fits == result) {
        String place = every || parts.size() == 1 ? "" : (i + 1) + " of " + parts.size() + ": ";
        reasons.forEach(reason -> why.add(place + reason));
      }
    }
    return result;
  }

  private boolean fits(Condition.Test test, boolean wanted, ResourceState state, List<String> why) {
    Attribute attribute = test.attribute();
    String value = attribute.in(state);
    List<String> names =
        attribute.source() == Attribute.Source.GROUP
            ? groups.names(value, state.ref().account(), account)
            : List.of();
    boolean fits = test.check().holds(value, names) == wanted;
    if (why != null) {
      why.add(reason(test, wanted, value, names, fits));
    }
    return fits;
  }

  private static String reason(
      Condition.Test test, boolean wanted, String value, List<String> names, boolean fits) {
    ValueTest check = test.check();
    StringBuilder text =
        new StringBuilder(DisplayText.show(test.attribute().toString())).append(" is ");
    text.append(value == null ? "missing" : DisplayText.show(value));
    if (!names.isEmpty()) {
      text.append(" (").append(DisplayText.list(names)).append(')');
    }
    text.append(fits ? ": " : ", wanted ");
    text.append(fits ? check.fact(wanted) : check.wish(wanted));
    if (!fits && wanted && value != null && differsByCase(check, value)) {
      text.append(" (case counts)");
    }
    return text.toString();
  }

  private static boolean differsByCase(ValueTest check, String value) {
    return check instanceof ValueTest.OneOf oneOf
        && oneOf.values().stream().anyMatch(value::equalsIgnoreCase);
  }
}
