package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceRef;

/**
 * The desired group of a resource that may follow another one. Immutable.
 *
 * @param decision the decision; its rule is {@code null} when a leader decided
 * @param follows the leader that decided, or {@code null} when the book itself did
 */
public record Placement(Decision decision, ResourceRef follows) {
  /** The placement of a resource that stays where it is because of its leader. */
  public static Placement staying(ResourceRef leader) {
    return new Placement(Decision.NOTHING, leader);
  }

  /** Whether neither a rule, nor a leader, nor {@code otherwise} names a group. */
  boolean isUndecided() {
    return follows == null
        && decision.action() == Action.LEAVE
        && (decision.rule() == null || decision.rule().equals(Decision.OTHERWISE));
  }
}
