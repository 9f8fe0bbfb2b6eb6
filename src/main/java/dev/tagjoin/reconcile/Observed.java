package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.ResourceState;

/**
 * The result of reading a resource: its state, or neither state nor failure when ECS does not show
 * it, or why it could not be read. Immutable.
 *
 * @param state the state, or {@code null}
 * @param failure why it could not be read, or {@code null}
 * @param readAt when the reading began, by {@link System#nanoTime()}
 */
public record Observed(ResourceState state, EcsException failure, long readAt) {
  /** The same state in another group than the one that was read. */
  Observed withGroup(String group) {
    return new Observed(state.withGroup(group), failure, readAt);
  }
}
