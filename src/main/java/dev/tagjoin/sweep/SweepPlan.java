package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.sweep.Cursor.Part;
import dev.tagjoin.sweep.Cursor.Place;
import dev.tagjoin.sweep.PageReader.Fetched;
import dev.tagjoin.sweep.PageReader.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one call of a pass has found, and where it goes on: looks at pages, decides, and remembers
 * what has to move. Not safe for use by several threads.
 */
final class SweepPlan {
  /**
   * What one call is asked for in one account. Immutable.
   *
   * @param start where it begins
   * @param budget what it shares with the other accounts
   * @param isDry whether nothing is moved
   */
  record Scope(RequestContext context, SweepBudget budget, Part start, boolean isDry) {}

  /**
   * A resource that has to move.
   *
   * @param place the place at which a pass would look at it next
   * @param before what was counted in front of it
   * @param outcome index of its outcome
   */
  record Planned(ResourceState state, Place place, Tally before, int outcome, long readAt) {}

  private final Scope scope;
  private final SweepSettings settings;
  private final Reconciler reconciler;
  private final PlacementResolver placements;
  private final PageReader pages;

  final List<Outcome> outcomes = new ArrayList<>();
  final List<Planned> planned = new ArrayList<>();
  Tally tally = new Tally();
  Place next;
  SweepReport.Stop stop;

  /** How many of the planned moves were handled. */
  int moved;

  private int toMove;
  private boolean firstPageRead;
  private long reportedSeen;
  private int reportedToMove;
  private int reportedMoved;

  SweepPlan(
      Scope scope,
      SweepSettings settings,
      Reconciler reconciler,
      PlacementResolver placements,
      PageReader pages) {
    this.scope = scope;
    this.settings = settings;
    this.reconciler = reconciler;
    this.placements = placements;
    this.pages = pages;
    this.next = scope.start.place();
  }

  /** Where the next call goes on. */
  Part rest() {
    Part start = scope.start;
    return new Part(
        start.account(),
        next,
        start.seen() + tally.seen(),
        start.moves() + (scope.isDry ? toMove : moved));
  }

  /** Looks at pages until there is enough to move, or no time or nothing left. */
  void make() {
    while (stop == null && next.unit() < pages.units().size()) {
      if (firstPageRead && isShortOfTime()) {
        stopForTime();
      } else {
        firstPageRead = true;
        plan(pages.get(next.unit(), next.page()));
      }
    }
  }

  /** Whether the time left is needed for the moves that are planned. */
  private boolean isShortOfTime() {
    double movesMillis = planned.size() / settings.joinsPerSecond() * 1000;
    return isShortOfTime((long) movesMillis);
  }

  /** Whether no more than the margin and some time is left. */
  boolean isShortOfTime(long millis) {
    return scope.budget.isCancelled()
        || scope.context.deadline().leftMillis() <= scope.budget.marginMillis() + millis;
  }

  void stopForTime() {
    stop = outOfTime();
  }

  static SweepReport.Stop outOfTime() {
    return new SweepReport.Stop(SweepReport.Why.TIME, "time ran out; the cursor goes on");
  }

  void stopAt(Place place, String limit) {
    next = place;
    stop =
        new SweepReport.Stop(
            SweepReport.Why.MOVES, limit + " is used up and more is to move; the cursor goes on");
  }

  void reportProgress(long seen) {
    scope.budget.report(seen - reportedSeen, toMove - reportedToMove, moved - reportedMoved);
    reportedSeen = seen;
    reportedToMove = toMove;
    reportedMoved = moved;
  }

  private void plan(Fetched fetched) {
    if (fetched.failure() != null) {
      failed(fetched.failure());
      return;
    }
    List<ResourceState> states = fetched.page().states();
    List<String> ids = ids(states);
    List<Outcome> decided = decide(states, fetched);
    for (int i = next.indexIn(ids); i < states.size(); i++) {
      Outcome outcome = decided.get(i);
      boolean isMove = outcome.status() == Status.PLANNED;
      if (outcome.status() != Status.UNCHANGED && outcome.status() != Status.LEFT) {
        if (isMove && !scope.budget.takeMove()) {
          stopAt(next.before(ids, i), "maxMoves (" + scope.budget.maxMoves() + ")");
          return;
        }
        if (!scope.budget.takeBytes(AnswerSize.of(outcome))) {
          stopAt(next.before(ids, i), "what one answer can hold");
          return;
        }
        if (isMove) {
          toMove++;
        }
        if (isMove && !scope.isDry) {
          planned.add(
              new Planned(
                  states.get(i),
                  next.before(ids, i),
                  tally.copy(),
                  outcomes.size(),
                  fetched.readAt()));
        }
        outcomes.add(outcome);
      }
      tally.addSeen(outcome.status());
    }
    next = behind(next, fetched);
    reportProgress(tally.seen());
  }

  private static List<String> ids(List<ResourceState> states) {
    return states.stream().map(state -> state.ref().id()).toList();
  }

  private List<Outcome> decide(List<ResourceState> states, Fetched fetched) {
    return reconciler.reconcileStates(states, fetched.readAt(), placements, scope.context, true);
  }

  private static Place behind(Place place, Fetched fetched) {
    return fetched.failure() != null || fetched.page().next() == null
        ? Place.startOf(place.unit() + 1)
        : new Place(place.unit(), fetched.page().next(), List.of());
  }

  /** One listing that cannot be read does not keep the others from being looked at. */
  private void failed(EcsException e) {
    boolean isResumed = next.equals(scope.start.place()) && next.page() != null;
    if (isResumed && e.isAboutPageToken()) {
      // ECS no longer knows the place: begin that listing again
      next = Place.startOf(next.unit());
      return;
    }
    if (e.error().isDeadline()) {
      stopForTime();
      return;
    }
    Unit unit = pages.units().get(next.unit());
    Status status = e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
    Outcome outcome =
        Outcome.ofListing(
                null, unit.kind(), unit.region(), pages.account(), status, e.code(), e.getMessage())
            .withRequestId(e.requestId());
    scope.budget.addBytes(AnswerSize.of(outcome));
    outcomes.add(outcome);
    tally.add(status);
    next = Place.startOf(next.unit() + 1);
  }

  /**
   * Why so many moves are suspicious, or {@code null}. The plan may have ended early because what
   * is to move stands close together, so more is looked at until the share is small enough.
   */
  SweepReport.Stop suspicion() {
    long seen = scope.start.seen() + tally.seen();
    long moves = scope.start.moves() + planned.size();
    Place place = next;
    while (isTooMuch(moves, seen) && place.unit() < pages.units().size() && !isShortOfTime()) {
      Fetched fetched = pages.get(place.unit(), place.page());
      if (fetched.failure() == null) {
        List<ResourceState> states = fetched.page().states();
        int first = place.indexIn(ids(states));
        for (Outcome outcome : decide(states.subList(first, states.size()), fetched)) {
          seen++;
          moves += outcome.status() == Status.PLANNED ? 1 : 0;
        }
        reportProgress(seen - scope.start.seen());
      }
      place = behind(place, fetched);
    }
    if (!isTooMuch(moves, seen)) {
      return null;
    }
    return new SweepReport.Stop(
        SweepReport.Why.SHARE,
        String.format(
            Locale.ROOT,
            "%d of the %d resources seen would move (%.1f %%), TAGJOIN_SWEEP_MAX_SHARE allows"
                + " %.1f %%: nothing was moved; look at what would move with dryRun, then use"
                + " force",
            moves,
            seen,
            100.0 * moves / seen,
            100 * settings.maxShare()));
  }

  private boolean isTooMuch(long moves, long seen) {
    return moves > settings.maxShare() * seen;
  }
}
