package dev.tagjoin.reconcile.follow;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.ecs.ResourcePage;
import dev.tagjoin.reconcile.Observed;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.reconcile.WorkerPool;
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
import java.util.function.BiFunction;

/**
 * Handles what follows the resources of one request: lists it page by page, and handles each page
 * before the next one is read. For one request; not safe for use by several threads.
 *
 * <p>A listing only says where to look. Each resource's own state says whether it follows, and
 * whom: a disk that was attached to another instance a moment ago follows that one.
 *
 * <p>What does not fit into the request's time ends as {@code retry}. The next delivery finds it
 * partly done and gets further.
 */
public final class Followers {
  /**
   * From this number of outcomes on, {@code unchanged} and {@code left} are not reported any more:
   * a disk can have any number of snapshots, and an answer has a largest size.
   */
  static final int MAX_QUIET_OUTCOMES = 5_000;

  /** From this number of outcomes on, the rest is left to the next delivery. */
  static final int MAX_OUTCOMES = 8_000;

  private final EcsApi ecs;
  private final RequestContext context;
  private final PlacementResolver placements;
  private final WorkerPool workers;
  private final BiFunction<List<WorkItem>, List<Observed>, List<Outcome>> settler;
  private final Deque<Listing> open = new ArrayDeque<>();
  private final Set<ResourceRef> handled = new HashSet<>();
  private final Set<ResourceRef> listed = new HashSet<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  /** One page to read. */
  private record Listing(String event, ResourceRef leader, ResourceKind kind, String page) {
    Listing at(String next) {
      return new Listing(event, leader, kind, next);
    }

    Outcome outOfTime() {
      return failed(
          Status.RETRY, "DeadlineExceeded", "time ran out before all followers were seen");
    }

    /** An outcome for all that was not seen: it has no id. */
    Outcome failed(Status status, String code, String reason) {
      return Outcome.ofListing(event, kind, leader.region(), leader.account(), status, code, reason)
          .withLeader(leader);
    }
  }

  /** A page, or why there is none. */
  private record Fetched(ResourcePage page, EcsException failure, long readAt) {}

  /**
   * @param settler handles what the listings show; gives one outcome for each item, in order
   */
  public Followers(
      EcsApi ecs,
      RequestContext context,
      PlacementResolver placements,
      WorkerPool workers,
      BiFunction<List<WorkItem>, List<Observed>, List<Outcome>> settler) {
    this.ecs = ecs;
    this.context = context;
    this.placements = placements;
    this.workers = workers;
    this.settler = settler;
  }

  /** Notes a resource that has an outcome of its own already. */
  public void markHandled(ResourceRef ref) {
    handled.add(ref);
  }

  /** Adds what follows a resource, if its kind leads anything. */
  public void add(String event, ResourceRef leader) {
    if (!placements.book().followersOf(leader.kind()).isEmpty()) {
      list(event, leader);
    }
  }

  private void list(String event, ResourceRef ref) {
    if (!listed.add(ref)) {
      return;
    }
    for (ResourceKind kind : ResourceKind.values()) {
      if (kind.isAttachedTo(ref.kind()) && isWanted(kind)) {
        open.addLast(new Listing(event, ref, kind, null));
      }
    }
  }

  /** Whether resources of a kind follow something, or are on the way to some that do. */
  private boolean isWanted(ResourceKind kind) {
    if (placements.book().leaderOf(kind).isPresent()) {
      return true;
    }
    for (ResourceKind below : ResourceKind.values()) {
      if (below.isAttachedTo(kind) && isWanted(below)) {
        return true;
      }
    }
    return false;
  }

  /** Handles all that was added; gives one outcome for each resource found. */
  public List<Outcome> processAll() {
    while (!open.isEmpty()) {
      if (context.deadline().passed()) {
        leaveRest("DeadlineExceeded", "time ran out before all followers were seen");
      } else if (outcomes.size() >= MAX_OUTCOMES) {
        leaveRest("TooManyFollowers", "more followers than one answer can hold");
      } else {
        processRound();
      }
    }
    return outcomes;
  }

  private void leaveRest(String code, String reason) {
    // one for each event is enough to have it delivered again
    Set<String> events = new HashSet<>();
    for (Listing left : open) {
      if (events.add(left.event)) {
        outcomes.add(left.failed(Status.RETRY, code, reason));
      }
    }
    open.clear();
  }

  private void processRound() {
    List<Listing> round = new ArrayList<>();
    List<Callable<Fetched>> reads = new ArrayList<>();
    while (round.size() < workers.parallel() && !open.isEmpty()) {
      Listing next = open.removeFirst();
      round.add(next);
      reads.add(() -> fetch(next));
    }
    List<WorkItem> items = new ArrayList<>();
    List<Observed> observed = new ArrayList<>();
    List<Fetched> pages = workers.all(reads, context.deadline());
    for (int i = 0; i < round.size(); i++) {
      take(round.get(i), pages.get(i), items, observed);
    }
    List<Outcome> settled = settler.apply(items, observed);
    for (int i = 0; i < settled.size(); i++) {
      report(settled.get(i));
      if (leads(settled.get(i))) {
        list(items.get(i).event(), items.get(i).ref());
      }
    }
  }

  private Fetched fetch(Listing listing) {
    long readAt = System.nanoTime();
    try {
      return new Fetched(
          ecs.attached(context, listing.kind, listing.leader, listing.page), null, readAt);
    } catch (EcsException e) {
      return new Fetched(null, e, readAt);
    }
  }

  private void take(
      Listing listing, Fetched fetched, List<WorkItem> items, List<Observed> observed) {
    if (fetched == null) {
      outcomes.add(listing.outOfTime());
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
    boolean isFollower = placements.book().leaderOf(listing.kind).isPresent();
    for (ResourceState state : fetched.page.states()) {
      if (!isFollower) {
        list(listing.event, state.ref());
      } else if (handled.add(state.ref())) {
        items.add(new WorkItem(listing.event, state.ref(), null));
        observed.add(new Observed(state, null, fetched.readAt));
      } else if (!placements.isHeld(state.ref())) {
        // it has its outcome; its own followers may not have been looked at
        list(listing.event, state.ref());
      }
    }
  }

  private void failed(Listing listing, EcsException e) {
    if (FollowChain.isAboutTheId(e, listing.leader.kind())) {
      // the leader vanished meanwhile, and with it all attachments
      return;
    }
    Status status = e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
    outcomes.add(listing.failed(status, e.code(), e.getMessage()).withRequestId(e.requestId()));
  }

  private void report(Outcome outcome) {
    boolean isQuiet = outcome.status() == Status.UNCHANGED || outcome.status() == Status.LEFT;
    if (!isQuiet || outcomes.size() < MAX_QUIET_OUTCOMES) {
      outcomes.add(outcome);
    }
  }

  /**
   * Whether the followers of a resource are to be handled, by its outcome. A resource that a rule
   * or its own leader leaves where it is keeps its followers where they are.
   */
  public static boolean leads(Outcome outcome) {
    return switch (outcome.status()) {
      case JOINED, PLANNED, UNCHANGED -> true;
      case LEFT ->
          outcome.follows() == null
              && (outcome.rule() == null || outcome.rule().equals(Decision.OTHERWISE));
      case IGNORED, GONE, RETRY, REFUSED -> false;
    };
  }
}
