package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceRef;
import java.util.Objects;

/**
 * What is wanted of a resource that may follow another one.
 *
 * @param decision what is asked for; its rule is {@code null} when it came about by following
 * @param follows the leader that decided, or {@code null} when the book itself did
 */
public record Wanted(Decision decision, ResourceRef follows) {
  public Wanted {
    Objects.requireNonNull(decision, "decision");
  }

  /** What is wanted of a resource that stays where it is because of its leader. */
  public static Wanted staying(ResourceRef leader) {
    return new Wanted(Decision.NOTHING, leader);
  }

  /** Whether nobody said anything: neither a rule, nor a leader, nor a group for the rest. */
  boolean isSilent() {
    return follows == null
        && decision.action() == Action.LEAVE
        && (decision.rule() == null || decision.rule().equals(Decision.OTHERWISE));
  }
}
