package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.follow.PlacementResolver;
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
  static final SweepReport.Stop OUT_OF_TIME =
      new SweepReport.Stop(SweepReport.Why.TIME, "time ran out; the cursor goes on");

  /**
   * A resource that has to move.
   *
   * @param place the place at which a pass would look at it next
   * @param before what was counted in front of it
   * @param outcome index of its outcome
   */
  record Planned(ResourceState state, Place place, Tally before, int outcome, long readAt) {}

  private final AccountSweep sweep;
  private final SweepSettings settings;
  private final SweepBudget budget;
  private final Part start;
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

  /**
   * @param start where it begins
   */
  SweepPlan(AccountSweep sweep, Part start, PlacementResolver placements, PageReader pages) {
    this.sweep = sweep;
    this.settings = sweep.sweeper().settings;
    this.budget = sweep.budget();
    this.start = start;
    this.placements = placements;
    this.pages = pages;
    this.next = start.place();
  }

  /** Where the next call goes on. */
  Part rest() {
    int moves = sweep.isDry() ? toMove : moved;
    return new Part(start.account(), next, start.seen() + tally.seen(), start.moves() + moves);
  }

  /** Looks at pages until there is enough to move, or no time or nothing left. */
  void make() {
    while (stop == null && next.unit() < sweep.units().size()) {
      if (firstPageRead && isShortOfTime()) {
        stop = OUT_OF_TIME;
      } else {
        firstPageRead = true;
        plan(pages.get(next.unit(), next.page()));
      }
    }
  }

  /** Whether the time left is needed for the moves that are planned. */
  private boolean isShortOfTime() {
    return budget.isShortOfTime((long) (planned.size() / settings.joinsPerSecond() * 1000));
  }

  void stopAt(Place place, String limit) {
    next = place;
    stop =
        new SweepReport.Stop(
            SweepReport.Why.MOVES, limit + " is used up and more is to move; the cursor goes on");
  }

  void reportProgress(long seen) {
    budget.report(seen - reportedSeen, toMove - reportedToMove, moved - reportedMoved);
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
        if (isMove && !budget.takeMove()) {
          stopAt(next.before(ids, i), "maxMoves (" + budget.maxMoves() + ")");
          return;
        }
        if (!budget.take(outcome)) {
          stopAt(next.before(ids, i), "what one answer can hold");
          return;
        }
        if (isMove) {
          toMove++;
        }
        if (isMove && !sweep.isDry()) {
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
    return sweep
        .sweeper()
        .reconciler
        .reconcileStates(states, fetched.readAt(), placements, sweep.context(), true);
  }

  private static Place behind(Place place, Fetched fetched) {
    return fetched.failure() != null || fetched.page().next() == null
        ? Place.startOf(place.unit() + 1)
        : new Place(place.unit(), fetched.page().next(), List.of());
  }

  /** One listing that cannot be read does not keep the others from being looked at. */
  private void failed(EcsException e) {
    boolean isResumed = next.equals(start.place()) && next.page() != null;
    if (isResumed && e.isAboutPageToken()) {
      // ECS no longer knows the place: begin that listing again
      next = Place.startOf(next.unit());
      return;
    }
    if (e.error().isDeadline()) {
      stop = OUT_OF_TIME;
      return;
    }
    Unit unit = sweep.units().get(next.unit());
    Status status = AccountSweep.status(e);
    Outcome outcome =
        Outcome.ofListing(
                null,
                unit.kind(),
                unit.region(),
                start.accountOrNull(),
                status,
                e.code(),
                e.getMessage())
            .withRequestId(e.requestId());
    budget.add(outcome);
    outcomes.add(outcome);
    tally.add(status);
    next = Place.startOf(next.unit() + 1);
  }

  /**
   * Why so many moves are suspicious, or {@code null}. The plan may have ended early because what
   * is to move stands close together, so more is looked at until the share is small enough.
   */
  SweepReport.Stop suspicion() {
    long seen = start.seen() + tally.seen();
    long moves = start.moves() + planned.size();
    Place place = next;
    while (isTooMuch(moves, seen) && place.unit() < sweep.units().size() && !isShortOfTime()) {
      Fetched fetched = pages.get(place.unit(), place.page());
      if (fetched.failure() == null) {
        List<ResourceState> states = fetched.page().states();
        int first = place.indexIn(ids(states));
        for (Outcome outcome : decide(states.subList(first, states.size()), fetched)) {
          seen++;
          moves += outcome.status() == Status.PLANNED ? 1 : 0;
        }
        reportProgress(seen - start.seen());
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
