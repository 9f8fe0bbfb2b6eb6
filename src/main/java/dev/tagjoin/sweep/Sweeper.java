package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.sweep.Cursor.Place;
import dev.tagjoin.sweep.PageReader.Fetched;
import dev.tagjoin.sweep.PageReader.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Goes through everything that exists and brings it where the rules want it, by the same code that
 * handles events. Keeps no state between calls; safe for use by several threads.
 *
 * <p>A call plans before it acts: it looks at resources until it has found as many to move as it
 * may, or time is short, or all were seen. Only then, when the share of those to move is not
 * suspicious, does it move them. So it knows as much as it can before the first move, and what it
 * has to remember is bounded by the number of moves, not of resources.
 */
public final class Sweeper {
  /** Kept back for the answer, in milliseconds; a quarter of the time when there is little. */
  private static final long MARGIN_MILLIS = 2_000;

  /** What was read longer ago is read again before it is moved, in nanoseconds: 1.5 seconds. */
  private static final long STALE_NANOS = 1_500_000_000;

  /** How many resources are moved before time is looked at again: few, then more. */
  private static final int FIRST_AT_ONCE = 8;

  /** What one call reads again; no more than a second's worth, so that the reading stays true. */
  private static final int MOST_AT_ONCE = 100;

  /** The bytes that the outcomes of one answer may take, well below the 6 MB of AWS Lambda. */
  private static final long MOST_BYTES = 4_500_000;

  private final EcsApi ecs;
  private final EcsConnection connection;
  private final Reconciler reconciler;
  private final Accounts accounts;
  private final SweepSettings settings;

  /**
   * @param ecs where resources are listed
   * @param connection tells the secret that seals cursors when neither the settings nor a call do
   * @param reconciler what decides and moves
   * @param accounts which accounts may be acted in
   * @param settings what the configuration says
   */
  public Sweeper(
      EcsApi ecs,
      EcsConnection connection,
      Reconciler reconciler,
      Accounts accounts,
      SweepSettings settings) {
    this.ecs = ecs;
    this.connection = connection;
    this.reconciler = reconciler;
    this.accounts = accounts;
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
    String account = accounts.own(context);
    String refusal = accounts.refusal(account, context);
    if (refusal != null) {
      throw new SweepRefusedException("", refusal);
    }
    String secret = secret(context);
    Cursor start =
        request.cursor() == null
            ? begin(request, context)
            : resume(request, Cursor.open(request.cursor(), secret));
    List<Unit> units = new ArrayList<>();
    for (String region : start.regions()) {
      for (ResourceKind kind : start.kinds()) {
        units.add(new Unit(region, kind));
      }
    }
    int first = start.startAt() % units.size();
    List<Unit> inOrder = new ArrayList<>(units.subList(first, units.size()));
    inOrder.addAll(units.subList(0, first));
    try (PlacementResolver wants = reconciler.placements(context);
        PageReader pages = new PageReader(ecs, context, account, inOrder, settings.ahead())) {
      return new Pass(request, context, progress, start, inOrder, account, wants, pages, secret)
          .run();
    }
  }

  /** How much longer ECS asked to be left alone, in milliseconds; 0 when it did not. */
  public long quietMillis() {
    return ecs.quietMillis();
  }

  private String secret(RequestContext context) throws SweepRefusedException {
    if (settings.secret() != null) {
      return settings.secret();
    }
    if (connection.credentials() != null) {
      return connection.credentials().secret();
    }
    if (context.credentials() != null) {
      return context.credentials().secret();
    }
    throw new SweepRefusedException(
        "",
        "no credentials: neither the request nor the environment"
            + " (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET) carries any");
  }

  private Cursor begin(SweepRequest request, RequestContext context) throws SweepRefusedException {
    List<String> regions = request.regions();
    if (regions == null || regions.isEmpty()) {
      regions = settings.regions();
    }
    if (regions.isEmpty() && context.region() != null) {
      regions = List.of(context.region());
    }
    if (regions.isEmpty()) {
      throw new SweepRefusedException(
          "regions",
          "no region: name some here, or set TAGJOIN_REGIONS to region ids between commas");
    }
    List<ResourceKind> kinds =
        request.kinds() == null || request.kinds().isEmpty()
            ? Arrays.asList(ResourceKind.values())
            : request.kinds();
    boolean dryRun = request.dryRun() == null || request.dryRun();
    return new Cursor(regions, kinds, dryRun, request.startAt(), Place.startOf(0), 0, 0);
  }

  private static Cursor resume(SweepRequest request, Cursor cursor) throws SweepRefusedException {
    if (isOther(request.regions(), cursor.regions())) {
      throw other("regions", cursor.regions());
    }
    if (isOther(request.kinds(), cursor.kinds())) {
      throw other("types", cursor.kinds());
    }
    if (request.dryRun() != null && request.dryRun() != cursor.dryRun()) {
      throw other("dryRun", cursor.dryRun());
    }
    return cursor;
  }

  private static boolean isOther(List<?> asked, List<?> begun) {
    return asked != null && !asked.isEmpty() && !asked.equals(begun);
  }

  private static SweepRefusedException other(String member, Object begun) {
    return new SweepRefusedException(
        "cursor",
        "the cursor is of a pass with other "
            + member
            + ": "
            + begun
            + "; leave them out or equal");
  }

  /**
   * A resource that has to move.
   *
   * @param page the ids of its page's resources, shared
   * @param index its place among them
   * @param before what was counted in front of it
   * @param outcome index of its outcome
   */
  private record Planned(
      ResourceState state,
      Place pageStart,
      List<String> page,
      int index,
      Tally before,
      int outcome,
      long readAt) {
    /** The place at which a pass would look at it next. */
    Place place() {
      return placeIn(pageStart, page, index);
    }
  }

  private static Place placeIn(Place pageStart, List<String> page, int index) {
    int from = Math.max(0, index - 3);
    List<String> after = page.subList(from, index);
    return after.isEmpty() ? pageStart : new Place(pageStart.unit(), pageStart.page(), after);
  }

  /** How often what was found. */
  private static final class Tally {
    private final Map<Status, Integer> results = new EnumMap<>(Status.class);
    private long seen;

    Tally copy() {
      Tally copy = new Tally();
      copy.results.putAll(results);
      copy.seen = seen;
      return copy;
    }

    void add(Status result) {
      results.merge(result, 1, Integer::sum);
    }
  }

  /** One call's work. */
  private final class Pass {
    private final SweepRequest request;
    private final RequestContext context;
    private final Progress progress;
    private final Cursor start;
    private final List<Unit> units;
    private final String account;
    private final PageReader pages;
    private final String secret;
    private final boolean dryRun;
    private final long margin;
    private final PlacementResolver wants;

    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();
    private Tally tally = new Tally();
    private Place next;
    private SweepReport.Stop stop;
    private long bytes;
    private int toMove;
    private int moved;
    private boolean looked;
    private boolean goOn = true;

    private Pass(
        SweepRequest request,
        RequestContext context,
        Progress progress,
        Cursor start,
        List<Unit> units,
        String account,
        PlacementResolver wants,
        PageReader pages,
        String secret) {
      this.request = request;
      this.context = context;
      this.progress = progress;
      this.start = start;
      this.units = units;
      this.account = account;
      this.pages = pages;
      this.secret = secret;
      this.dryRun = start.dryRun() || settings.alwaysDry();
      this.margin = Math.min(MARGIN_MILLIS, context.deadline().leftMillis() / 4);
      this.next = start.place();
      this.wants = wants;
    }

    private SweepReport run() {
      while (stop == null && next.unit() < units.size()) {
        plan();
      }
      if (!dryRun && !planned.isEmpty()) {
        SweepReport.Stop suspicious = request.force() ? null : suspicion();
        if (suspicious != null) {
          return new SweepReport(tally.results, tally.seen, outcomes, null, suspicious);
        }
        move();
      }
      String cursor = null;
      if (stop != null) {
        int moves = dryRun ? toMove : moved;
        cursor =
            new Cursor(
                    start.regions(),
                    start.kinds(),
                    start.dryRun(),
                    start.startAt(),
                    next,
                    start.seen() + tally.seen,
                    start.moves() + moves)
                .seal(secret);
      }
      return new SweepReport(tally.results, tally.seen, outcomes, cursor, stop);
    }

    /** Whether the time left is needed for the moves that are planned. */
    private boolean isShortOfTime() {
      double moves = planned.size() / settings.joinsPerSecond() * 1000;
      return !goOn || context.deadline().leftMillis() <= margin + moves;
    }

    private void stopForTime() {
      stop = new SweepReport.Stop(SweepReport.Why.TIME, "time ran out; the cursor goes on");
    }

    /** Looks at the next page. */
    private void plan() {
      if (looked && isShortOfTime()) {
        stopForTime();
        return;
      }
      looked = true;
      Place here = next;
      Fetched fetched = pages.get(here.unit(), here.page());
      if (fetched.failure() != null) {
        failed(fetched.failure(), here);
        return;
      }
      List<ResourceState> states = fetched.page().states();
      List<String> ids = states.stream().map(s -> s.ref().id()).toList();
      List<Outcome> decided =
          reconciler.reconcileStates(states, fetched.readAt(), wants, context, true);
      Place pageStart = new Place(here.unit(), here.page(), List.of());
      for (int i = behind(here, ids); i < states.size(); i++) {
        Outcome outcome = decided.get(i);
        boolean isReported =
            outcome.status() != Status.UNCHANGED && outcome.status() != Status.LEFT;
        boolean isMove = outcome.status() == Status.PLANNED;
        if (isReported) {
          long more = size(outcome);
          if (isMove && toMove == request.maxMoves()) {
            stopAt(placeIn(pageStart, ids, i), "maxMoves (" + request.maxMoves() + ")");
            return;
          }
          if (bytes + more > MOST_BYTES) {
            stopAt(placeIn(pageStart, ids, i), "what one answer can hold");
            return;
          }
          bytes += more;
        }
        if (isMove) {
          toMove++;
        }
        if (isMove && !dryRun) {
          planned.add(
              new Planned(
                  states.get(i),
                  pageStart,
                  ids,
                  i,
                  tally.copy(),
                  outcomes.size(),
                  fetched.readAt()));
        }
        if (isReported) {
          outcomes.add(outcome);
        }
        tally.seen++;
        tally.add(outcome.status());
      }
      next =
          fetched.page().next() == null
              ? Place.startOf(here.unit() + 1)
              : new Place(here.unit(), fetched.page().next(), List.of());
      goOn &= progress.report(tally.seen, toMove, 0);
    }

    /** How many of a page's first resources were looked at by an earlier call. */
    private int behind(Place here, List<String> ids) {
      for (int i = ids.size(); i > 0 && !here.after().isEmpty(); i--) {
        if (here.after().contains(ids.get(i - 1))) {
          return i;
        }
      }
      return 0;
    }

    private void stopAt(Place place, String what) {
      next = place;
      stop =
          new SweepReport.Stop(
              SweepReport.Why.MOVES, what + " is used up and more is to move; the cursor goes on");
    }

    /** One listing that cannot be read does not keep the others from being looked at. */
    private void failed(EcsException e, Place here) {
      boolean isResumed = here.equals(start.place()) && here.page() != null;
      if (isResumed && e.isAboutPageToken()) {
        // the place in the listing is no longer known to ECS: begin that listing again
        next = Place.startOf(here.unit());
        return;
      }
      if (e.error().isDeadline()) {
        stopForTime();
        return;
      }
      Unit unit = units.get(here.unit());
      Status result = e.kind() == ErrorCode.Kind.RETRY ? Status.RETRY : Status.REFUSED;
      Outcome outcome =
          new Outcome(
              null,
              new Outcome.Resource(unit.kind().type(), null, unit.region(), account),
              result,
              null,
              null,
              null,
              e.requestId(),
              e.code(),
              unit.kind().describe().action() + ": " + e.getMessage());
      bytes += size(outcome);
      outcomes.add(outcome);
      tally.add(result);
      next = Place.startOf(here.unit() + 1);
    }

    /**
     * Why so many moves are suspicious, or {@code null}. The plan may have ended early because what
     * is to move stands close together, so more is looked at until that share is small enough.
     */
    private SweepReport.Stop suspicion() {
      long seen = start.seen() + tally.seen;
      long moves = start.moves() + planned.size();
      Place place = next;
      while (isTooMuch(moves, seen) && place.unit() < units.size() && !isShortOfTime()) {
        Fetched fetched = pages.get(place.unit(), place.page());
        if (fetched.failure() != null) {
          place = Place.startOf(place.unit() + 1);
          continue;
        }
        List<ResourceState> states = fetched.page().states();
        List<String> ids = states.stream().map(s -> s.ref().id()).toList();
        List<ResourceState> fresh = states.subList(behind(place, ids), states.size());
        for (Outcome outcome :
            reconciler.reconcileStates(fresh, fetched.readAt(), wants, context, true)) {
          seen++;
          moves += outcome.status() == Status.PLANNED ? 1 : 0;
        }
        place =
            fetched.page().next() == null
                ? Place.startOf(place.unit() + 1)
                : new Place(place.unit(), fetched.page().next(), List.of());
        goOn &= progress.report(seen - start.seen(), toMove, 0);
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

    private void move() {
      bytes = 0;
      int reported = 0;
      Map<Status, Integer> results = new EnumMap<>(Status.class);
      List<Outcome> outOfOrder = new ArrayList<>();
      int most = (int) Math.max(1, Math.min(MOST_AT_ONCE, settings.joinsPerSecond()));
      int atOnce = Math.min(FIRST_AT_ONCE, most);
      long lastTook = 0;
      while (moved < planned.size() && outOfOrder.isEmpty()) {
        // what is twice as much takes twice as long
        if (!goOn
            || context.deadline().leftMillis() <= margin + 2 * lastTook
            || bytes > MOST_BYTES) {
          break;
        }
        long before = System.nanoTime();
        List<Planned> part = planned.subList(moved, Math.min(planned.size(), moved + atOnce));
        int handled = 0;
        boolean isInOrder = true;
        for (Outcome outcome : settle(part)) {
          if ("DeadlineExceeded".equals(outcome.code())) {
            isInOrder = false;
          } else if (isInOrder) {
            Planned one = part.get(handled++);
            outcomes.set(one.outcome(), outcome);
            results.merge(outcome.status(), 1, Integer::sum);
            for (; reported <= one.outcome(); reported++) {
              bytes += size(outcomes.get(reported));
            }
          } else {
            outOfOrder.add(outcome);
            results.merge(outcome.status(), 1, Integer::sum);
          }
        }
        moved += handled;
        goOn &= progress.report(tally.seen, toMove, moved);
        if (!isInOrder) {
          break;
        }
        lastTook = (System.nanoTime() - before) / 1_000_000;
        atOnce = Math.min(most, 2 * atOnce);
      }
      if (moved < planned.size()) {
        Planned first = planned.get(moved);
        tally = first.before();
        outcomes.subList(first.outcome(), outcomes.size()).clear();
        outcomes.addAll(outOfOrder);
        if (bytes > MOST_BYTES) {
          stopAt(first.place(), "what one answer can hold");
        } else {
          next = first.place();
          stopForTime();
        }
      }
      tally.results.remove(Status.PLANNED);
      results.forEach((result, n) -> tally.results.merge(result, n, Integer::sum));
    }

    /**
     * What was read long ago may have changed, and an event about it been handled, since: then it
     * is read again, many at once.
     */
    private List<Outcome> settle(List<Planned> part) {
      long oldest = part.get(0).readAt();
      if (System.nanoTime() - oldest > STALE_NANOS) {
        return reconciler.reconcileAlone(
            part.stream().map(p -> new WorkItem(null, p.state().ref(), null)).toList(),
            wants,
            context,
            false);
      }
      return reconciler.reconcileStates(
          part.stream().map(Planned::state).toList(), oldest, wants, context, false);
    }
  }

  /** About the bytes of an outcome in an answer. */
  private static long size(Outcome outcome) {
    long size = 260L + size(outcome.rule()) + size(outcome.from()) + size(outcome.to());
    size += size(outcome.requestId()) + size(outcome.code()) + size(outcome.reason());
    if (outcome.follows() != null) {
      size += 40 + size(outcome.follows().id());
    }
    Outcome.Resource resource = outcome.resource();
    return size + size(resource.type()) + size(resource.id()) + size(resource.region());
  }

  private static int size(String text) {
    if (text == null) {
      return 0;
    }
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // a quotation mark becomes two characters
      size += c >= 0x80 ? 3 : c == '"' || c == '\\' ? 2 : 1;
    }
    return size;
  }
}
