package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Observed.Batch;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Action;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Lead;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Brings resources to the group that the rules want: observe, decide, act on a difference, and
 * report exactly one outcome for each. Keeps no state between calls; safe for use by several
 * threads.
 *
 * <p>What is decided holds for the moment of the read. Within this instance a resource is acted on
 * by one request at a time, and one that was handled by another since it was read is read again.
 * Between instances nothing is held, so that a move may come after a later one of another instance.
 * Therefore whatever was moved is read again after its move, and moved once more when something
 * else is wanted by then. Whoever moves last looks after that move, so that the last word is by
 * tags that were read after it. Who does not come to that look has not confirmed the move, and the
 * event comes again.
 */
public final class Reconciler {
  /**
   * How far from now an event may be for a resource that ECS does not show to be not visible yet
   * rather than gone. The bound holds for the future too: a wrong clock must not make an event
   * retried for ever.
   */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** How often a resource is moved within one request; then the next delivery goes on. */
  private static final int MOST_MOVES = 4;

  /** So often ECS has to say that a resource is in a group in which it does not show it. */
  private static final int MOST_DUPLICATES = 3;

  /** Kept for the look after the moves; a quarter of the time when there is little. */
  private static final long LOOK_MILLIS = 2_000;

  private final ResourceLocks inFlight;
  private final WorkerPool workers;
  private final EcsApi ecs;
  private final CurrentRules rules;
  private final Accounts accounts;
  private final boolean alwaysDry;

  /**
   * @param ecs where resources are read and moved
   * @param rules what decides
   * @param accounts which accounts may be acted in
   * @param parallel how many resources are handled at once within one call, at least 1
   * @param alwaysDry whether nothing is ever moved
   */
  public Reconciler(
      EcsApi ecs, CurrentRules rules, Accounts accounts, int parallel, boolean alwaysDry) {
    this(ecs, rules, accounts, new WorkerPool(parallel), alwaysDry, new ResourceLocks());
  }

  private Reconciler(
      EcsApi ecs,
      CurrentRules rules,
      Accounts accounts,
      WorkerPool workers,
      boolean alwaysDry,
      ResourceLocks inFlight) {
    this.ecs = ecs;
    this.rules = rules;
    this.accounts = accounts;
    this.workers = workers;
    this.alwaysDry = alwaysDry;
    this.inFlight = inFlight;
  }

  /**
   * Handles every target, and what follows them when the rule book says that something does.
   *
   * @param targets what to look at; no ref twice
   * @param context whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each target, in the order of the targets, then one for each resource
   *     that follows one of them and is no target itself
   */
  public List<Outcome> reconcile(List<WorkItem> targets, RequestContext context, boolean dryRun) {
    RuleBook book = rules.book();
    if (!PlacementResolver.isFollowed(book)) {
      return reconcile(
          targets,
          new Scope(new PlacementResolver(book, ecs, context, null), context, dryRun),
          false);
    }
    try (PlacementResolver wants = wants(book, context)) {
      return reconcile(targets, new Scope(wants, context, dryRun), true);
    }
  }

  /**
   * Handles every target, but not what follows them.
   *
   * @param targets what to look at; no ref twice
   * @param wants by what to decide
   * @param context whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each target, in the order of the targets
   */
  public List<Outcome> reconcileAlone(
      List<WorkItem> targets, PlacementResolver wants, RequestContext context, boolean dryRun) {
    return reconcile(targets, new Scope(wants, context, dryRun), false);
  }

  /**
   * What is wanted of resources during a pass, by the rule book of now. To be made before anything
   * is read that is handled by it, and to be closed after that.
   *
   * @param context whose credentials and deadline hold for looking up leaders
   */
  public PlacementResolver wants(RequestContext context) {
    return wants(rules.book(), context);
  }

  private PlacementResolver wants(RuleBook book, RequestContext context) {
    return new PlacementResolver(book, ecs, context, inFlight.watch());
  }

  /** By what and for whom resources are handled. */
  private record Scope(PlacementResolver wants, RequestContext context, boolean dryRun) {
    /** The same with less time, so that some is left for the look after the moves. */
    Scope hurried() {
      long left = context.deadline().leftMillis();
      Deadline sooner = Deadline.in(Duration.ofMillis(left - Math.min(LOOK_MILLIS, left / 4)));
      RequestContext hurried =
          new RequestContext(
              context.id(), context.credentials(), context.account(), context.region(), sooner);
      return new Scope(wants, hurried, dryRun);
    }
  }

  private List<Outcome> reconcile(List<WorkItem> targets, Scope scope, boolean withFollowers) {
    RequestContext context = scope.context;
    Map<WorkItem, Outcome> outcomes = new LinkedHashMap<>();
    List<WorkItem> ours = new ArrayList<>();
    for (WorkItem target : targets) {
      outcomes.put(target, null);
      String refusal = accounts.refusal(target.ref().account(), context);
      if (refusal != null) {
        outcomes.put(target, Outcome.of(target, Status.IGNORED).withReason(refusal));
      } else {
        ours.add(target);
      }
    }
    Map<WorkItem, ResourceLocks.Lease> leases = new HashMap<>();
    List<Outcome> further = List.of();
    try {
      ours.forEach(target -> leases.put(target, inFlight.enter(target.ref(), scope.wants.watch())));
      List<Look> looks = new ArrayList<>();
      observe(ours, context)
          .forEach((target, observed) -> looks.add(new Look(target, leases.get(target), observed)));
      outcomes.putAll(settle(looks, scope));
      outcomes.replaceAll((target, outcome) -> outcome == null ? outOfTime(target) : outcome);
      if (withFollowers) {
        further = followers(outcomes, scope);
      }
    } finally {
      leases.values().forEach(ResourceLocks.Lease::close);
    }
    List<Outcome> all = new ArrayList<>(outcomes.values());
    all.addAll(further);
    return all;
  }

  private List<Outcome> followers(Map<WorkItem, Outcome> outcomes, Scope scope) {
    Followers followers =
        new Followers(
            ecs,
            scope.context,
            scope.wants,
            workers,
            workers.most(),
            (targets, observed) -> settleListed(targets, observed, scope));
    outcomes.keySet().forEach(target -> followers.handled(target.ref()));
    outcomes.forEach(
        (target, outcome) -> {
          // the event that brought the move about brings its followers along
          boolean isEcho = outcome.status() == Status.UNCHANGED && target.isEcho(outcome.from());
          if (!isEcho && Followers.leads(outcome)) {
            followers.of(target.event(), target.ref());
          }
        });
    return followers.bring();
  }

  /** How much longer ECS asked to be left alone, in milliseconds; 0 when it did not. */
  public long quietMillis() {
    return ecs.quietMillis();
  }

  /** What is being handled now, by all requests. */
  List<ResourceRef> inFlight() {
    return inFlight.now();
  }

  private static Outcome outOfTime(WorkItem target) {
    return Outcome.of(target, Status.RETRY)
        .withError("DeadlineExceeded", "time ran out before this resource was handled");
  }

  /** What became of asking who leads a resource: the answer, or why there is none. */
  public record Leading(Lead lead, Outcome failure) {}

  /**
   * Finds out who leads a resource, for an explanation.
   *
   * @param state the resource, as it was read
   * @param book says what follows what
   * @param context whose credentials and deadline hold
   * @return who leads it, {@code null} for a kind that follows nothing; or the outcome that says
   *     why that could not be found out
   */
  public Leading lead(ResourceState state, RuleBook book, RequestContext context) {
    try {
      return new Leading(
          new FollowChain(ecs, book, context, null).lead(state, PlacementResolver.ever()), null);
    } catch (EcsException e) {
      return new Leading(null, failed(new WorkItem(null, state.ref(), null), e));
    }
  }

  /** What became of asking for a state: the state, or why there is none. */
  public record Reading(ResourceState state, Outcome failure) {}

  /**
   * Reads the state of one resource without deciding about it.
   *
   * @param ref the resource
   * @param context whose credentials and deadline hold
   * @return its state, or the outcome that says why it could not be read
   */
  public Reading read(ResourceRef ref, RequestContext context) {
    WorkItem target = new WorkItem(null, ref, null);
    String refusal = accounts.refusal(ref.account(), context);
    if (refusal != null) {
      return new Reading(null, Outcome.of(target, Status.IGNORED).withReason(refusal));
    }
    Observed observed = observe(target, context);
    if (observed.failure() != null) {
      return new Reading(null, failed(target, observed.failure()));
    }
    return observed.state() != null
        ? new Reading(observed.state(), null)
        : new Reading(null, notShown(target));
  }

  /**
   * Handles resources that were read just now: as {@link #reconcileAlone}, but without reading
   * them.
   *
   * @param states what was read; no ref twice
   * @param readAt when the reading began, by {@link System#nanoTime()}
   * @param wants by what to decide
   * @param context whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each state, in the order of the states
   */
  public List<Outcome> reconcileStates(
      List<ResourceState> states,
      long readAt,
      PlacementResolver wants,
      RequestContext context,
      boolean dryRun) {
    Scope scope = new Scope(wants, context, dryRun);
    List<WorkItem> targets = states.stream().map(s -> new WorkItem(null, s.ref(), null)).toList();
    List<Observed> observed = states.stream().map(s -> new Observed(s, null, readAt)).toList();
    if (!isDry(scope)) {
      return settleListed(targets, observed, scope);
    }
    if (wants.isFollowed()) {
      observed.forEach(wants::know);
      wants.prepare(states, PlacementResolver.ever(), workers);
    }
    List<Outcome> outcomes = new ArrayList<>(states.size());
    for (int i = 0; i < states.size(); i++) {
      outcomes.add(act(targets.get(i), observed.get(i), scope, PlacementResolver.ever()));
    }
    return outcomes;
  }

  /** Handles what a listing showed; one outcome for each target, in their order. */
  private List<Outcome> settleListed(List<WorkItem> targets, List<Observed> observed, Scope scope) {
    List<ResourceLocks.Lease> leases = new ArrayList<>();
    try {
      List<Look> looks = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        ResourceLocks.Lease lease =
            inFlight.enter(targets.get(i).ref(), scope.wants.watch(), observed.get(i).nanos());
        leases.add(lease);
        looks.add(new Look(targets.get(i), lease, observed.get(i)));
      }
      Map<WorkItem, Outcome> settled = settle(looks, scope);
      return targets.stream().map(settled::get).toList();
    } finally {
      leases.forEach(ResourceLocks.Lease::close);
    }
  }

  private boolean isDry(Scope scope) {
    return scope.dryRun || alwaysDry;
  }

  /**
   * A reconciler that reaches ECS in another way and minds what this one has in hand.
   *
   * @param other where resources are read and moved
   */
  public Reconciler over(EcsApi other) {
    return new Reconciler(other, rules, accounts, workers, alwaysDry, inFlight);
  }

  /** Reads many resources with few calls. What there was no time for is missing. */
  private Map<WorkItem, Observed> observe(List<WorkItem> targets, RequestContext context) {
    Map<Batch, List<WorkItem>> batches = new LinkedHashMap<>();
    for (WorkItem target : targets) {
      batches.computeIfAbsent(Batch.of(target.ref()), b -> new ArrayList<>()).add(target);
    }
    List<Callable<Map<WorkItem, Observed>>> reads = new ArrayList<>();
    batches.forEach(
        (batch, of) -> {
          int most = batch.kind().describe().maxIds();
          for (int i = 0; i < of.size(); i += most) {
            List<WorkItem> part = of.subList(i, Math.min(of.size(), i + most));
            reads.add(() -> observe(batch, part, context));
          }
        });
    Map<WorkItem, Observed> observed = new LinkedHashMap<>();
    for (Map<WorkItem, Observed> read : workers.all(reads, context.deadline())) {
      if (read != null) {
        observed.putAll(read);
      }
    }
    return observed;
  }

  private Map<WorkItem, Observed> observe(
      Batch batch, List<WorkItem> targets, RequestContext context) {
    Map<String, Observed> read =
        Observed.read(ecs, context, batch, targets.stream().map(t -> t.ref().id()).toList());
    Map<WorkItem, Observed> observed = new LinkedHashMap<>();
    targets.forEach(target -> observed.put(target, read.get(target.ref().id())));
    return observed;
  }

  private Observed observe(WorkItem target, RequestContext context) {
    return observe(Batch.of(target.ref()), List.of(target), context).get(target);
  }

  /**
   * A resource that was entered and read.
   *
   * @param moved what this request moved it to before, or {@code null}
   * @param since when its leaders must have been read at the earliest
   */
  private record Look(
      WorkItem target, ResourceLocks.Lease lease, Observed observed, Outcome moved, long since) {
    Look(WorkItem target, ResourceLocks.Lease lease, Observed observed) {
      this(target, lease, observed, null, PlacementResolver.ever());
    }

    ResourceRef ref() {
      return target.ref();
    }
  }

  /** Handles what was read, until nothing else is wanted of it than was done; one outcome each. */
  private Map<WorkItem, Outcome> settle(List<Look> looks, Scope scope) {
    if (scope.wants.isFollowed()) {
      lookUp(looks, scope);
    }
    Map<WorkItem, Outcome> outcomes = new HashMap<>();
    List<Look> open = looks;
    for (int moves = 1; !open.isEmpty(); moves++) {
      move(open, outcomes, isDry(scope) ? scope : scope.hurried());
      open = lookAgain(open, outcomes, scope);
      if (moves == MOST_MOVES) {
        open.forEach(
            look ->
                outcomes.put(
                    look.target,
                    unconfirmed(
                        look.moved, "Overtaken", "what is wanted changed again and again")));
        open = List.of();
      }
    }
    outcomes.forEach((target, outcome) -> holdIfFailed(target, outcome, scope));
    return outcomes;
  }

  /** Decides and acts, leaders first. */
  private void move(List<Look> looks, Map<WorkItem, Outcome> outcomes, Scope scope) {
    for (List<Look> wave : scope.wants.waves(looks, Look::ref)) {
      List<Callable<Outcome>> moves = new ArrayList<>();
      wave.forEach(look -> moves.add(() -> move(look, scope)));
      List<Outcome> moved = workers.all(moves, scope.context.deadline());
      for (int i = 0; i < wave.size(); i++) {
        WorkItem target = wave.get(i).target;
        Outcome outcome = moved.get(i) == null ? outOfTime(target) : moved.get(i);
        outcomes.put(target, outcome);
        holdIfFailed(target, outcome, scope);
      }
    }
  }

  private static void holdIfFailed(WorkItem target, Outcome outcome, Scope scope) {
    if (outcome.status() == Status.RETRY || outcome.status() == Status.REFUSED) {
      scope.wants.hold(target.ref());
    }
  }

  /** Looks up leaders with few calls, before each resource asks for its own. */
  private void lookUp(List<Look> looks, Scope scope) {
    List<ResourceState> asking = new ArrayList<>();
    for (Look look : looks) {
      scope.wants.know(look.observed);
      if (look.observed.state() != null) {
        asking.add(look.observed.state());
      }
    }
    scope.wants.prepare(asking, PlacementResolver.ever(), workers);
    if (!isDry(scope)) {
      long since = PlacementResolver.ever();
      asking.removeIf(state -> isSettled(state, scope, since));
      scope.wants.prepare(asking, PlacementResolver.freshly(), workers);
    }
  }

  /**
   * Reads what was joined once more, with few calls.
   *
   * @param outcomes takes what became of those that could not be read
   * @return those of which something else is wanted than the group that they were moved to
   */
  private List<Look> lookAgain(List<Look> looks, Map<WorkItem, Outcome> outcomes, Scope scope) {
    List<Look> joined =
        looks.stream().filter(look -> outcomes.get(look.target).status() == Status.JOINED).toList();
    if (joined.isEmpty()) {
      return List.of();
    }
    long since = System.nanoTime();
    Map<WorkItem, Observed> read =
        observe(joined.stream().map(Look::target).toList(), scope.context);
    if (scope.wants.isFollowed()) {
      read.values().forEach(scope.wants::know);
      List<ResourceState> shown =
          read.values().stream().map(Observed::state).filter(Objects::nonNull).toList();
      scope.wants.prepare(shown, since, workers);
    }
    List<Look> again = new ArrayList<>();
    for (Look look : joined) {
      Outcome moved = outcomes.get(look.target);
      Observed observed = read.get(look.target);
      try {
        if (observed == null) {
          outcomes.put(
              look.target, unconfirmed(moved, "DeadlineExceeded", "time ran out before that"));
        } else if (observed.failure() != null) {
          throw observed.failure();
        } else if (observed.state() != null
            && scope.wants.of(observed.state(), since).decision().moves(moved.to())) {
          again.add(new Look(look.target, look.lease, observed, moved, since));
        }
      } catch (EcsException e) {
        outcomes.put(look.target, unconfirmed(moved, e.code(), e.getMessage()));
      }
    }
    return again;
  }

  /** What was moved, but perhaps by tags that are no longer the present ones. */
  private static Outcome unconfirmed(Outcome moved, String code, String reason) {
    return moved
        .withStatus(Status.RETRY)
        .withError(code, "moved, and has to be looked at again after that: " + reason);
  }

  private Outcome move(Look look, Scope scope) {
    WorkItem target = look.target;
    ResourceLocks.Lease lease = look.lease;
    try {
      lease.lock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return outOfTime(target);
    }
    try {
      boolean isStale = lease.isStale();
      long since = isStale ? System.nanoTime() : look.since;
      Observed now = isStale ? observe(target, scope.context) : look.observed;
      if (look.moved == null) {
        return act(target, now, scope, since);
      }
      // what counts is the group of the last move: the one that is shown may be that of before
      Outcome outcome =
          act(target, now.state() == null ? now : now.in(look.moved.to()), scope, since);
      return outcome.status() == Status.JOINED
          ? outcome.withCurrentGroup(look.moved.from())
          : outcome;
    } finally {
      lease.markHandled();
      lease.unlock();
    }
  }

  private static boolean isSettled(ResourceState state, Scope scope, long since) {
    try {
      return !scope.wants.of(state, since).decision().moves(state.group());
    } catch (EcsException e) {
      return false;
    }
  }

  private Outcome act(WorkItem target, Observed observed, Scope scope, long since) {
    if (observed.failure() != null) {
      return failed(target, observed.failure());
    }
    if (observed.state() == null) {
      return notShown(target);
    }
    ResourceState state = observed.state();
    Wanted wanted;
    try {
      wanted = scope.wants.of(state, since);
      if (wanted.follows() != null && wanted.decision().moves(state.group()) && !isDry(scope)) {
        wanted = scope.wants.of(state, PlacementResolver.recently());
      }
    } catch (EcsException e) {
      return failed(target, e)
          .withCurrentGroup(state.group())
          .withError(e.code(), "who leads it could not be read: " + e.getMessage());
    }
    if (wanted.decision().action() == Action.LEAVE) {
      Outcome left = Outcome.of(target, Status.LEFT).withPlacement(wanted, state.group());
      return wanted.follows() != null && scope.wants.isHeld(wanted.follows())
          ? left.withReason("what it follows could not be moved")
          : left;
    }
    Outcome decided = Outcome.of(target, Status.UNCHANGED).withPlacement(wanted, state.group());
    if (!wanted.decision().moves(state.group())) {
      return decided;
    }
    if (isDry(scope)) {
      return decided.withStatus(Status.PLANNED);
    }
    return join(target, state, wanted, scope, 1);
  }

  private Outcome join(
      WorkItem target, ResourceState state, Wanted wanted, Scope scope, int attempt) {
    try {
      return Outcome.of(target, Status.JOINED)
          .withPlacement(wanted, state.group())
          .withRequestId(ecs.join(scope.context, target.ref(), wanted.decision().group()));
    } catch (EcsException e) {
      return refusedJoin(target, state, wanted, e, scope, attempt);
    }
  }

  /**
   * Two answers to a join say too little by themselves: reading again tells what is the case. An
   * earlier attempt may have moved the resource and lost its answer, so that this is its look after
   * the move as well. Nor does one answer make a duplicate: another instance may have moved the
   * resource there and away again.
   */
  private Outcome refusedJoin(
      WorkItem target,
      ResourceState before,
      Wanted wanted,
      EcsException e,
      Scope scope,
      int attempt) {
    Outcome failed = failed(target, e).withPlacement(wanted, before.group());
    if (e.kind() != ErrorCode.Kind.DUPLICATE && e.kind() != ErrorCode.Kind.GONE) {
      return failed;
    }
    long since = System.nanoTime();
    Observed again = observe(target, scope.context);
    Outcome retry = Outcome.of(target, Status.RETRY).withPlacement(wanted, before.group());
    Wanted now;
    try {
      if (again.failure() != null) {
        throw again.failure();
      }
      if (again.state() == null) {
        return notShown(target).withRequestId(e.requestId());
      }
      now = scope.wants.of(again.state(), since);
    } catch (EcsException unknown) {
      // what is the case could not be found out, so that this event has to come again
      return retry
          .withRequestId(unknown.requestId())
          .withError(unknown.code(), unknown.getMessage());
    }
    retry = retry.withCurrentGroup(again.state().group()).withRequestId(e.requestId());
    if (!now.equals(wanted)) {
      return retry.withError("Overtaken", "it changed while it was moved");
    }
    if (!wanted.decision().moves(again.state().group())) {
      return retry.withStatus(Status.UNCHANGED);
    }
    if (e.kind() == ErrorCode.Kind.GONE) {
      return retry.withError(
          e.code(), "ECS shows the resource but does not find it for a join yet");
    }
    return attempt < MOST_DUPLICATES
        ? join(target, again.state(), wanted, scope, attempt + 1)
        : failed;
  }

  private static Outcome notShown(WorkItem target) {
    Instant time = target.eventTime();
    if (time != null && Duration.between(time, Instant.now()).abs().compareTo(FRESH) < 0) {
      return Outcome.of(target, Status.RETRY)
          .withError(
              "NotVisibleYet", "the event is recent, and ECS does not show the resource yet");
    }
    return Outcome.of(target, Status.GONE).withReason("ECS does not show this resource");
  }

  private static Outcome failed(WorkItem target, EcsException e) {
    if (e.kind() == ErrorCode.Kind.GONE) {
      return notShown(target).withRequestId(e.requestId());
    }
    Status result =
        switch (e.kind()) {
          case RETRY -> Status.RETRY;
          case GONE -> Status.GONE;
          case NOT_JOINABLE -> Status.IGNORED;
          case DUPLICATE, REFUSED -> Status.REFUSED;
        };
    return Outcome.of(target, result)
        .withRequestId(e.requestId())
        .withError(e.code(), e.getMessage());
  }
}
