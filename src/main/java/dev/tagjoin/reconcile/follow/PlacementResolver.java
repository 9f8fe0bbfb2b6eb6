package dev.tagjoin.reconcile.follow;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.reconcile.Observed;
import dev.tagjoin.reconcile.ResourceLocks.Watch;
import dev.tagjoin.reconcile.ResourceReader;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountUse;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Placement;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides where resources belong, by one rule book, for one request or one pass of a sweep. Safe
 * for use by several threads.
 *
 * <p>A book without {@code follow} decides by a resource's own state. With it, the leader of a
 * resource to which no rule applies is read and remembered.
 */
public final class PlacementResolver implements AutoCloseable {
  private final RuleBook book;
  private final Watch watch;

  /** {@code null} when nothing follows. */
  private final FollowChain chain;

  /**
   * @param watch records what other requests handle, or {@code null} when that does not matter
   */
  public PlacementResolver(
      RuleBook book, ResourceReader reader, RequestContext context, Watch watch) {
    this.book = book;
    this.watch = watch;
    this.chain = isFollowed(book) ? new FollowChain(reader, book, context, watch) : null;
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
   * @throws EcsException when its leader could not be read
   */
  public Placement resolve(ResourceState state, MaxAge leaderAge) throws EcsException {
    if (chain == null) {
      return new Placement(book.decide(state), null);
    }
    Optional<Decision> own = book.decideByRules(state);
    return own.isPresent() ? new Placement(own.get(), null) : chain.placement(state, leaderAge);
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
