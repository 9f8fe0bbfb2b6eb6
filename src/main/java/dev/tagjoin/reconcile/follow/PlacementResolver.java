package dev.tagjoin.reconcile.follow;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.group.GroupLookupException;
import dev.tagjoin.reconcile.Observed;
import dev.tagjoin.reconcile.ResourceLocks.Watch;
import dev.tagjoin.reconcile.ResourceReader;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.AccountUse;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.Placement;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides where resources belong, by one rule book, for one request or one pass of a sweep. Safe
 * for use by several threads.
 *
 * <p>A book without {@code follow} decides by a resource's own state. With it, the leader of a
 * resource to which no rule applies is read and remembered. A book that names groups by name gets
 * the groups of the resource's account; one with ids alone has nothing looked up.
 */
public final class PlacementResolver implements AutoCloseable {
  private final RuleBook book;
  private final Watch watch;

  /** {@code null} when nothing follows. */
  private final FollowChain chain;

  /** {@code null} when no groups have to be looked up. */
  private final GroupDirectory directory;

  private final RequestContext context;
  private final long begunAt = System.nanoTime();

  /**
   * @param directories gives the groups of the accounts; asked only when the book needs them
   * @param watch records what other requests handle, or {@code null} when that does not matter
   */
  public PlacementResolver(
      RuleBook book,
      ResourceReader reader,
      Supplier<GroupDirectory> directories,
      RequestContext context,
      Watch watch) {
    this.book = book;
    this.watch = watch;
    this.context = context;
    this.directory = book.needsGroupLookup() ? directories.get() : null;
    this.chain =
        isFollowed(book) ? new FollowChain(reader, book, this::groups, context, watch) : null;
  }

  /**
   * The groups of a resource's account, for its decision. Their methods throw {@link
   * GroupLookupException}.
   */
  public AccountGroups groups(ResourceRef ref) {
    return directory == null
        ? AccountGroups.OFFLINE
        : directory.of(context, ref.region(), ref.account(), begunAt);
  }

  /**
   * The name of a group, if a look-up or the book told it; makes no call.
   *
   * @param ref a resource of the group's account
   * @param id the group's id; {@code null} has no name
   */
  public String groupName(ResourceRef ref, String id) {
    String name = directory == null ? null : directory.knownName(ref.account(), id);
    return name != null || id == null ? name : book.groupIndex().nameOf(id, ref.account());
  }

  /**
   * Has the groups of an account read again, because ECS does not know one of them.
   *
   * @return whether the book has groups looked up
   */
  public boolean forgetGroups(ResourceRef ref) {
    if (directory != null) {
      directory.invalidate(ref.account());
    }
    return directory != null;
  }

  /** Whether the book has anything follow. */
  public static boolean isFollowed(RuleBook book) {
    return !book.follow().isEmpty();
  }

  /** Whether the book has anything follow. */
  public boolean isFollowed() {
    return chain != null;
  }

  /** Whether decisions depend on the account of a resource. */
  public boolean isAccountRead() {
    return AccountUse.in(book);
  }

  RuleBook book() {
    return book;
  }

  /** Records what other requests of the instance handle meanwhile; may be {@code null}. */
  public Watch watch() {
    return watch;
  }

  /** Ends the watch over other requests. */
  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /**
   * Decides where a resource belongs.
   *
   * @param leaderAge how old the reading of its leader may be
   * @throws EcsException when its leader or the groups of its account could not be read
   */
  public Placement resolve(ResourceState state, MaxAge leaderAge) throws EcsException {
    try {
      AccountGroups groups = groups(state.ref());
      if (chain == null) {
        return new Placement(book.decide(state, groups), null);
      }
      Optional<Decision> own = book.decideByRules(state, groups);
      return own.isPresent() ? new Placement(own.get(), null) : byLeader(state, leaderAge);
    } catch (GroupLookupException e) {
      throw e.failure();
    }
  }

  private Placement byLeader(ResourceState state, MaxAge leaderAge) throws EcsException {
    try {
      return chain.placement(state, leaderAge);
    } catch (EcsException e) {
      throw e.during("the leader could not be read");
    }
  }

  /**
   * Finds the leader of a resource.
   *
   * @return {@code null} when resources of its kind follow nothing
   * @throws EcsException when a resource of the chain or the groups could not be read
   */
  public Leader leader(ResourceState state) throws EcsException {
    try {
      return chain == null ? null : chain.leader(state, MaxAge.ANY);
    } catch (GroupLookupException e) {
      throw e.failure();
    }
  }

  /** Reads the leaders of resources that need one, many with each call. */
  public void prepare(Collection<ResourceState> states, MaxAge leaderAge) {
    if (chain != null) {
      chain.prepare(states, leaderAge);
    }
  }

  /** Remembers the reading of a resource, as it may lead others. */
  public void remember(Observed observed) {
    if (chain != null && observed.state() != null) {
      chain.remember(observed.state().ref(), observed);
    }
  }

  /** Notes a resource that could not be moved: what follows it stays with it. */
  public void hold(ResourceRef ref) {
    if (chain != null) {
      chain.hold(ref);
    }
  }

  /** Whether {@link #hold} was called for a resource. */
  public boolean isHeld(ResourceRef ref) {
    return chain != null && chain.isHeld(ref);
  }

  /**
   * Groups items by the order in which they have to be handled: leaders before their followers. The
   * items of one group do not depend on each other.
   */
  public <T> List<List<T>> leadersFirst(List<T> items, Function<T, ResourceRef> refs) {
    if (chain == null) {
      return List.of(items);
    }
    List<List<T>> waves = new ArrayList<>();
    for (T item : items) {
      int depth = chain.depth(refs.apply(item).kind());
      while (waves.size() <= depth) {
        waves.add(new ArrayList<>());
      }
      waves.get(depth).add(item);
    }
    return waves;
  }
}
