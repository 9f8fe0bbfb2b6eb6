package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceState;
import java.util.List;

/**
 * A decision with its reasons.
 *
 * @param state what was decided about
 * @param decision what {@link RuleBook#decide} says of that state
 * @param rules every rule in the book's order, those behind the deciding one too
 */
public record Explanation(ResourceState state, Decision decision, List<RuleTrace> rules) {
  public Explanation {
    rules = List.copyOf(rules);
  }
}
