package dev.tagjoin.reconcile;

import dev.tagjoin.call.Call;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsError;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.reconcile.Observed.Batch;
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
import java.util.concurrent.Callable;

/**
 * Brings resources to the group that the rules want: observe, decide, act on a difference, and
 * report exactly one outcome for each. Keeps no state between calls; safe for use by several
 * threads.
 *
 * <p>What is decided holds for the moment of the read. So a resource is acted on by one request at
 * a time, one that was handled by another since it was read is read again, and a move that came
 * long after the read is followed by another look.
 */
public final class Reconciler {
  /**
   * How long after its creation a resource that ECS does not show is taken to be not visible yet
   * rather than gone.
   */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** A move that is done later than this after the read is followed by another look. */
  static final Duration OUTDATED = Duration.ofSeconds(3);

  /** How often a resource is looked at within one request; then the next delivery goes on. */
  private static final int MOST_LOOKS = 4;

  private final InFlight inFlight;
  private final Workers workers;
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
    this(ecs, rules, accounts, new Workers(parallel), alwaysDry, new InFlight());
  }

  private Reconciler(
      EcsApi ecs,
      CurrentRules rules,
      Accounts accounts,
      Workers workers,
      boolean alwaysDry,
      InFlight inFlight) {
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
   * @param call whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each target, in the order of the targets, then one for each resource
   *     that follows one of them and is no target itself
   */
  public List<Outcome> reconcile(List<Target> targets, Call call, boolean dryRun) {
    RuleBook book = rules.book();
    if (!Wants.isFollowed(book)) {
      Scope scope = new Scope(new Wants(book, ecs, call, null), null, call, dryRun);
      return reconcile(targets, scope, false);
    }
    try (InFlight.Watch watch = inFlight.watch()) {
      Scope scope = new Scope(new Wants(book, ecs, call, watch), watch, call, dryRun);
      return reconcile(targets, scope, true);
    }
  }

  /**
   * Handles every target, but not what follows them.
   *
   * @param targets what to look at; no ref twice
   * @param wants by what to decide
   * @param call whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each target, in the order of the targets
   */
  public List<Outcome> reconcileAlone(
      List<Target> targets, Wants wants, Call call, boolean dryRun) {
    return reconcile(targets, new Scope(wants, null, call, dryRun), false);
  }

  /**
   * What is wanted of resources during a pass, by the rule book of now.
   *
   * @param call whose credentials and deadline hold for looking up leaders
   */
  public Wants wants(Call call) {
    return new Wants(rules.book(), ecs, call, null);
  }

  /**
   * By what and for whom resources are handled.
   *
   * @param watch what other requests handle, or {@code null} when nothing is listed
   */
  private record Scope(Wants wants, InFlight.Watch watch, Call call, boolean dryRun) {}

  private List<Outcome> reconcile(List<Target> targets, Scope scope, boolean withFollowers) {
    Call call = scope.call;
    Map<Batch, List<Target>> batches = new LinkedHashMap<>();
    Map<Target, Outcome> outcomes = new LinkedHashMap<>();
    for (Target target : targets) {
      outcomes.put(target, null);
      String refusal = accounts.refusal(target.ref().account(), call);
      if (refusal != null) {
        outcomes.put(target, Outcome.of(target, Result.IGNORED).because(refusal));
      } else {
        batches.computeIfAbsent(Batch.of(target.ref()), b -> new ArrayList<>()).add(target);
      }
    }
    List<InFlight.Visit> visits = new ArrayList<>();
    List<Outcome> further = List.of();
    try {
      List<Callable<Map<Target, Observed>>> reads = new ArrayList<>();
      Map<Target, InFlight.Visit> visitOf = new HashMap<>();
      batches.forEach(
          (batch, of) -> {
            for (Target target : of) {
              InFlight.Visit visit = inFlight.enter(target.ref(), scope.watch);
              visits.add(visit);
              visitOf.put(target, visit);
            }
            for (int i = 0; i < of.size(); i += batch.kind().describe().maxIds()) {
              List<Target> part =
                  of.subList(i, Math.min(of.size(), i + batch.kind().describe().maxIds()));
              reads.add(() -> observe(batch, part, call));
            }
          });
      List<Look> looks = new ArrayList<>();
      for (Map<Target, Observed> observed : workers.all(reads, call.deadline())) {
        if (observed != null) {
          observed.forEach(
              (target, state) -> looks.add(new Look(target, visitOf.get(target), state)));
        }
      }
      outcomes.putAll(settle(looks, scope));
      outcomes.replaceAll((target, outcome) -> outcome == null ? outOfTime(target) : outcome);
      if (withFollowers) {
        further = followers(outcomes, scope);
      }
    } finally {
      visits.forEach(InFlight.Visit::close);
    }
    List<Outcome> all = new ArrayList<>(outcomes.values());
    all.addAll(further);
    return all;
  }

  private List<Outcome> followers(Map<Target, Outcome> outcomes, Scope scope) {
    Followers followers =
        new Followers(
            ecs,
            scope.call,
            scope.wants,
            workers,
            workers.most(),
            (targets, observed) -> settleListed(targets, observed, scope));
    outcomes.keySet().forEach(target -> followers.handled(target.ref()));
    outcomes.forEach(
        (target, outcome) -> {
          // the event that brought the move about brings its followers along
          boolean isEcho = outcome.outcome() == Result.UNCHANGED && target.isEcho(outcome.from());
          if (!isEcho && Followers.leads(outcome)) {
            followers.of(target.event(), target.ref());
          }
        });
    return followers.bring();
  }

  /** What is being handled now, by all requests. */
  List<ResourceRef> inFlight() {
    return inFlight.now();
  }

  private static Outcome outOfTime(Target target) {
    return Outcome.of(target, Result.RETRY)
        .failed("DeadlineExceeded", "time ran out before this resource was handled");
  }

  /** What became of asking who leads a resource: the answer, or why there is none. */
  public record Leading(Lead lead, Outcome failure) {}

  /**
   * Finds out who leads a resource, for an explanation.
   *
   * @param state the resource, as it was read
   * @param book says what follows what
   * @param call whose credentials and deadline hold
   * @return who leads it, {@code null} for a kind that follows nothing; or the outcome that says
   *     why that could not be found out
   */
  public Leading lead(ResourceState state, RuleBook book, Call call) {
    try {
      return new Leading(new Leaders(ecs, book, call, null).lead(state, Wants.ANY_AGE), null);
    } catch (EcsException e) {
      return new Leading(null, failed(new Target(null, state.ref(), null), e));
    }
  }

  /** What became of asking for a state: the state, or why there is none. */
  public record Reading(ResourceState state, Outcome failure) {}

  /**
   * Reads the state of one resource without deciding about it.
   *
   * @param ref the resource
   * @param call whose credentials and deadline hold
   * @return its state, or the outcome that says why it could not be read
   */
  public Reading read(ResourceRef ref, Call call) {
    Target target = new Target(null, ref, null);
    String refusal = accounts.refusal(ref.account(), call);
    if (refusal != null) {
      return new Reading(null, Outcome.of(target, Result.IGNORED).because(refusal));
    }
    Observed observed = observe(Batch.of(ref), List.of(target), call).get(target);
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
   * @param call whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each state, in the order of the states
   */
  public List<Outcome> reconcileStates(
      List<ResourceState> states, long readAt, Wants wants, Call call, boolean dryRun) {
    Scope scope = new Scope(wants, null, call, dryRun);
    List<Target> targets = states.stream().map(s -> new Target(null, s.ref(), null)).toList();
    List<Observed> observed = states.stream().map(s -> new Observed(s, null, readAt)).toList();
    if (!isDry(scope)) {
      return settleListed(targets, observed, scope);
    }
    if (wants.isFollowed()) {
      observed.forEach(wants::know);
      wants.prepare(states, Wants.ANY_AGE, workers);
    }
    List<Outcome> outcomes = new ArrayList<>(states.size());
    for (int i = 0; i < states.size(); i++) {
      outcomes.add(act(targets.get(i), observed.get(i), scope, Wants.ANY_AGE));
    }
    return outcomes;
  }

  /** Handles what a listing showed; one outcome for each target, in their order. */
  private List<Outcome> settleListed(List<Target> targets, List<Observed> observed, Scope scope) {
    List<InFlight.Visit> visits = new ArrayList<>();
    try {
      List<Look> looks = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        InFlight.Visit visit =
            inFlight.enter(targets.get(i).ref(), scope.watch, observed.get(i).nanos());
        visits.add(visit);
        looks.add(new Look(targets.get(i), visit, observed.get(i)));
      }
      Map<Target, Outcome> settled = settle(looks, scope);
      return targets.stream()
          .map(target -> settled.getOrDefault(target, outOfTime(target)))
          .toList();
    } finally {
      visits.forEach(InFlight.Visit::close);
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

  private Map<Target, Observed> observe(Batch batch, List<Target> targets, Call call) {
    Map<String, Observed> read =
        Observed.read(ecs, call, batch, targets.stream().map(t -> t.ref().id()).toList());
    Map<Target, Observed> observed = new LinkedHashMap<>();
    targets.forEach(target -> observed.put(target, read.get(target.ref().id())));
    return observed;
  }

  private Observed observeAgain(Target target, Call call) {
    return observe(Batch.of(target.ref()), List.of(target), call).get(target);
  }

  /** A resource that was entered and read. */
  private record Look(Target target, InFlight.Visit visit, Observed observed) {
    ResourceRef ref() {
      return target.ref();
    }
  }

  /** Handles what was read, leaders first. What there was no time for is missing. */
  private Map<Target, Outcome> settle(List<Look> looks, Scope scope) {
    Wants wants = scope.wants;
    Map<Target, Outcome> outcomes = new HashMap<>();
    if (wants.isFollowed()) {
      lookUp(looks, scope);
    }
    for (List<Look> wave : wants.waves(looks, Look::ref)) {
      List<Callable<Outcome>> moves = new ArrayList<>();
      wave.forEach(look -> moves.add(() -> settle(look, scope)));
      List<Outcome> settled = workers.all(moves, scope.call.deadline());
      for (int i = 0; i < wave.size(); i++) {
        Outcome outcome = settled.get(i);
        if (outcome != null) {
          outcomes.put(wave.get(i).target, outcome);
        }
        if (outcome == null
            || outcome.outcome() == Result.RETRY
            || outcome.outcome() == Result.REFUSED) {
          wants.hold(wave.get(i).ref());
        }
      }
    }
    return outcomes;
  }

  /** Looks up leaders with few calls, before each resource asks for its own. */
  private void lookUp(List<Look> looks, Scope scope) {
    List<ResourceState> asking = new ArrayList<>();
    for (Look look : looks) {
      scope.wants.know(look.observed);
      if (look.observed.state() != null && !isOwnMove(look.target, look.observed, scope.wants)) {
        asking.add(look.observed.state());
      }
    }
    scope.wants.prepare(asking, Wants.ANY_AGE, workers);
    if (!isDry(scope)) {
      asking.removeIf(state -> isSettled(state, scope, Wants.ANY_AGE));
      scope.wants.prepare(asking, Wants.FRESH, workers);
    }
  }

  private Outcome settle(Look look, Scope scope) {
    Target target = look.target;
    InFlight.Visit visit = look.visit;
    try {
      visit.lock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return outOfTime(target);
    }
    try {
      boolean isOvertaken = visit.isOvertaken();
      Observed now = isOvertaken ? observeAgain(target, scope.call) : look.observed;
      long age = isOvertaken ? Wants.NOW : Wants.ANY_AGE;
      for (int looked = 1; ; looked++) {
        Outcome outcome = act(target, now, scope, age);
        if (outcome.outcome() != Result.JOINED || !now.isOlderThan(OUTDATED.toNanos())) {
          return outcome;
        }
        now = observeAgain(target, scope.call);
        age = Wants.NOW;
        if (now.state() != null && isSettled(now.state(), scope, Wants.NOW)) {
          return outcome;
        }
        if (now.state() == null || looked == MOST_LOOKS) {
          return outcome
              .as(Result.RETRY)
              .failed("Overtaken", "moved, but it changed meanwhile and has to be looked at again");
        }
      }
    } finally {
      visit.touch();
      visit.unlock();
    }
  }

  private static boolean isSettled(ResourceState state, Scope scope, long age) {
    try {
      return !scope.wants.of(state, age).decision().moves(state.group());
    } catch (EcsException e) {
      return false;
    }
  }

  /** Whether nothing happened since the function moved a follower itself. */
  private static boolean isOwnMove(Target target, Observed observed, Wants wants) {
    return target.isEcho(observed.state().group()) && !wants.isOwn(observed.state());
  }

  private Outcome act(Target target, Observed observed, Scope scope, long age) {
    if (observed.failure() != null) {
      return failed(target, observed.failure());
    }
    if (observed.state() == null) {
      return notShown(target);
    }
    ResourceState state = observed.state();
    if (isOwnMove(target, observed, scope.wants)) {
      // whom it follows was looked up for that move: the news of it is worth no further call
      return Outcome.of(target, Result.UNCHANGED).found(state.group()).because("moved by tagjoin");
    }
    Wanted wanted;
    try {
      wanted = scope.wants.of(state, age);
      if (wanted.follows() != null && wanted.decision().moves(state.group()) && !isDry(scope)) {
        wanted = scope.wants.of(state, Wants.RECENT);
      }
    } catch (EcsException e) {
      return failed(target, e)
          .found(state.group())
          .failed(e.code(), "who leads it could not be read: " + e.getMessage());
    }
    if (wanted.decision().action() == Action.LEAVE) {
      Outcome left = Outcome.of(target, Result.LEFT).by(wanted, state.group());
      return wanted.follows() != null && scope.wants.isHeld(wanted.follows())
          ? left.because("what it follows could not be moved")
          : left;
    }
    Outcome decided = Outcome.of(target, Result.UNCHANGED).by(wanted, state.group());
    if (!wanted.decision().moves(state.group())) {
      return decided;
    }
    if (isDry(scope)) {
      return decided.as(Result.PLANNED);
    }
    try {
      return decided
          .as(Result.JOINED)
          .answered(ecs.join(scope.call, target.ref(), wanted.decision().group()));
    } catch (EcsException e) {
      return refusedJoin(target, state, wanted, e, scope.call);
    }
  }

  /** Two answers to a join say too little by themselves: reading again tells what is the case. */
  private Outcome refusedJoin(
      Target target, ResourceState before, Wanted wanted, EcsException e, Call call) {
    Outcome failed = failed(target, e).by(wanted, before.group());
    if (e.error() != EcsError.DUPLICATE && e.error() != EcsError.GONE) {
      return failed;
    }
    Observed again = observeAgain(target, call);
    if (again.failure() != null) {
      // what is the case could not be found out, so that this event has to come again
      return Outcome.of(target, Result.RETRY)
          .by(wanted, before.group())
          .answered(again.failure().requestId())
          .failed(again.failure().code(), again.failure().getMessage());
    }
    if (again.state() == null) {
      return notShown(target).answered(e.requestId());
    }
    if (!wanted.decision().moves(again.state().group())) {
      return Outcome.of(target, Result.UNCHANGED)
          .by(wanted, again.state().group())
          .answered(e.requestId());
    }
    if (e.error() == EcsError.GONE) {
      return Outcome.of(target, Result.RETRY)
          .by(wanted, again.state().group())
          .answered(e.requestId())
          .failed(e.code(), "ECS shows the resource but does not find it for a join yet");
    }
    return failed;
  }

  private static Outcome notShown(Target target) {
    if (target.createdAt() != null && target.createdAt().isAfter(Instant.now().minus(FRESH))) {
      return Outcome.of(target, Result.RETRY)
          .failed("NotVisibleYet", "created moments ago and not shown by ECS yet");
    }
    return Outcome.of(target, Result.GONE).because("ECS does not show this resource");
  }

  private static Outcome failed(Target target, EcsException e) {
    if (e.error() == EcsError.GONE) {
      return notShown(target).answered(e.requestId());
    }
    Result result =
        switch (e.error()) {
          case RETRY -> Result.RETRY;
          case GONE -> Result.GONE;
          case NOT_JOINABLE -> Result.IGNORED;
          case DUPLICATE, REFUSED -> Result.REFUSED;
        };
    return Outcome.of(target, result).answered(e.requestId()).failed(e.code(), e.getMessage());
  }
}
