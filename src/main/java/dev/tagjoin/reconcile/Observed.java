package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of reading a resource: a state, or neither when ECS does not show it, or why it could
 * not be read.
 *
 * @param nanos when the reading began, by {@link System#nanoTime()}
 */
record Observed(ResourceState state, EcsException failure, long nanos) {

  /** What one describe call can answer for. */
  record Batch(String account, String region, ResourceKind kind) {
    static Batch of(ResourceRef ref) {
      return new Batch(ref.account(), ref.region(), ref.kind());
    }
  }

  /**
   * Whether the reading began at a moment, or later.
   *
   * @param since the moment, by {@link System#nanoTime()}
   */
  boolean isReadSince(long since) {
    return nanos - since >= 0;
  }

  /** The same of a resource that is known to be in another group than the one that was read. */
  Observed in(String group) {
    return new Observed(state.withGroup(group), failure, nanos);
  }

  /**
   * Reads resources with one describe call, and each by itself when one of the ids may have made it
   * fail.
   *
   * @param ids as many as one call takes
   */
  static Map<String, Observed> read(
      EcsApi ecs, RequestContext context, Batch batch, List<String> ids) {
    Map<String, Observed> observed = new LinkedHashMap<>();
    long before = System.nanoTime();
    try {
      Map<String, ResourceState> states =
          ecs.describe(context, batch.kind, batch.region, batch.account, ids);
      for (String id : ids) {
        observed.put(id, new Observed(states.get(id), null, before));
      }
    } catch (EcsException e) {
      if (ids.size() > 1 && e.error().mayBeCausedByOneId()) {
        for (String id : ids) {
          observed.putAll(read(ecs, context, batch, List.of(id)));
        }
      } else {
        for (String id : ids) {
          observed.put(id, new Observed(null, e, before));
        }
      }
    }
    return observed;
  }
}
