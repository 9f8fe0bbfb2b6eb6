package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the rules want of resources, by one rule book, within one request or one pass of a sweep.
 * Safe for use by several threads.
 *
 * <p>A book without {@code follow} answers from a resource's own state. With it, whoever leads a
 * resource to which no rule applies is looked up and remembered.
 */
public final class PlacementResolver implements AutoCloseable {
  /** What is acted on must have been read within this time: 2.5 seconds. */
  private static final Duration RECENT = Duration.ofMillis(2_500);

  /** What is soon to be acted on: one second, which leaves time to act on many. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final RuleBook book;

  private final ResourceLocks.Watch watch;

  /** {@code null} when nothing follows. */
  private final FollowChain leaders;

  /**
   * @param watch what other requests handle, or {@code null} when that does not matter
   */
  PlacementResolver(RuleBook book, EcsApi ecs, RequestContext context, ResourceLocks.Watch watch) {
    this.book = book;
    this.watch = watch;
    this.leaders = isFollowed(book) ? new FollowChain(ecs, book, context, watch) : null;
  }

  /** What other requests of the instance handle meanwhile, or {@code null}. */
  ResourceLocks.Watch watch() {
    return watch;
  }

  /** Ends the watch over other requests. */
  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /** Since when leaders must have been read that are only asked: at any time. */
  static long ever() {
    return System.nanoTime() - Long.MAX_VALUE / 2;
  }

  /** Since when leaders must have been read by which something is moved now. */
  static long recently() {
    return System.nanoTime() - RECENT.toNanos();
  }

  /** Since when leaders must have been read by which something is moved soon. */
  static long freshly() {
    return System.nanoTime() - FRESH.toNanos();
  }

  /** Whether anything follows anything. */
  static boolean isFollowed(RuleBook book) {
    return !book.follow().isEmpty();
  }

  boolean isFollowed() {
    return leaders != null;
  }

  RuleBook book() {
    return book;
  }

  /**
   * What is wanted of a resource.
   *
   * @param since when its leader must have been read at the earliest, by {@link System#nanoTime()}
   * @throws EcsException when its leader could not be read
   */
  Wanted of(ResourceState state, long since) throws EcsException {
    if (leaders == null) {
      return new Wanted(book.decide(state), null);
    }
    Optional<Decision> own = book.decideByRules(state);
    return own.isPresent() ? new Wanted(own.get(), null) : leaders.wanted(state, since);
  }

  /**
   * Looks up the leaders of resources that have to ask one, many with each call.
   *
   * @param since when a leader must have been read at the earliest, by {@link System#nanoTime()}
   */
  void prepare(Collection<ResourceState> states, long since, WorkerPool workers) {
    if (leaders != null) {
      leaders.prepare(states, since, workers);
    }
  }

  /** Remembers a resource that was read anyway, as it may lead others. */
  void know(Observed observed) {
    if (leaders != null && observed.state() != null) {
      leaders.know(observed);
    }
  }

  /** Takes note of a resource that could not be moved: what follows it stays with it. */
  void hold(ResourceRef ref) {
    if (leaders != null) {
      leaders.hold(ref);
    }
  }

  boolean isHeld(ResourceRef ref) {
    return leaders != null && leaders.isHeld(ref);
  }

  /**
   * The items in the order in which they have to be handled: leaders before those that go with
   * them. Those of one list do not depend on each other.
   */
  <T> List<List<T>> waves(List<T> items, Function<T, ResourceRef> refs) {
    if (leaders == null) {
      return List.of(items);
    }
    List<List<T>> waves = new ArrayList<>();
    for (T item : items) {
      int depth = leaders.depth(refs.apply(item).kind());
      while (waves.size() <= depth) {
        waves.add(new ArrayList<>());
      }
      waves.get(depth).add(item);
    }
    return waves;
  }
}
