package dev.tagjoin.sweep;

import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.sweep.SweepPlan.Planned;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves what a plan found, a part at a time while time lasts, and takes off the plan what is left
 * to the next call. Not safe for use by several threads.
 */
final class SweepMoves {
  /** What was read longer ago is read again before it is moved, in nanoseconds: 1.5 seconds. */
  private static final long STALE_NANOS = 1_500_000_000;

  /** How many resources are moved before time is looked at again: few, then more. */
  private static final int FIRST_PART = 8;

  /** What one call reads again; no more than a second's worth, so that the reading stays true. */
  private static final int MAX_PART = 100;

  private final SweepPlan plan;
  private final AccountSweep sweep;
  private final PlacementResolver placements;
  private final int maxPart;
  private final List<Outcome> handled = new ArrayList<>();

  SweepMoves(SweepPlan plan, AccountSweep sweep, PlacementResolver placements) {
    this.plan = plan;
    this.sweep = sweep;
    this.placements = placements;
    this.maxPart = (int) Math.max(1, Math.min(MAX_PART, sweep.sweeper().settings.joinsPerSecond()));
  }

  void run() {
    List<Outcome> outOfOrder = new ArrayList<>();
    boolean isInOrder = true;
    int size = Math.min(FIRST_PART, maxPart);
    long lastMillis = 0;
    // a part that is twice as large takes twice as long
    while (isInOrder
        && plan.moved < plan.planned.size()
        && !sweep.budget().isShortOfTime(2 * lastMillis)
        && !sweep.budget().isAnswerFull()) {
      long start = System.nanoTime();
      int end = Math.min(plan.planned.size(), plan.moved + size);
      for (Outcome outcome : settle(plan.planned.subList(plan.moved, end))) {
        if (ErrorCode.DEADLINE_EXCEEDED.equals(outcome.code())) {
          isInOrder = false;
        } else if (isInOrder) {
          take(plan.planned.get(plan.moved++), outcome);
        } else {
          outOfOrder.add(outcome);
        }
      }
      plan.reportProgress(plan.tally.seen());
      lastMillis = (System.nanoTime() - start) / 1_000_000;
      size = Math.min(maxPart, 2 * size);
    }
    if (plan.moved < plan.planned.size()) {
      cutBefore(plan.planned.get(plan.moved));
    }
    plan.outcomes.addAll(outOfOrder);
    handled.addAll(outOfOrder);
    plan.tally.remove(Status.PLANNED);
    for (Outcome outcome : handled) {
      plan.tally.add(outcome.status());
    }
  }

  private void take(Planned one, Outcome outcome) {
    Outcome before = plan.outcomes.set(one.outcome(), outcome);
    handled.add(outcome);
    sweep.budget().replace(before, outcome);
  }

  /** Leaves a resource, and all that was seen behind it, to the next call. */
  private void cutBefore(Planned first) {
    plan.tally = first.before();
    plan.outcomes.subList(first.outcome(), plan.outcomes.size()).clear();
    if (sweep.budget().isAnswerFull()) {
      plan.stopAt(first.place(), "what one answer can hold");
    } else {
      plan.next = first.place();
      plan.stop = SweepPlan.OUT_OF_TIME;
    }
  }

  /**
   * Moves a part. What was read long ago is read again, many with one call: it may have changed
   * since.
   */
  private List<Outcome> settle(List<Planned> part) {
    long oldest = part.get(0).readAt();
    Reconciler reconciler = sweep.sweeper().reconciler;
    if (System.nanoTime() - oldest > STALE_NANOS) {
      List<WorkItem> items = part.stream().map(p -> WorkItem.of(p.state().ref())).toList();
      return reconciler.reconcileAlone(items, placements, sweep.context(), false);
    }
    return reconciler.reconcileStates(
        part.stream().map(Planned::state).toList(), oldest, placements, sweep.context(), false);
  }
}
