package dev.tagjoin.reconcile.follow;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.group.GroupLookupException;
import dev.tagjoin.reconcile.Observed;
import dev.tagjoin.reconcile.ResourceLocks.Watch;
import dev.tagjoin.reconcile.ResourceReader;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceKind.Attachment;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.Placement;
import dev.tagjoin.rule.RuleBook;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Finds the leader of a resource: what it is attached to or was made from, read from ECS and
 * remembered for one request or pass. Safe for use by several threads.
 *
 * <p>The longest chain is snapshot, disk, instance. A snapshot that follows an instance belongs to
 * the one that its disk is attached to now.
 */
public final class FollowChain {
  /** How many readings are remembered; the least recently used one is dropped. */
  static final int MAX_KNOWN = 10_000;

  private final ResourceReader reader;
  private final RuleBook book;
  private final Function<ResourceRef, AccountGroups> groups;
  private final RequestContext context;
  private final Watch watch;
  private final Set<ResourceRef> held = ConcurrentHashMap.newKeySet();

  /** Guarded by itself. */
  private final Map<ResourceRef, Observed> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceRef, Observed> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  /**
   * @param watch records what other requests handle, or {@code null} when that does not matter
   */
  FollowChain(
      ResourceReader reader,
      RuleBook book,
      Function<ResourceRef, AccountGroups> groups,
      RequestContext context,
      Watch watch) {
    this.reader = reader;
    this.book = book;
    this.groups = groups;
    this.context = context;
    this.watch = watch;
  }

  /** Whether the leader, if there is one, decides about a resource. */
  private boolean isLed(ResourceState state) {
    return book.leaderOf(state.ref().kind()).isPresent()
        && book.decideByRules(state, groups.apply(state.ref())).isEmpty();
  }

  /** The same for reading ahead: groups that cannot be read are reported with the decision. */
  private boolean isProbablyLed(ResourceState state) {
    try {
      return isLed(state);
    } catch (GroupLookupException e) {
      return false;
    }
  }

  /** Decides about a resource to which no rule applies. */
  Placement placement(ResourceState state, MaxAge age) throws EcsException {
    Leader leader = leader(state, age);
    return isHeld(leader)
        ? Placement.staying(leader.state().ref())
        : book.placementByLeader(state, leader, groups.apply(state.ref()));
  }

  /**
   * Finds the leader of a resource.
   *
   * @return {@code null} when resources of its kind follow nothing
   * @throws EcsException when a resource of the chain could not be read
   */
  Leader leader(ResourceState state, MaxAge age) throws EcsException {
    ResourceKind kind = book.leaderOf(state.ref().kind()).orElse(null);
    if (kind == null) {
      return null;
    }
    StringBuilder why = new StringBuilder();
    ResourceState at = state;
    while (at.ref().kind() != kind) {
      Attachment attachment = at.ref().kind().attachment();
      ResourceRef parent = parent(at);
      if (parent == null) {
        return Leader.unknown(kind, null, why + attachment.missing());
      }
      Observed observed = read(parent, age);
      why.append(attachment.verb() + " " + parent.kind() + " " + parent.id());
      if (observed.failure() != null) {
        throw observed.failure();
      }
      if (observed.state() == null) {
        why.append(", which ECS does not show");
        return Leader.unknown(kind, parent.kind() == kind ? parent.id() : null, why.toString());
      }
      at = observed.state();
      why.append(at.ref().kind() == kind ? "" : ", ");
    }
    Leader next = isLed(at) ? leader(at, age) : null;
    return new Leader(kind, at.ref().id(), why.toString(), at, next);
  }

  /** What a resource is attached to or was made from, or {@code null}. */
  private static ResourceRef parent(ResourceState state) {
    Attachment attachment = state.ref().kind().attachment();
    return attachment == null || !ResourceRef.isId(state.attachedTo())
        ? null
        : new ResourceRef(
            attachment.to(), state.attachedTo(), state.ref().region(), state.ref().account());
  }

  private Observed read(ResourceRef ref, MaxAge age) {
    Observed there = known(ref, age);
    if (there != null) {
      return there;
    }
    MaxAge ageForWaiting = age.orFromNow();
    // one reader at a time: those that waited use what the first one read
    synchronized (this) {
      there = known(ref, ageForWaiting);
      return there != null ? there : learn(ref, reader.read(ref, context));
    }
  }

  /** A reading that is recent enough, or {@code null}. */
  private Observed known(ResourceRef ref, MaxAge age) {
    Observed there;
    synchronized (known) {
      there = known.get(ref);
    }
    return there == null
            || !age.allows(there.readAt())
            // a failure answers those who ask at the same time, not the whole pass
            || (there.failure() != null && !MaxAge.forMove().allows(there.readAt()))
            || (watch != null && watch.isHandledSince(ref, there.readAt()))
        ? null
        : there;
  }

  private Observed learn(ResourceRef ref, Observed read) {
    Observed learnt =
        isAboutTheId(read.failure(), ref.kind()) ? new Observed(null, null, read.readAt()) : read;
    remember(ref, learnt);
    return learnt;
  }

  /**
   * Whether ECS refused a call for what an id is or is not: a network interface may be attached to
   * something that is no instance.
   */
  static boolean isAboutTheId(EcsException failure, ResourceKind kind) {
    return failure != null && failure.error().isAboutId(kind.members().id());
  }

  void remember(ResourceRef ref, Observed observed) {
    synchronized (known) {
      Observed there = known.get(ref);
      if (there == null || observed.readAt() - there.readAt() > 0) {
        known.put(ref, observed);
      }
    }
  }

  void hold(ResourceRef ref) {
    held.add(ref);
  }

  boolean isHeld(ResourceRef ref) {
    return held.contains(ref);
  }

  /** Whether the leader, or one further up the chain, could not be moved. */
  private boolean isHeld(Leader leader) {
    for (Leader up = leader; up != null && up.state() != null; up = up.next()) {
      if (held.contains(up.state().ref())) {
        return true;
      }
    }
    return false;
  }

  /** How many kinds lead this one: 0 for a kind that follows nothing. */
  int depth(ResourceKind kind) {
    return book.leaderOf(kind).map(leader -> 1 + depth(leader)).orElse(0);
  }

  /** Reads the leaders of many resources with few calls; failures show when they are asked for. */
  void prepare(Collection<ResourceState> states, MaxAge age) {
    List<ResourceState> level = states.stream().filter(this::isProbablyLed).toList();
    while (!level.isEmpty()) {
      Set<ResourceRef> missing = new LinkedHashSet<>();
      for (ResourceState state : level) {
        ResourceRef parent = parent(state);
        if (parent != null && known(parent, age) == null) {
          missing.add(parent);
        }
      }
      reader.read(missing, context).forEach(this::learn);
      level = level.stream().map(this::next).filter(Objects::nonNull).distinct().toList();
    }
  }

  /** The parent of a resource, when the chain goes on from there. */
  private ResourceState next(ResourceState state) {
    ResourceRef parent = parent(state);
    Observed observed = parent == null ? null : known(parent, MaxAge.ANY);
    if (observed == null || observed.state() == null) {
      return null;
    }
    boolean isOnTheWay = book.leaderOf(state.ref().kind()).orElse(null) != parent.kind();
    return isOnTheWay || isProbablyLed(observed.state()) ? observed.state() : null;
  }
}
