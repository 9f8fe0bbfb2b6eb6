package dev.tagjoin.reconcile;

import dev.tagjoin.call.Call;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsError;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Action;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Decision;
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
   * Handles every target.
   *
   * @param targets what to look at; no ref twice
   * @param call whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each target, in the order of the targets
   */
  public List<Outcome> reconcile(List<Target> targets, Call call, boolean dryRun) {
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
    try {
      List<Callable<Map<Target, Observed>>> reads = new ArrayList<>();
      Map<Target, InFlight.Visit> visitOf = new HashMap<>();
      batches.forEach(
          (batch, of) -> {
            for (Target target : of) {
              InFlight.Visit visit = inFlight.enter(target.ref());
              visits.add(visit);
              visitOf.put(target, visit);
            }
            for (int i = 0; i < of.size(); i += batch.kind.describe().maxIds()) {
              List<Target> part =
                  of.subList(i, Math.min(of.size(), i + batch.kind.describe().maxIds()));
              reads.add(() -> observe(batch, part, call));
            }
          });
      List<Callable<Map.Entry<Target, Outcome>>> moves = new ArrayList<>();
      for (Map<Target, Observed> observed : workers.all(reads, call.deadline())) {
        if (observed != null) {
          observed.forEach(
              (target, state) ->
                  moves.add(
                      () ->
                          Map.entry(
                              target, settle(target, visitOf.get(target), state, call, dryRun))));
        }
      }
      for (Map.Entry<Target, Outcome> settled : workers.all(moves, call.deadline())) {
        if (settled != null) {
          outcomes.put(settled.getKey(), settled.getValue());
        }
      }
    } finally {
      visits.forEach(InFlight.Visit::close);
    }
    outcomes.replaceAll((target, outcome) -> outcome == null ? outOfTime(target) : outcome);
    return List.copyOf(outcomes.values());
  }

  /** What is being handled now, by all requests. */
  List<ResourceRef> inFlight() {
    return inFlight.now();
  }

  private static Outcome outOfTime(Target target) {
    return Outcome.of(target, Result.RETRY)
        .failed("DeadlineExceeded", "time ran out before this resource was handled");
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
    if (observed.failure != null) {
      return new Reading(null, failed(target, observed.failure));
    }
    return observed.state != null
        ? new Reading(observed.state, null)
        : new Reading(null, notShown(target));
  }

  /**
   * Handles resources that were read just now: as {@link #reconcile}, but without reading them.
   *
   * @param states what was read; no ref twice
   * @param readAt when the reading began, by {@link System#nanoTime()}
   * @param call whose credentials and deadline hold
   * @param dryRun whether to decide and report only
   * @return one outcome for each state, in the order of the states
   */
  public List<Outcome> reconcileStates(
      List<ResourceState> states, long readAt, Call call, boolean dryRun) {
    List<Target> targets = states.stream().map(s -> new Target(null, s.ref(), null)).toList();
    if (dryRun || alwaysDry) {
      List<Outcome> outcomes = new ArrayList<>(states.size());
      for (int i = 0; i < states.size(); i++) {
        Observed observed = new Observed(states.get(i), null, readAt);
        outcomes.add(act(targets.get(i), observed, call, true));
      }
      return outcomes;
    }
    List<InFlight.Visit> visits = new ArrayList<>();
    try {
      List<Callable<Outcome>> moves = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        Target target = targets.get(i);
        Observed observed = new Observed(states.get(i), null, readAt);
        InFlight.Visit visit = inFlight.enter(target.ref());
        visits.add(visit);
        moves.add(() -> settle(target, visit, observed, call, false));
      }
      List<Outcome> outcomes = workers.all(moves, call.deadline());
      List<Outcome> all = new ArrayList<>(outcomes.size());
      for (int i = 0; i < outcomes.size(); i++) {
        all.add(outcomes.get(i) == null ? outOfTime(targets.get(i)) : outcomes.get(i));
      }
      return all;
    } finally {
      visits.forEach(InFlight.Visit::close);
    }
  }

  /**
   * A reconciler that reaches ECS in another way and minds what this one has in hand.
   *
   * @param other where resources are read and moved
   */
  public Reconciler over(EcsApi other) {
    return new Reconciler(other, rules, accounts, workers, alwaysDry, inFlight);
  }

  /** What one describe call can answer for. */
  private record Batch(String account, String region, ResourceKind kind) {
    static Batch of(ResourceRef ref) {
      return new Batch(ref.account(), ref.region(), ref.kind());
    }
  }

  /** A state, or neither when ECS does not show the resource, or why it could not be read. */
  private record Observed(ResourceState state, EcsException failure, long nanos) {
    /** Whether more may have changed since than the usual moment allows. */
    boolean isOutdated() {
      return System.nanoTime() - nanos > OUTDATED.toNanos();
    }
  }

  private Map<Target, Observed> observe(Batch batch, List<Target> targets, Call call) {
    Map<Target, Observed> observed = new LinkedHashMap<>();
    long before = System.nanoTime();
    try {
      Map<String, ResourceState> states =
          ecs.describe(
              call,
              batch.kind,
              batch.region,
              batch.account,
              targets.stream().map(t -> t.ref().id()).toList());
      for (Target target : targets) {
        observed.put(target, new Observed(states.get(target.ref().id()), null, before));
      }
    } catch (EcsException e) {
      if (targets.size() > 1 && mayBeOneIdsFault(e)) {
        for (Target target : targets) {
          observed.putAll(observe(batch, List.of(target), call));
        }
      } else {
        for (Target target : targets) {
          observed.put(target, new Observed(null, e, before));
        }
      }
    }
    return observed;
  }

  /** Whether the call may have failed for one of its ids, so that the others can succeed alone. */
  private static boolean mayBeOneIdsFault(EcsException e) {
    String code = e.code();
    boolean aboutKeys =
        code.startsWith("InvalidAccessKeyId") || code.startsWith("InvalidSecurityToken");
    return e.error() != EcsError.RETRY
        && !aboutKeys
        && (code.startsWith("Invalid")
            || code.endsWith(".NotFound")
            || code.endsWith(".Malformed"));
  }

  private Outcome settle(
      Target target, InFlight.Visit visit, Observed observed, Call call, boolean dryRun) {
    try {
      visit.lock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return outOfTime(target);
    }
    try {
      Observed now = visit.isOvertaken() ? observeAgain(target, call) : observed;
      for (int look = 1; ; look++) {
        Outcome outcome = act(target, now, call, dryRun);
        if (outcome.outcome() != Result.JOINED || !now.isOutdated()) {
          return outcome;
        }
        now = observeAgain(target, call);
        if (now.state != null && !wantsMove(now.state)) {
          return outcome;
        }
        if (now.state == null || look == MOST_LOOKS) {
          return Outcome.of(target, Result.RETRY)
              .by(outcome.rule(), outcome.from(), outcome.to())
              .answered(outcome.requestId())
              .failed("Overtaken", "moved, but it changed meanwhile and has to be looked at again");
        }
      }
    } finally {
      visit.touch();
      visit.unlock();
    }
  }

  private boolean wantsMove(ResourceState state) {
    Decision decision = rules.book().decide(state);
    return decision.action() != Action.LEAVE && !decision.group().equals(state.group());
  }

  private Observed observeAgain(Target target, Call call) {
    return observe(Batch.of(target.ref()), List.of(target), call).get(target);
  }

  private Outcome act(Target target, Observed observed, Call call, boolean dryRun) {
    if (observed.failure != null) {
      return failed(target, observed.failure);
    }
    if (observed.state == null) {
      return notShown(target);
    }
    ResourceState state = observed.state;
    Decision decision = rules.book().decide(state);
    if (decision.action() == Action.LEAVE) {
      return Outcome.of(target, Result.LEFT).by(decision.rule(), state.group(), null);
    }
    String to = decision.group();
    if (to.equals(state.group())) {
      return Outcome.of(target, Result.UNCHANGED).by(decision.rule(), state.group(), to);
    }
    if (dryRun || alwaysDry) {
      return Outcome.of(target, Result.PLANNED).by(decision.rule(), state.group(), to);
    }
    try {
      String requestId = ecs.join(call, target.ref(), to);
      return Outcome.of(target, Result.JOINED)
          .by(decision.rule(), state.group(), to)
          .answered(requestId);
    } catch (EcsException e) {
      return refusedJoin(target, state, decision, e, call);
    }
  }

  /** Two answers to a join say too little by themselves: reading again tells what is the case. */
  private Outcome refusedJoin(
      Target target, ResourceState before, Decision decision, EcsException e, Call call) {
    Outcome failed = failed(target, e).by(decision.rule(), before.group(), decision.group());
    if (e.error() != EcsError.DUPLICATE && e.error() != EcsError.GONE) {
      return failed;
    }
    Observed again = observeAgain(target, call);
    if (again.failure != null) {
      // what is the case could not be found out, so that this event has to come again
      return Outcome.of(target, Result.RETRY)
          .by(decision.rule(), before.group(), decision.group())
          .answered(again.failure.requestId())
          .failed(again.failure.code(), again.failure.getMessage());
    }
    if (again.state == null) {
      return notShown(target).answered(e.requestId());
    }
    if (decision.group().equals(again.state.group())) {
      return Outcome.of(target, Result.UNCHANGED)
          .by(decision.rule(), again.state.group(), decision.group())
          .answered(e.requestId());
    }
    if (e.error() == EcsError.GONE) {
      return Outcome.of(target, Result.RETRY)
          .by(decision.rule(), again.state.group(), decision.group())
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
