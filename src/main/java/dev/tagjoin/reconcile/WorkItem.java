package dev.tagjoin.reconcile;

import dev.tagjoin.resource.ResourceRef;
import java.time.Instant;
import java.util.Objects;

/**
 * A resource to look at, and why.
 *
 * @param event the id of the event that named it, or {@code null}
 * @param ref the resource
 * @param createdAt when it was created, as far as the event says so, else {@code null}
 * @param ownMove the id of the group when the event tells of a move to it that this function made
 *     itself, as far as that is known, else {@code null}; only good for saving the look at what
 *     follows it
 */
public record WorkItem(String event, ResourceRef ref, Instant createdAt, String ownMove) {
  public WorkItem {
    Objects.requireNonNull(ref, "ref");
  }

  /** A resource to look at for another reason than a move of the function's own. */
  public WorkItem(String event, ResourceRef ref, Instant createdAt) {
    this(event, ref, createdAt, null);
  }

  /** Whether this is the news of the function's own move, and nobody moved the resource since. */
  boolean isEcho(String group) {
    return ownMove != null && ownMove.equals(group);
  }
}
