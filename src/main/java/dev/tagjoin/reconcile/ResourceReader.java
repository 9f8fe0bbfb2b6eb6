package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Reads resources with as few describe calls as possible. Safe for use by several threads. */
public final class ResourceReader {
  private final EcsApi ecs;
  private final WorkerPool workers;

  ResourceReader(EcsApi ecs, WorkerPool workers) {
    this.ecs = ecs;
    this.workers = workers;
  }

  /** Resources that one describe call can answer for, as many as it takes at most. */
  private record Batch(ResourceKind kind, String region, String account, List<String> ids) {
    ResourceRef ref(String id) {
      return new ResourceRef(kind, id, region, account);
    }

    Batch part(int from, int to) {
      return new Batch(kind, region, account, ids.subList(from, to));
    }
  }

  private record Result(Map<String, ResourceState> states, EcsException failure, long readAt) {
    boolean mayBeCausedByOneId() {
      return failure != null && failure.error().mayBeCausedByOneId();
    }
  }

  /** Reads one resource on the calling thread. */
  public Observed read(ResourceRef ref, RequestContext context) {
    Batch batch = new Batch(ref.kind(), ref.region(), ref.account(), List.of(ref.id()));
    Result result = describe(batch, context);
    return observed(result, ref.id());
  }

  /**
   * Reads many resources, with several calls at once. A call that one of its ids may have made fail
   * is repeated for each half of its ids.
   *
   * @return what was read; resources for which the time did not suffice are missing
   */
  public Map<ResourceRef, Observed> read(Collection<ResourceRef> refs, RequestContext context) {
    Map<ResourceRef, Observed> observed = new HashMap<>();
    List<Batch> open = batches(refs);
    while (!open.isEmpty()) {
      List<Callable<Result>> calls = new ArrayList<>(open.size());
      for (Batch batch : open) {
        calls.add(() -> describe(batch, context));
      }
      List<Result> results = workers.all(calls, context.deadline());
      List<Batch> halves = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        Batch batch = open.get(i);
        Result result = results.get(i);
        int size = batch.ids.size();
        if (result != null && size > 1 && result.mayBeCausedByOneId()) {
          halves.add(batch.part(0, size / 2));
          halves.add(batch.part(size / 2, size));
        } else if (result != null) {
          for (String id : batch.ids) {
            observed.put(batch.ref(id), observed(result, id));
          }
        }
      }
      open = halves;
    }
    return observed;
  }

  private static List<Batch> batches(Collection<ResourceRef> refs) {
    Map<Batch, List<String>> groups = new LinkedHashMap<>();
    for (ResourceRef ref : refs) {
      groups
          .computeIfAbsent(
              new Batch(ref.kind(), ref.region(), ref.account(), null), key -> new ArrayList<>())
          .add(ref.id());
    }
    List<Batch> batches = new ArrayList<>();
    groups.forEach(
        (key, ids) -> {
          Batch all = new Batch(key.kind, key.region, key.account, ids);
          int max = key.kind.describe().maxIds();
          for (int i = 0; i < ids.size(); i += max) {
            batches.add(all.part(i, Math.min(ids.size(), i + max)));
          }
        });
    return batches;
  }

  private Result describe(Batch batch, RequestContext context) {
    long readAt = System.nanoTime();
    try {
      return new Result(
          ecs.describe(context, batch.kind, batch.region, batch.account, batch.ids), null, readAt);
    } catch (EcsException e) {
      return new Result(Map.of(), e, readAt);
    }
  }

  private static Observed observed(Result result, String id) {
    return new Observed(result.states.get(id), result.failure, result.readAt);
  }
}
