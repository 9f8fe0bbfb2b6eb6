package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.reconcile.Observed.Batch;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceKind.Attachment;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Lead;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out who leads a resource: what it is attached to or was made from, read from ECS and
 * remembered for the time of one request or pass. Safe for use by several threads.
 *
 * <p>The way up is at most snapshot, disk, instance. A snapshot that goes with an instance belongs
 * to the one that its disk is attached to now.
 */
final class FollowChain {
  /** How many resources are remembered; of others the latest used stay. */
  static final int MOST_KNOWN = 10_000;

  private final EcsApi ecs;
  private final RuleBook book;
  private final RequestContext context;
  private final ResourceLocks.Watch watch;
  private final Set<ResourceRef> held = ConcurrentHashMap.newKeySet();

  /** Guarded by itself. */
  private final Map<ResourceRef, Observed> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceRef, Observed> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  FollowChain(EcsApi ecs, RuleBook book, RequestContext context, ResourceLocks.Watch watch) {
    this.ecs = ecs;
    this.book = book;
    this.context = context;
    this.watch = watch;
  }

  /** Whether a leader, if there is one, decides about a resource. */
  boolean decides(ResourceState state) {
    return book.leaderOf(state.ref().kind()).isPresent() && book.decideByRules(state).isEmpty();
  }

  /** What is wanted of a resource to which no rule applies. */
  Wanted wanted(ResourceState state, long since) throws EcsException {
    Lead lead = lead(state, since);
    return isHeld(lead) ? Wanted.staying(lead.state().ref()) : book.following(lead);
  }

  /**
   * Who leads a resource.
   *
   * @param since when it must have been read at the earliest, by {@link System#nanoTime()}
   * @return {@code null} when its kind follows nothing
   * @throws EcsException when that could not be found out
   */
  Lead lead(ResourceState state, long since) throws EcsException {
    ResourceKind kind = book.leaderOf(state.ref().kind()).orElse(null);
    if (kind == null) {
      return null;
    }
    StringBuilder why = new StringBuilder();
    ResourceState at = state;
    while (at.ref().kind() != kind) {
      ResourceRef up = up(at);
      if (up == null) {
        return Lead.unknown(kind, null, why + nothing(at.ref().kind()));
      }
      Observed observed = get(up, since);
      why.append(belonging(at.ref().kind(), up));
      if (observed.failure() != null) {
        throw observed.failure();
      }
      if (observed.state() == null) {
        why.append(", which ECS does not show");
        return Lead.unknown(kind, up.kind() == kind ? up.id() : null, why.toString());
      }
      at = observed.state();
      why.append(at.ref().kind() == kind ? "" : ", ");
    }
    Lead next = decides(at) ? lead(at, since) : null;
    return new Lead(kind, at.ref().id(), why.toString(), at, next);
  }

  private static String belonging(ResourceKind kind, ResourceRef up) {
    return (kind == ResourceKind.SNAPSHOT ? "made from " : "attached to ")
        + up.kind()
        + " "
        + up.id();
  }

  private static String nothing(ResourceKind kind) {
    return kind == ResourceKind.SNAPSHOT
        ? "ECS does not say which disk it was made from"
        : "attached to nothing, or to several instances";
  }

  /** What a resource belongs to, or {@code null}. */
  private static ResourceRef up(ResourceState state) {
    Attachment attachment = state.ref().kind().attachment();
    return attachment == null || !ResourceRef.isId(state.attachedTo())
        ? null
        : new ResourceRef(
            attachment.to(), state.attachedTo(), state.ref().region(), state.ref().account());
  }

  private Observed get(ResourceRef ref, long since) {
    Observed there = known(ref, since);
    if (there != null) {
      return there;
    }
    long asked = System.nanoTime();
    // one at a time: who waited finds what the first one read
    synchronized (this) {
      there = known(ref, since - asked < 0 ? since : asked);
      return there != null ? there : read(Batch.of(ref), List.of(ref.id())).get(ref.id());
    }
  }

  /** What is known of a resource and was read since a moment, or {@code null}. */
  private Observed known(ResourceRef ref, long since) {
    Observed there;
    synchronized (known) {
      there = known.get(ref);
    }
    return there == null
            || !there.isReadSince(since)
            // a failure serves those who ask at the same time, not the whole pass
            || (there.failure() != null && !there.isReadSince(PlacementResolver.recently()))
            || (watch != null && watch.isTouchedSince(ref, there.nanos()))
        ? null
        : there;
  }

  private Map<String, Observed> read(Batch batch, List<String> ids) {
    Map<String, Observed> read = Observed.read(ecs, context, batch, ids);
    read.replaceAll(
        (id, observed) ->
            isAboutTheId(observed.failure(), batch.kind()) ? nothing(observed) : observed);
    read.forEach(
        (id, observed) ->
            know(new ResourceRef(batch.kind(), id, batch.region(), batch.account()), observed));
    return read;
  }

  /**
   * Whether ECS refused a call for what an id is or is not: a network interface may be attached to
   * something that is no instance.
   */
  static boolean isAboutTheId(EcsException failure, ResourceKind kind) {
    return failure != null && failure.error().isAboutId(kind.members().id());
  }

  private static Observed nothing(Observed observed) {
    return new Observed(null, null, observed.nanos());
  }

  void know(Observed observed) {
    know(observed.state().ref(), observed);
  }

  private void know(ResourceRef ref, Observed observed) {
    synchronized (known) {
      Observed there = known.get(ref);
      if (there == null || observed.nanos() - there.nanos() > 0) {
        known.put(ref, observed);
      }
    }
  }

  void hold(ResourceRef ref) {
    held.add(ref);
  }

  /** Whether a leader that decides, or one that decides about it, could not be moved. */
  private boolean isHeld(Lead lead) {
    for (Lead up = lead; up != null && up.state() != null; up = up.next()) {
      if (held.contains(up.state().ref())) {
        return true;
      }
    }
    return false;
  }

  boolean isHeld(ResourceRef ref) {
    return held.contains(ref);
  }

  /** How many kinds lead this one: 0 for one that follows nothing. */
  int depth(ResourceKind kind) {
    return book.leaderOf(kind).map(leader -> 1 + depth(leader)).orElse(0);
  }

  /** Looks up the leaders of many resources with few calls; failures show when they are asked. */
  void prepare(Collection<ResourceState> states, long since, WorkerPool workers) {
    List<ResourceState> level = states.stream().filter(this::decides).toList();
    while (!level.isEmpty()) {
      Map<Batch, Set<String>> missing = new LinkedHashMap<>();
      for (ResourceState state : level) {
        ResourceRef up = up(state);
        if (up != null && known(up, since) == null) {
          missing.computeIfAbsent(Batch.of(up), b -> new LinkedHashSet<>()).add(up.id());
        }
      }
      List<Callable<Map<String, Observed>>> reads = new ArrayList<>();
      missing.forEach(
          (batch, all) -> {
            List<String> ids = List.copyOf(all);
            int most = batch.kind().describe().maxIds();
            for (int i = 0; i < ids.size(); i += most) {
              List<String> part = ids.subList(i, Math.min(ids.size(), i + most));
              reads.add(() -> read(batch, part));
            }
          });
      workers.all(reads, context.deadline());
      level = level.stream().map(this::next).filter(s -> s != null).distinct().toList();
    }
  }

  /** What a resource belongs to, when it is not known yet where that leads. */
  private ResourceState next(ResourceState state) {
    ResourceRef up = up(state);
    Observed observed = up == null ? null : known(up, PlacementResolver.ever());
    if (observed == null || observed.state() == null) {
      return null;
    }
    boolean isOnTheWay = book.leaderOf(state.ref().kind()).orElse(null) != up.kind();
    return isOnTheWay || decides(observed.state()) ? observed.state() : null;
  }
}
