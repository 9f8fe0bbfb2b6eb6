package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.sweep.Cursor.Part;
import dev.tagjoin.sweep.PageReader.Unit;
import dev.tagjoin.sweep.SweepReport.AccountSummary;
import java.util.List;
import java.util.Map;

/**
 * Looks at one account as far as one call comes, and moves what has to move. An account that cannot
 * be entered is one outcome. Safe for use by several threads.
 */
final class AccountSweep {
  private final EcsApi ecs;
  private final Reconciler reconciler;
  private final Accounts accounts;
  private final SweepSettings settings;
  private final SweepRequest request;
  private final RequestContext context;
  private final SweepBudget budget;
  private final String own;
  private final List<Unit> units;
  private final boolean isDry;

  /**
   * What came of the account.
   *
   * @param rest where the next call goes on, or {@code null} when it has nothing to do
   */
  record Result(AccountSummary summary, List<Outcome> outcomes, Part rest) {}

  AccountSweep(
      EcsApi ecs,
      Reconciler reconciler,
      Accounts accounts,
      SweepSettings settings,
      SweepRequest request,
      RequestContext context,
      SweepBudget budget,
      String own,
      List<Unit> units,
      boolean isDry) {
    this.ecs = ecs;
    this.reconciler = reconciler;
    this.accounts = accounts;
    this.settings = settings;
    this.request = request;
    this.context = context;
    this.budget = budget;
    this.own = own;
    this.units = units;
    this.isDry = isDry;
  }

  /**
   * Goes on in an account.
   *
   * @throws IllegalArgumentException when ECS never gave the page at which it begins
   */
  Result run(Part start) {
    String account = start.account().isEmpty() ? null : start.account();
    String region = units.get(start.place().unit()).region();
    try {
      // it may have left the directory since the pass began
      String refusal = accounts.refusal(account, own, context, region);
      if (refusal != null) {
        return single(account, Outcome.ofAccount(account, Status.IGNORED, null, refusal));
      }
      if (account != null && !account.equals(own)) {
        ecs.enter(context, region, account);
      }
    } catch (EcsException e) {
      if (e.error().isDeadline()) {
        SweepReport.Stop stop = SweepPlan.outOfTime();
        return new Result(new AccountSummary(account, 0, Map.of(), stop), List.of(), start);
      }
      Status status = e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
      String reason = "the account could not be entered: " + e.getMessage();
      return single(
          account,
          Outcome.ofAccount(account, status, e.code(), reason).withRequestId(e.requestId()));
    }
    SweepPlan.Scope scope = new SweepPlan.Scope(context, budget, start, isDry);
    try (PlacementResolver placements = reconciler.placements(context);
        PageReader pages = new PageReader(ecs, context, account, units, settings.ahead())) {
      return run(new SweepPlan(scope, settings, reconciler, placements, pages), scope, placements);
    }
  }

  private Result run(SweepPlan plan, SweepPlan.Scope scope, PlacementResolver placements) {
    plan.make();
    SweepReport.Stop suspicious = null;
    if (!isDry && !plan.planned.isEmpty()) {
      suspicious = request.force() ? null : plan.suspicion();
      if (suspicious == null) {
        new SweepMoves(plan, scope, settings, reconciler, placements).run();
      } else {
        budget.returnMoves(plan.planned.size());
      }
    }
    String account = scope.start().account();
    SweepReport.Stop stop = suspicious == null ? plan.stop : suspicious;
    return new Result(
        new AccountSummary(
            account.isEmpty() ? null : account, plan.tally.seen(), plan.tally.statuses(), stop),
        plan.outcomes,
        suspicious == null && plan.stop != null ? plan.rest() : null);
  }

  private Result single(String account, Outcome outcome) {
    budget.addBytes(AnswerSize.of(outcome));
    return new Result(
        new AccountSummary(account, 0, Map.of(outcome.status(), 1), null), List.of(outcome), null);
  }
}
