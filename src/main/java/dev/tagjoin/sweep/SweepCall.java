package dev.tagjoin.sweep;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.ParallelTasks;
import dev.tagjoin.sweep.AccountSweep.Result;
import dev.tagjoin.sweep.Cursor.Part;
import dev.tagjoin.sweep.SweepReport.AccountSummary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * One call of a pass: goes on in the accounts that were begun, then begins others in the order of
 * the pass, some side by side, while time and moves last. Used once.
 */
final class SweepCall {
  private final Cursor pass;
  private final AccountSweep sweep;
  private final SweepBudget budget;

  /** Guarded by this, as are the next three. */
  private final Deque<Part> unfinished;

  private final Deque<String> waiting;
  private final List<Result> results = new ArrayList<>();
  private String last;
  private boolean hasBegun;

  SweepCall(Cursor pass, List<String> accounts, AccountSweep sweep) {
    this.pass = pass;
    this.sweep = sweep;
    this.budget = sweep.budget();
    this.last = pass.last();
    this.unfinished = new ArrayDeque<>(pass.parts());
    this.waiting = new ArrayDeque<>();
    Comparator<String> order = pass.order();
    accounts.stream()
        .filter(account -> last == null || order.compare(account, last) > 0)
        .sorted(order)
        .forEach(waiting::add);
  }

  /**
   * Makes the call.
   *
   * @param atOnce how many accounts are looked at side by side
   * @throws IllegalArgumentException when ECS never gave the page at which an account begins
   */
  SweepReport run(int atOnce, CursorSeal seal) {
    int threads = Math.min(atOnce, unfinished.size() + waiting.size());
    if (threads <= 1) {
      work();
    } else {
      // each takes one account after the other
      ParallelTasks.run(
          threads, "tagjoin-account", Collections.nCopies(threads, Executors.callable(this::work)));
    }
    results.sort(Comparator.comparing(r -> idOf(r.summary()), pass.order()));
    List<AccountSummary> summaries = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    List<Part> rest = new ArrayList<>(unfinished);
    for (Result result : results) {
      summaries.add(result.summary());
      outcomes.addAll(result.outcomes());
      if (result.rest() != null) {
        rest.add(result.rest());
      }
    }
    boolean isComplete = rest.isEmpty() && waiting.isEmpty();
    return new SweepReport(
        summaries,
        outcomes,
        isComplete ? null : seal.seal(pass.at(last, rest).bytes()),
        isComplete ? refused(summaries) : unfinished(summaries));
  }

  private static String idOf(AccountSummary summary) {
    return summary.account() == null ? "" : summary.account();
  }

  /** Why an unfinished pass stopped. */
  private static SweepReport.Stop unfinished(List<AccountSummary> summaries) {
    for (AccountSummary account : summaries) {
      if (account.stop() != null && account.stop().why() != SweepReport.Why.SHARE) {
        return account.stop();
      }
    }
    return SweepPlan.OUT_OF_TIME;
  }

  /** Why a finished pass left something undone, or {@code null}. */
  private static SweepReport.Stop refused(List<AccountSummary> summaries) {
    List<AccountSummary> stopped = summaries.stream().filter(a -> a.stop() != null).toList();
    if (stopped.isEmpty() || summaries.size() == 1) {
      return stopped.isEmpty() ? null : stopped.get(0).stop();
    }
    AccountSummary first = stopped.get(0);
    return new SweepReport.Stop(
        SweepReport.Why.SHARE,
        "in %s of %s accounts nothing was moved, first in account %s: %s"
            .formatted(stopped.size(), summaries.size(), first.account(), first.stop().detail()));
  }

  private void work() {
    for (Part part = next(); part != null; part = next()) {
      Result result = sweep.run(part);
      synchronized (this) {
        results.add(result);
      }
    }
  }

  /** The account to go on with, or {@code null} when the call ends. */
  private synchronized Part next() {
    boolean mayBegin = !hasBegun || !(budget.isUsedUp() || budget.isShortOfTime(0));
    hasBegun = true;
    if (!mayBegin || (unfinished.isEmpty() && waiting.isEmpty())) {
      return null;
    }
    if (!unfinished.isEmpty()) {
      return unfinished.poll();
    }
    last = waiting.poll();
    return Part.startOf(last);
  }
}
