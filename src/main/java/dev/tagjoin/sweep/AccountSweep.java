package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.sweep.Cursor.Part;
import dev.tagjoin.sweep.PageReader.Unit;
import dev.tagjoin.sweep.SweepReport.AccountSummary;
import java.util.List;
import java.util.Map;

/**
 * Looks at accounts, at each as far as one call comes, and moves what has to move. An account that
 * cannot be entered is one outcome. Safe for use by several threads.
 *
 * @param sweeper whose parts and settings it uses
 * @param own the function's own account, or {@code null} when it is not known
 * @param units the listings, in the order of the pass
 * @param budget what the accounts of the call share
 * @param isDry whether nothing is moved
 * @param isForced whether to move however large the share of what would move
 */
record AccountSweep(
    Sweeper sweeper,
    RequestContext context,
    String own,
    List<Unit> units,
    SweepBudget budget,
    boolean isDry,
    boolean isForced) {

  /**
   * What came of the account.
   *
   * @param rest where the next call goes on, or {@code null} when it has nothing to do
   */
  record Result(AccountSummary summary, List<Outcome> outcomes, Part rest) {}

  /**
   * Goes on in an account.
   *
   * @throws IllegalArgumentException when ECS never gave the page at which it begins
   */
  Result run(Part start) {
    String account = start.accountOrNull();
    String region = units.get(start.place().unit()).region();
    try {
      // it may have left the directory since the pass began
      String refusal = sweeper.accounts.refusal(account, own, context, region);
      if (refusal != null) {
        return single(account, Outcome.ofAccount(account, Status.IGNORED, null, refusal));
      }
      if (account != null && !account.equals(own)) {
        sweeper.ecs.enter(context, region, account);
      }
    } catch (EcsException e) {
      return e.error().isDeadline()
          ? new Result(
              new AccountSummary(account, 0, Map.of(), SweepPlan.OUT_OF_TIME), List.of(), start)
          : single(account, failed(account, "the account could not be entered: ", e));
    }
    try (PlacementResolver placements = sweeper.reconciler.placements(context);
        PageReader pages =
            new PageReader(sweeper.ecs, context, account, units, sweeper.settings.ahead())) {
      SweepPlan plan = new SweepPlan(this, start, placements, pages);
      plan.make();
      SweepReport.Stop suspicious = null;
      if (!isDry && !plan.planned.isEmpty()) {
        suspicious = isForced ? null : plan.suspicion();
        if (suspicious == null) {
          new SweepMoves(plan, this, placements).run();
        } else {
          budget.returnMoves(plan.planned.size());
        }
      }
      SweepReport.Stop stop = suspicious == null ? plan.stop : suspicious;
      return new Result(
          new AccountSummary(account, plan.tally.seen(), plan.tally.statuses(), stop),
          plan.outcomes,
          suspicious == null && plan.stop != null ? plan.rest() : null);
    }
  }

  /** The outcome of an account about which a call failed. */
  static Outcome failed(String account, String what, EcsException e) {
    return Outcome.ofAccount(account, status(e), e.code(), what + e.getMessage())
        .withRequestId(e.requestId());
  }

  static Status status(EcsException e) {
    return e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
  }

  private Result single(String account, Outcome outcome) {
    budget.add(outcome);
    return new Result(
        new AccountSummary(account, 0, Map.of(outcome.status(), 1), null), List.of(outcome), null);
  }
}
