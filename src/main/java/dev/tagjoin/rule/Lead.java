package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.util.Objects;

/**
 * Who leads a resource whose kind follows another, as far as that is known.
 *
 * @param kind the leader's type
 * @param id the leader's id, or {@code null} when there is none or it is unknown
 * @param why how that is known, or why there is none, for people
 * @param state the leader's state, or {@code null} when there is no leader, or it was not read
 * @param next who leads the leader, or {@code null} when its kind follows nothing or a rule of its
 *     own decides
 */
public record Lead(ResourceKind kind, String id, String why, ResourceState state, Lead next) {
  public Lead {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(why, "why");
  }

  /** No leader, or none that is known. */
  public static Lead unknown(ResourceKind kind, String id, String why) {
    return new Lead(kind, id, why, null, null);
  }
}
