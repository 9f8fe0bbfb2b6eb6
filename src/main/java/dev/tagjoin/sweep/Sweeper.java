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
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.sweep.Cursor.Place;
import dev.tagjoin.sweep.PageReader.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Looks at everything that exists and moves it where the rules want it, by the same code that
 * handles events. Keeps no state between calls; safe for use by several threads.
 *
 * <p>A call plans before it acts ({@link SweepPlan}): it looks at resources until it has found as
 * many to move as it may, or time is short, or all were seen. Only then, unless a suspiciously
 * large share would move, does it move them ({@link SweepMoves}). What it has to remember is
 * bounded by the number of moves, not of resources.
 */
public final class Sweeper {
  private final EcsApi ecs;
  private final Reconciler reconciler;
  private final Accounts accounts;
  private final CursorSeal seal;
  private final SweepSettings settings;

  /**
   * @param ecs where resources are listed
   * @param reconciler decides and moves
   * @param accounts which accounts may be acted in
   * @param seal seals cursors
   * @param settings what the configuration says
   */
  public Sweeper(
      EcsApi ecs,
      Reconciler reconciler,
      Accounts accounts,
      CursorSeal seal,
      SweepSettings settings) {
    this.ecs = ecs;
    this.reconciler = reconciler;
    this.accounts = accounts;
    this.seal = seal;
    this.settings = settings;
  }

  /** Is told how far a call has come. */
  public interface Progress {
    /**
     * Takes the numbers of this call so far.
     *
     * @param seen how many resources were looked at
     * @param toMove how many of them have to move
     * @param moved how many of those were handled
     * @return whether to go on; {@code false} ends the call as if its time were over
     */
    boolean report(long seen, int toMove, int moved);
  }

  /**
   * Makes a pass, or a part of one.
   *
   * @throws SweepRefusedException when the request lacks something or its cursor does not fit
   */
  public SweepReport sweep(SweepRequest request, RequestContext context)
      throws SweepRefusedException {
    return sweep(request, context, (seen, toMove, moved) -> true);
  }

  /**
   * Makes a pass, or a part of one, and tells how far it has come.
   *
   * @throws SweepRefusedException when the request lacks something or its cursor does not fit
   */
  public SweepReport sweep(SweepRequest request, RequestContext context, Progress progress)
      throws SweepRefusedException {
    Cursor resumed = request.cursor() == null ? null : open(request.cursor(), context);
    List<String> regions = resumed == null ? regions(request, context) : resumed.regions();
    String account;
    try {
      account = reconciler.ownAccount(context, regions.get(0));
    } catch (EcsException e) {
      return failed(e, regions.get(0));
    }
    String refusal;
    try {
      refusal = accounts.refusal(account, account, context, regions.get(0));
    } catch (EcsException e) {
      return failed(e, regions.get(0));
    }
    if (refusal != null) {
      throw new SweepRefusedException("", refusal);
    }
    Cursor start = resumed == null ? begin(request, regions, account) : resumed;
    if (resumed != null) {
      requireSamePass(request, resumed, account);
    }
    SweepPlan.Scope scope =
        new SweepPlan.Scope(
            request, context, progress, start, start.dryRun() || settings.alwaysDry());
    try (PlacementResolver placements = reconciler.placements(context);
        PageReader pages = new PageReader(ecs, context, account, units(start), settings.ahead())) {
      SweepPlan plan = new SweepPlan(scope, settings, reconciler, placements, pages);
      try {
        plan.make();
      } catch (IllegalArgumentException e) {
        if (resumed == null || !plan.next.equals(resumed.place())) {
          throw e;
        }
        // ECS never gave such a page
        throw badCursor();
      }
      if (!scope.isDry() && !plan.planned.isEmpty()) {
        SweepReport.Stop suspicious = request.force() ? null : plan.suspicion();
        if (suspicious != null) {
          return plan.report(suspicious, null);
        }
        new SweepMoves(plan, scope, settings, reconciler, placements).run();
      }
      return plan.report(plan.stop, plan.stop == null ? null : seal.seal(plan.cursor().bytes()));
    }
  }

  /** Remaining back-off requested by ECS in milliseconds; 0 if none. */
  public long quietMillis() {
    return ecs.quietMillis();
  }

  /** Reports the failure for the first listing of the pass; the others would fail as well. */
  private static SweepReport failed(EcsException e, String region) {
    Status status = e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
    Outcome outcome =
        Outcome.ofListing(
                null,
                ResourceKind.INSTANCE,
                region,
                null,
                status,
                e.code(),
                "the function's own account is not known: " + e.getMessage())
            .withRequestId(e.requestId());
    return new SweepReport(Map.of(status, 1), 0, List.of(outcome), null, null);
  }

  /** The pairs of region and type in the order of the pass. */
  private static List<Unit> units(Cursor start) {
    List<Unit> units = new ArrayList<>();
    for (String region : start.regions()) {
      for (ResourceKind kind : start.kinds()) {
        units.add(new Unit(region, kind));
      }
    }
    Collections.rotate(units, -(start.startAt() % units.size()));
    return units;
  }

  private List<String> regions(SweepRequest request, RequestContext context)
      throws SweepRefusedException {
    if (request.regions() != null && !request.regions().isEmpty()) {
      return checked(request.regions(), context, "regions");
    }
    List<String> regions = settings.regions().get();
    if (regions.isEmpty() && context.region() != null) {
      regions = List.of(context.region());
    }
    if (regions.isEmpty()) {
      throw new SweepRefusedException(
          "regions",
          "no region: name some here, or set TAGJOIN_REGIONS to region ids between commas");
    }
    return regions;
  }

  private List<String> checked(List<String> regions, RequestContext context, String member)
      throws SweepRefusedException {
    for (String region : regions) {
      if (!settings.isKnownRegion().test(region, context)) {
        throw new SweepRefusedException(
            member, "unknown region \"" + region + "\"; if it exists, add it to TAGJOIN_REGIONS");
      }
    }
    return regions;
  }

  private static Cursor begin(SweepRequest request, List<String> regions, String account) {
    List<ResourceKind> kinds =
        request.kinds() == null || request.kinds().isEmpty()
            ? Arrays.asList(ResourceKind.values())
            : request.kinds();
    boolean dryRun = request.dryRun() == null || request.dryRun();
    return new Cursor(account, regions, kinds, dryRun, request.startAt(), Place.startOf(0), 0, 0);
  }

  private Cursor open(String text, RequestContext context) throws SweepRefusedException {
    byte[] content = seal.open(text);
    if (content != null) {
      try {
        Cursor cursor = Cursor.read(content);
        checked(cursor.regions(), context, "cursor");
        return cursor;
      } catch (IllegalArgumentException e) {
        // refused below
      }
    }
    throw badCursor();
  }

  private static SweepRefusedException badCursor() {
    return new SweepRefusedException(
        "cursor",
        "not a cursor of this function, or its key has changed since: begin a new pass without"
            + " cursor, it finds what is left to do");
  }

  private static void requireSamePass(SweepRequest request, Cursor cursor, String account)
      throws SweepRefusedException {
    if (!Objects.equals(account, cursor.account())) {
      throw other("account", cursor.account());
    }
    requireSame("regions", request.regions(), cursor.regions());
    requireSame("types", request.kinds(), cursor.kinds());
    if (request.dryRun() != null) {
      requireSame("dryRun", List.of(request.dryRun()), List.of(cursor.dryRun()));
    }
  }

  private static void requireSame(String member, List<?> asked, List<?> begun)
      throws SweepRefusedException {
    if (asked != null && !asked.isEmpty() && !asked.equals(begun)) {
      throw other(member, begun);
    }
  }

  private static SweepRefusedException other(String member, Object begun) {
    return new SweepRefusedException(
        "cursor", "the cursor is of a pass with other " + member + ": " + begun);
  }
}
