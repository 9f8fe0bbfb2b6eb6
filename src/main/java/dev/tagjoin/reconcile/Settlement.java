package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.reconcile.follow.MaxAge;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Moves resources, reads them again, and moves once more what belongs elsewhere by then. So the
 * last move of a resource is always confirmed by a reading that began after it. For one run; not
 * safe for use by several threads.
 */
final class Settlement {
  /** How often a resource is moved within one request; the next delivery goes on. */
  private static final int MAX_MOVES = 4;

  private static final String NOT_READ = "moved, but not read again: ";

  private final Mover mover;
  private final ResourceReader reader;
  private final WorkerPool workers;
  private final Run run;
  private final Outcome[] outcomes;

  /**
   * @param outcomes takes the outcome of each candidate at its index
   */
  Settlement(Mover mover, ResourceReader reader, WorkerPool workers, Run run, Outcome[] outcomes) {
    this.mover = mover;
    this.reader = reader;
    this.workers = workers;
    this.run = run;
    this.outcomes = outcomes;
  }

  /** Handles all candidates. */
  void settle(List<Candidate> candidates) {
    if (run.placements().isFollowed()) {
      readLeaders(candidates);
    }
    List<Candidate> open = candidates;
    for (int moves = 1; !open.isEmpty(); moves++) {
      move(open, run.isDry() ? run : run.withTimeToCheck());
      open = check(open);
      if (moves == MAX_MOVES) {
        for (Candidate candidate : open) {
          unconfirmed(candidate, "Overtaken", "moved, but the desired group kept changing");
        }
        open = List.of();
      }
    }
    for (Candidate candidate : candidates) {
      holdIfFailed(candidate);
    }
  }

  /** Reads leaders with few calls, before each resource asks for its own. */
  private void readLeaders(List<Candidate> candidates) {
    List<ResourceState> led = new ArrayList<>();
    for (Candidate candidate : candidates) {
      run.placements().remember(candidate.observed());
      if (candidate.observed().state() != null) {
        led.add(candidate.observed().state());
      }
    }
    run.placements().prepare(led, MaxAge.ANY);
    if (!run.isDry()) {
      led.removeIf(this::isInPlace);
      run.placements().prepare(led, MaxAge.beforeMoves());
    }
  }

  private boolean isInPlace(ResourceState state) {
    try {
      return !run.placements().resolve(state, MaxAge.ANY).decision().moves(state.group());
    } catch (EcsException e) {
      return false;
    }
  }

  /** Decides and moves, leaders first. */
  private void move(List<Candidate> candidates, Run shorter) {
    for (List<Candidate> wave : run.placements().leadersFirst(candidates, Candidate::ref)) {
      List<Callable<Outcome>> tasks = new ArrayList<>(wave.size());
      for (Candidate candidate : wave) {
        tasks.add(() -> mover.handle(candidate, shorter));
      }
      List<Outcome> handled = workers.all(tasks, shorter.context().deadline());
      for (int i = 0; i < wave.size(); i++) {
        Candidate candidate = wave.get(i);
        Outcome outcome = handled.get(i);
        outcomes[candidate.index()] = outcome == null ? candidate.item().outOfTime() : outcome;
        holdIfFailed(candidate);
      }
    }
  }

  private void holdIfFailed(Candidate candidate) {
    Status status = outcomes[candidate.index()].status();
    if (status == Status.RETRY || status == Status.REFUSED) {
      run.placements().hold(candidate.ref());
    }
  }

  /**
   * Reads again what was joined, with few calls.
   *
   * @return those that belong elsewhere than in the group that they were moved to
   */
  private List<Candidate> check(List<Candidate> candidates) {
    List<Candidate> joined = new ArrayList<>();
    List<ResourceRef> refs = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (outcomes[candidate.index()].status() == Status.JOINED) {
        joined.add(candidate);
        refs.add(candidate.ref());
      }
    }
    MaxAge fromNow = MaxAge.fromNow();
    Map<ResourceRef, Observed> read = reader.read(refs, run.context());
    if (run.placements().isFollowed()) {
      read.values().forEach(run.placements()::remember);
      run.placements()
          .prepare(
              read.values().stream().map(Observed::state).filter(Objects::nonNull).toList(),
              fromNow);
    }
    List<Candidate> again = new ArrayList<>();
    for (Candidate candidate : joined) {
      Observed observed = read.get(candidate.ref());
      Outcome moved = outcomes[candidate.index()];
      try {
        if (observed == null) {
          unconfirmed(candidate, "DeadlineExceeded", NOT_READ + "time ran out");
        } else if (observed.failure() != null) {
          throw observed.failure();
        } else if (observed.state() != null
            && run.placements().resolve(observed.state(), fromNow).decision().moves(moved.to())) {
          again.add(candidate.again(observed, moved, fromNow));
        }
      } catch (EcsException e) {
        unconfirmed(candidate, e.code(), NOT_READ + e.getMessage());
      }
    }
    return again;
  }

  /** Reports a resource that was moved, but perhaps by tags that have changed since. */
  private void unconfirmed(Candidate candidate, String code, String reason) {
    outcomes[candidate.index()] =
        outcomes[candidate.index()].withStatus(Status.RETRY).withError(code, reason);
  }
}
