package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.sweep.PageReader.Unit;
import dev.tagjoin.sweep.SweepReport.AccountSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Looks at everything that exists and moves it where the rules want it, by the same code that
 * handles events. Keeps no state between calls; safe for use by several threads.
 *
 * <p>A call goes through several accounts side by side ({@link SweepCall}). In each it plans before
 * it acts ({@link SweepPlan}): it looks at resources until it has found as many to move as it may,
 * or time is short, or all were seen. Only then, unless a suspiciously large share would move, does
 * it move them ({@link SweepMoves}). What it has to remember is bounded by the number of moves, not
 * of resources.
 */
public final class Sweeper {
  final EcsApi ecs;
  final Reconciler reconciler;
  final Accounts accounts;
  final SweepSettings settings;
  private final CursorSeal seal;

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
    String own;
    List<String> all;
    try {
      own = reconciler.ownAccount(context, regions.get(0));
      all = accounts(request, resumed, own, context, regions.get(0));
    } catch (EcsException e) {
      return failed(e);
    }
    Cursor pass = resumed == null ? begin(request, regions, all, own) : resumed;
    if (resumed != null) {
      requireSamePass(request, resumed, own);
    }
    AccountSweep sweep =
        new AccountSweep(
            this,
            context,
            own,
            units(pass),
            new SweepBudget(request.maxMoves(), context.deadline(), progress),
            pass.dryRun() || settings.alwaysDry(),
            request.force());
    try {
      return new SweepCall(pass, all, sweep).run(settings.atOnce(), seal);
    } catch (IllegalArgumentException e) {
      // ECS never gave such a page
      if (resumed == null) {
        throw e;
      }
      throw badCursor();
    }
  }

  /** The accounts of the pass; an account that is not known is an empty text. */
  private List<String> accounts(
      SweepRequest request, Cursor resumed, String own, RequestContext context, String region)
      throws EcsException, SweepRefusedException {
    List<String> asked = resumed == null ? request.accounts() : resumed.accounts();
    if (asked != null && !asked.isEmpty()) {
      for (String account : resumed == null ? asked : List.<String>of()) {
        refuse(
            "accounts", accounts.refusal(account, accounts.own(context, region), context, region));
      }
      return asked;
    }
    List<String> all = accounts.all(own, context, region);
    if (all.size() == 1) {
      refuse("", accounts.refusal(all.get(0), own, context, region));
    }
    return all.stream().map(account -> account == null ? "" : account).toList();
  }

  private static void refuse(String member, String refusal) throws SweepRefusedException {
    if (refusal != null) {
      throw new SweepRefusedException(member, refusal);
    }
  }

  /** Remaining back-off requested by ECS in milliseconds; 0 if none. */
  public long quietMillis() {
    return ecs.quietMillis();
  }

  /** Reports why the accounts of the pass are not known. */
  private static SweepReport failed(EcsException e) {
    Outcome outcome = AccountSweep.failed(null, "", e);
    AccountSummary summary = new AccountSummary(null, 0, Map.of(outcome.status(), 1), null);
    return new SweepReport(List.of(summary), List.of(outcome), null, null);
  }

  /** The pairs of region and type in the order of the pass. */
  private static List<Unit> units(Cursor pass) {
    List<Unit> units = new ArrayList<>();
    for (String region : pass.regions()) {
      for (ResourceKind kind : pass.kinds()) {
        units.add(new Unit(region, kind));
      }
    }
    Collections.rotate(units, -(pass.startAt() % units.size()));
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

  private static Cursor begin(
      SweepRequest request, List<String> regions, List<String> accounts, String own) {
    List<ResourceKind> kinds =
        request.kinds() == null || request.kinds().isEmpty()
            ? Arrays.asList(ResourceKind.values())
            : request.kinds();
    List<String> sorted = accounts.stream().sorted().toList();
    return new Cursor(
        own == null ? "" : own,
        request.accounts() == null ? List.of() : request.accounts(),
        regions,
        kinds,
        request.dryRun() == null || request.dryRun(),
        request.startAt(),
        // a timer's pass may never come to the end, so that each account has to be the first once
        sorted.isEmpty() ? "" : sorted.get(request.startAt() % sorted.size()),
        null,
        List.of());
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

  private static void requireSamePass(SweepRequest request, Cursor cursor, String own)
      throws SweepRefusedException {
    if (!cursor.own().equals(own == null ? "" : own)) {
      throw other("account", cursor.own());
    }
    requireSame("accounts", request.accounts(), cursor.accounts());
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
