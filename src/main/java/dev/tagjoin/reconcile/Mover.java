package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.follow.MaxAge;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Action;
import dev.tagjoin.rule.Placement;

/** Decides about one resource and moves it on a difference. Safe for use by several threads. */
final class Mover {
  /** Give up after this many Duplicate replies that the describe call contradicts. */
  private static final int MAX_DUPLICATES = 3;

  private final EcsApi ecs;
  private final ResourceReader reader;

  Mover(EcsApi ecs, ResourceReader reader) {
    this.ecs = ecs;
    this.reader = reader;
  }

  /** Handles a candidate under its lock; reads it again when another request handled it. */
  Outcome handle(Candidate candidate, Run run) {
    WorkItem item = candidate.item();
    ResourceLocks.Lease lease = candidate.lease();
    try {
      if (!lease.lock(run.context().deadline())) {
        return item.outOfTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return item.outOfTime();
    }
    try {
      boolean isStale = lease.isStale();
      MaxAge leaderAge = isStale ? MaxAge.fromNow() : candidate.leaderAge();
      Observed now = isStale ? reader.read(item.ref(), run.context()) : candidate.observed();
      Outcome previous = candidate.moved();
      if (previous == null) {
        return decide(item, now, leaderAge, run);
      }
      // the group of the last move counts: the describe call may lag behind it
      Observed moved = now.state() == null ? now : now.withGroup(previous.to());
      Outcome outcome = decide(item, moved, leaderAge, run);
      return outcome.status() == Status.JOINED
          ? named(outcome.withCurrentGroup(previous.from()), item, run)
          : outcome;
    } finally {
      lease.markHandled();
      lease.unlock();
    }
  }

  /**
   * Decides about a resource as it was read, and moves it on a difference unless the run is dry.
   */
  Outcome decide(WorkItem item, Observed observed, MaxAge leaderAge, Run run) {
    return named(decide(item, observed, leaderAge, run, true), item, run);
  }

  /** With the names of its groups, as far as the rule book or a look-up told them. */
  private static Outcome named(Outcome outcome, WorkItem item, Run run) {
    String to = run.placements().groupName(item.ref(), outcome.to());
    return outcome.withNames(
        run.placements().groupName(item.ref(), outcome.from()), to == null ? outcome.toName() : to);
  }

  /**
   * @param mayRepeat whether to decide once more when the wanted group turns out not to exist
   */
  private Outcome decide(
      WorkItem item, Observed observed, MaxAge leaderAge, Run run, boolean mayRepeat) {
    if (observed.failure() != null) {
      return item.failed(observed.failure());
    }
    ResourceState state = observed.state();
    if (state == null) {
      return item.notShown();
    }
    Placement placement;
    try {
      placement = run.placements().resolve(state, leaderAge);
      if (placement.follows() != null
          && placement.decision().moves(state.group())
          && !run.isDry()) {
        placement = run.placements().resolve(state, MaxAge.forMove());
      }
    } catch (EcsException e) {
      return item.failed(e).withCurrentGroup(state.group()).withError(e.code(), e.getMessage());
    }
    if (placement.decision().action() == Action.LEAVE) {
      Outcome left = Outcome.of(item, Status.LEFT).withPlacement(placement, state);
      return placement.follows() != null && run.placements().isHeld(placement.follows())
          ? left.withReason("its leader could not be moved")
          : left;
    }
    if (!placement.decision().moves(state.group())) {
      return Outcome.of(item, Status.UNCHANGED).withPlacement(placement, state);
    }
    if (run.isDry() && placement.decision().problem() == null) {
      return Outcome.of(item, Status.PLANNED).withPlacement(placement, state);
    }
    Outcome joined = join(item, state, placement, run, 1);
    if (mayRepeat
        && joined.status() == Status.REFUSED
        && ErrorCode.of(joined.code()).isUnknownGroup()
        && run.placements().forgetGroups(item.ref())) {
      // it was deleted after the groups were read, and another one may have its name
      return decide(item, observed, leaderAge, run, false);
    }
    return joined;
  }

  private Outcome join(
      WorkItem item, ResourceState state, Placement placement, Run run, int attempt) {
    String problem = placement.decision().problem();
    if (problem != null) {
      return Outcome.of(item, Status.REFUSED)
          .withPlacement(placement, state)
          .withError("UnknownGroup", problem);
    }
    if (placement.decision().group() == null) {
      return Outcome.of(item, Status.RETRY)
          .withPlacement(placement, state)
          .withError("Overtaken", "the groups of the account changed during the decision");
    }
    try {
      return Outcome.of(item, Status.JOINED)
          .withPlacement(placement, state)
          .withRequestId(ecs.join(run.context(), item.ref(), placement.decision().group()));
    } catch (EcsException e) {
      Outcome failed = item.failed(e).withPlacement(placement, state);
      return e.kind() == ErrorCode.Kind.DUPLICATE || e.kind() == ErrorCode.Kind.GONE
          ? readAgain(item, state, placement, failed, e, run, attempt)
          : failed;
    }
  }

  /**
   * Two errors of a join say too little by themselves, so that the resource is read again. An
   * earlier attempt may have moved it and lost its answer: then this reading is the check after the
   * move as well. One Duplicate reply proves nothing: another instance may have moved the resource
   * there and away again.
   */
  private Outcome readAgain(
      WorkItem item,
      ResourceState before,
      Placement placement,
      Outcome failed,
      EcsException e,
      Run run,
      int attempt) {
    Outcome retry = Outcome.of(item, Status.RETRY).withPlacement(placement, before);
    MaxAge fromNow = MaxAge.fromNow();
    Observed again = reader.read(item.ref(), run.context());
    Placement now;
    try {
      if (again.failure() != null) {
        throw again.failure();
      }
      if (again.state() == null) {
        return item.notShown().withRequestId(e.requestId());
      }
      now = run.placements().resolve(again.state(), fromNow);
    } catch (EcsException unknown) {
      return retry
          .withRequestId(unknown.requestId())
          .withError(unknown.code(), unknown.getMessage());
    }
    retry = retry.withCurrentGroup(again.state().group()).withRequestId(e.requestId());
    if (!now.equals(placement)) {
      return retry.withError("Overtaken", "the desired group changed during the move");
    }
    if (!placement.decision().moves(again.state().group())) {
      return retry.withStatus(Status.UNCHANGED);
    }
    if (e.kind() == ErrorCode.Kind.GONE) {
      return retry.withError(
          e.code(), "ECS shows the resource but does not find it for a join yet");
    }
    return attempt < MAX_DUPLICATES
        ? join(item, again.state(), placement, run, attempt + 1)
        : failed;
  }
}
