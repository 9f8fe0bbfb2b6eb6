package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;

/**
 * The resource that another resource follows, as far as it is known. Immutable.
 *
 * @param kind the leader's type
 * @param id the leader's id, or {@code null} when there is none or it is unknown
 * @param why how the leader was found, or why there is none, for people
 * @param state the leader's state, or {@code null} when there is no leader, or it was not read
 * @param next the leader's own leader, or {@code null} when its kind follows nothing or a rule of
 *     its own decides
 */
public record Leader(ResourceKind kind, String id, String why, ResourceState state, Leader next) {
  /** No leader, or none that is known. */
  public static Leader unknown(ResourceKind kind, String id, String why) {
    return new Leader(kind, id, why, null, null);
  }
}
