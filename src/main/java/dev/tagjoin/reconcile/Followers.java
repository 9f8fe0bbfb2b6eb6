package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.ecs.ResourcePage;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Brings along what follows the resources of one request: lists what belongs to them page by page,
 * and handles each page before the next one is read. For one request and one thread.
 *
 * <p>A listing only says where to look. Whether something follows, and whom, its own state says: a
 * disk that was moved to another instance a moment ago goes with that one.
 *
 * <p>What does not fit into the request's time ends as {@code retry}. The next delivery finds moved
 * what was moved, and comes further.
 */
final class Followers {
  /**
   * From then on what needs nobody's attention is no longer reported one by one: one disk can have
   * any number of snapshots, and an answer has a largest size.
   */
  static final int MOST_REPORTED = 5_000;

  /** Then it is left to the next delivery. */
  static final int MOST_OUTCOMES = 8_000;

  private final EcsApi ecs;
  private final RequestContext context;
  private final PlacementResolver wants;
  private final WorkerPool workers;
  private final int atOnce;
  private final Settler settler;
  private final Deque<Listing> open = new ArrayDeque<>();
  private final Set<ResourceRef> seen = new HashSet<>();
  private final Set<ResourceRef> listed = new HashSet<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  /** Handles resources that a listing showed. */
  interface Settler {
    /** One outcome for each target, in their order. */
    List<Outcome> settle(List<WorkItem> targets, List<Observed> observed);
  }

  /** One page to read. */
  private record Listing(String event, ResourceRef of, ResourceKind kind, String page) {
    Listing at(String next) {
      return new Listing(event, of, kind, next);
    }

    Outcome retry(String code, String reason) {
      return failed(Status.RETRY, code, reason);
    }

    /** An outcome for all that was not seen: it has no id. */
    Outcome failed(Status result, String code, String reason) {
      return new Outcome(
          event,
          new Outcome.Resource(kind.type(), null, of.region(), of.account()),
          result,
          null,
          null,
          null,
          null,
          code,
          kind.describe().action() + ": " + reason,
          Outcome.Leader.of(of));
    }
  }

  /** A page, or why there is none. */
  private record Fetched(ResourcePage page, EcsException failure, long readAt) {}

  Followers(
      EcsApi ecs,
      RequestContext context,
      PlacementResolver wants,
      WorkerPool workers,
      int atOnce,
      Settler settler) {
    this.ecs = ecs;
    this.context = context;
    this.wants = wants;
    this.workers = workers;
    this.atOnce = atOnce;
    this.settler = settler;
  }

  /** Says that a resource has an outcome of its own already. */
  void handled(ResourceRef ref) {
    seen.add(ref);
  }

  /** Asks for what follows a resource, if its kind leads anything. */
  void of(String event, ResourceRef leader) {
    if (!wants.book().followersOf(leader.kind()).isEmpty()) {
      list(event, leader);
    }
  }

  private void list(String event, ResourceRef ref) {
    if (!listed.add(ref)) {
      return;
    }
    for (ResourceKind kind : ResourceKind.values()) {
      if (kind.attachment() != null && kind.attachment().to() == ref.kind() && isWanted(kind)) {
        open.addLast(new Listing(event, ref, kind, null));
      }
    }
  }

  /** Whether resources of a kind follow something, or lead the way to some that do. */
  private boolean isWanted(ResourceKind kind) {
    if (wants.book().leaderOf(kind).isPresent()) {
      return true;
    }
    for (ResourceKind below : ResourceKind.values()) {
      if (below.attachment() != null && below.attachment().to() == kind && isWanted(below)) {
        return true;
      }
    }
    return false;
  }

  /** Handles all that was asked for; gives one outcome for each resource found. */
  List<Outcome> bring() {
    while (!open.isEmpty()) {
      if (context.deadline().passed()) {
        leaveRest("DeadlineExceeded", "time ran out before all that follows was seen");
      } else if (outcomes.size() >= MOST_OUTCOMES) {
        leaveRest("TooManyFollowers", "more follows than one answer can hold");
      } else {
        round();
      }
    }
    return outcomes;
  }

  private void leaveRest(String code, String reason) {
    // one for each event is enough to have it delivered again
    Set<String> events = new HashSet<>();
    for (Listing left : open) {
      if (events.add(left.event)) {
        outcomes.add(left.retry(code, reason));
      }
    }
    open.clear();
  }

  private void round() {
    List<Listing> round = new ArrayList<>();
    List<Callable<Fetched>> reads = new ArrayList<>();
    while (round.size() < atOnce && !open.isEmpty()) {
      Listing next = open.removeFirst();
      round.add(next);
      reads.add(() -> fetch(next));
    }
    List<WorkItem> targets = new ArrayList<>();
    List<Observed> observed = new ArrayList<>();
    List<Fetched> pages = workers.all(reads, context.deadline());
    for (int i = 0; i < round.size(); i++) {
      take(round.get(i), pages.get(i), targets, observed);
    }
    List<Outcome> settled = settler.settle(targets, observed);
    for (int i = 0; i < settled.size(); i++) {
      add(settled.get(i));
      list(targets.get(i), settled.get(i));
    }
  }

  private Fetched fetch(Listing listing) {
    long before = System.nanoTime();
    try {
      return new Fetched(
          ecs.attached(context, listing.kind, listing.of, listing.page), null, before);
    } catch (EcsException e) {
      return new Fetched(null, e, before);
    }
  }

  private void take(
      Listing listing, Fetched fetched, List<WorkItem> targets, List<Observed> observed) {
    if (fetched == null) {
      outcomes.add(
          listing.retry("DeadlineExceeded", "time ran out before all that follows was seen"));
      return;
    }
    if (fetched.failure != null) {
      failed(listing, fetched.failure);
      return;
    }
    if (fetched.page.next() != null) {
      // before any other listing, so that few are begun at a time
      open.addFirst(listing.at(fetched.page.next()));
    }
    boolean isFollower = wants.book().leaderOf(listing.kind).isPresent();
    for (ResourceState state : fetched.page.states()) {
      if (!isFollower) {
        list(listing.event, state.ref());
      } else if (seen.add(state.ref())) {
        targets.add(new WorkItem(listing.event, state.ref(), null));
        observed.add(new Observed(state, null, fetched.readAt));
      } else if (!wants.isHeld(state.ref())) {
        // it has its outcome; what belongs to it may not have been looked at
        list(listing.event, state.ref());
      }
    }
  }

  private void failed(Listing listing, EcsException e) {
    if (FollowChain.isAboutTheId(e, listing.of.kind())) {
      // the leader vanished meanwhile, and what was attached to it is attached no more
      return;
    }
    Status result = e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
    outcomes.add(listing.failed(result, e.code(), e.getMessage()).withRequestId(e.requestId()));
  }

  private void add(Outcome outcome) {
    boolean isQuiet = outcome.status() == Status.UNCHANGED || outcome.status() == Status.LEFT;
    if (!isQuiet || outcomes.size() < MOST_REPORTED) {
      outcomes.add(outcome);
    }
  }

  /** Goes on with what belongs to a follower, unless that has to stay where it is. */
  private void list(WorkItem target, Outcome outcome) {
    if (leads(outcome)) {
      list(target.event(), target.ref());
    }
  }

  /**
   * Whether what follows a resource is to be looked at, by what became of it. One that a rule, or
   * what it follows itself, leaves where it is keeps its followers where they are.
   */
  static boolean leads(Outcome outcome) {
    return switch (outcome.status()) {
      case JOINED, PLANNED, UNCHANGED -> true;
      case LEFT ->
          outcome.follows() == null
              && (outcome.rule() == null || outcome.rule().equals(Decision.OTHERWISE));
      case IGNORED, GONE, RETRY, REFUSED -> false;
    };
  }
}
