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
 */
public record Target(String event, ResourceRef ref, Instant createdAt) {
  public Target {
    Objects.requireNonNull(ref, "ref");
  }
}
