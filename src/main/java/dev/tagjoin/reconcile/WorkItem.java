package dev.tagjoin.reconcile;

import dev.tagjoin.resource.ResourceRef;
import java.time.Instant;
import java.util.Objects;

/**
 * A resource to look at, and why.
 *
 * @param event the id of the event that named it, or {@code null}
 * @param ref the resource
 * @param eventTime when the event happened that may be the first about a new resource, else {@code
 *     null}; for some time after that ECS may not show the resource yet
 * @param ownMove the id of the group when the event tells of a move to it that this function made
 *     itself, as far as that is known, else {@code null}; only good for saving the look at what
 *     follows it
 */
public record WorkItem(String event, ResourceRef ref, Instant eventTime, String ownMove) {
  public WorkItem {
    Objects.requireNonNull(ref, "ref");
  }

  /** A resource to look at for another reason than a move of the function's own. */
  public WorkItem(String event, ResourceRef ref, Instant eventTime) {
    this(event, ref, eventTime, null);
  }

  /** Whether this is the news of the function's own move, and nobody moved the resource since. */
  boolean isEcho(String group) {
    return ownMove != null && ownMove.equals(group);
  }
}
