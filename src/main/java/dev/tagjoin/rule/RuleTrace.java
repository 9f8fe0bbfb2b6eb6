package dev.tagjoin.rule;

import java.util.List;

/**
 * Whether one rule applies to a resource, and why.
 *
 * @param rule the rule's name
 * @param applies whether its conditions hold and its target exists
 * @param why the facts behind it, one sentence each, for people: all that hold when the rule
 *     applies, all that do not when it does not
 */
public record RuleTrace(String rule, boolean applies, List<String> why) {
  public RuleTrace {
    why = List.copyOf(why);
  }
}
