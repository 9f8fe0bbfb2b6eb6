package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepRefusedException;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.sweep.Sweeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whole passes, each made of as many calls of the sweeper as it takes. Used by one thread.
 *
 * <p>Until it is closed, a signal that asks the process to end (Ctrl-C) lets the moves under way
 * end and be reported first.
 */
final class Sweep implements AutoCloseable {
  /** Why nothing was moved, when too much would have been. */
  static final String TOO_LARGE_SHARE =
      "nothing was moved, because too large a share of the resources would move"
          + " (TAGJOIN_SWEEP_MAX_SHARE); check the plan, then use --force";

  private static final Duration CALL_TIME = Duration.ofMinutes(5);
  private static final int MOVES_PER_CALL = 1_000;
  private static final int STOP_SECONDS = 30;

  private final RuleBook book;
  private final Terminal terminal;
  private final Services services;
  private final Sweeper sweeper;

  /** Held while the process must not end: from the start to the end, except for questions. */
  private final ReentrantLock working = new ReentrantLock();

  private final Thread hook = new Thread(this::stop, "tagjoin-stop");
  private final long start = System.nanoTime();
  private volatile boolean isInterrupted;
  private long seen;
  private int handled;

  Sweep(RuleBook book, Terminal terminal, Services services) {
    this.book = book;
    this.terminal = terminal;
    this.services = services;
    this.sweeper = services.sweeper(book);
    working.lock();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Prepares a pass.
   *
   * @throws CommandException when there are no credentials or no region is known
   */
  static Sweep open(SweepOptions options, RuleBook book, Terminal terminal, Services services)
      throws CommandException {
    services.requireCredentials();
    if (options.regions() == null && services.regions(book).isEmpty()) {
      throw new CommandException(
          "no region is known: use --regions=ID,ID, set TAGJOIN_REGIONS, or bind every rule of the"
              + " book to regions");
    }
    return new Sweep(book, terminal, services);
  }

  /** The context of calls that a command makes: nothing is known but the deadline. */
  static RequestContext context(Duration time) {
    return new RequestContext(null, null, null, null, Deadline.in(time));
  }

  /** Whether the process was asked to end. */
  boolean isInterrupted() {
    return isInterrupted;
  }

  /**
   * Makes a pass.
   *
   * @return what came of all calls; there is a cursor only when something is left to look at
   * @throws CommandException when it cannot be made as asked, or the credentials were rejected
   */
  SweepText run(SweepOptions options, boolean dryRun) throws CommandException {
    List<SweepReport> calls = new ArrayList<>();
    int left = options.maxMoves();
    int most = dryRun ? SweepRequest.MOST_MOVES : MOVES_PER_CALL;
    String cursor = null;
    do {
      SweepRequest request =
          new SweepRequest(
              options.accounts(),
              options.regions(),
              options.kinds(),
              dryRun,
              Math.min(left, most),
              cursor,
              options.force(),
              0);
      SweepReport report = sweep(request);
      calls.add(report);
      seen += report.seen();
      handled += report.count(Status.JOINED) + report.count(Status.PLANNED);
      left -= report.count(Status.JOINED);
      if (report.cursor() != null && report.cursor().equals(cursor)) {
        long minutes = CALL_TIME.toMinutes();
        throw new CommandException(
            "no progress within " + minutes + " minutes: ECS does not answer in time");
      }
      cursor = report.cursor();
    } while (cursor != null && left > 0 && !isInterrupted);
    if (terminal.showsProgress()) {
      terminal.err().print("\r\u001b[K");
    }
    SweepReport report = SweepReport.of(calls);
    if (report.stop() != null) {
      SweepReport.Why why = report.stop().why();
      report = report.withStop(new SweepReport.Stop(why, reason(report.stop(), options)));
    }
    SweepText text = new SweepText(report, book);
    if (text.areCredentialsRejected()) {
      throw new CommandException(text.errors().get(0));
    }
    return text;
  }

  private SweepReport sweep(SweepRequest request) throws CommandException {
    try {
      return sweeper.sweep(request, context(CALL_TIME), this::progress);
    } catch (SweepRefusedException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  private boolean progress(long seenNow, int toMove, int movedNow) {
    if (terminal.showsProgress()) {
      double rate = (handled + movedNow) / ((System.nanoTime() - start) / 1e9);
      String speed =
          movedNow == 0
              ? ""
              : String.format(
                  Locale.ROOT, ", %.1f/s, %.0f s left", rate, (toMove - movedNow) / rate);
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "\r%d seen, %d to move, %d moved%s\u001b[K",
              seen + seenNow,
              handled + toMove,
              handled + movedNow,
              speed);
      terminal.err().flush();
    }
    return !isInterrupted;
  }

  /** Asks before something is moved; a signal ends the process at once meanwhile. */
  boolean confirms(String question) throws CommandException {
    working.unlock();
    try {
      return terminal.confirms(question);
    } finally {
      working.lock();
    }
  }

  /** Runs when the process is asked to end, and holds that up. */
  void stop() {
    isInterrupted = true;
    try {
      if (working.tryLock(STOP_SECONDS, TimeUnit.SECONDS)) {
        working.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why the pass ended early, in the words of the command line. */
  private String reason(SweepReport.Stop stop, SweepOptions options) {
    if (isInterrupted) {
      return "interrupted: the moves under way were finished; run the command again for the rest";
    }
    return switch (stop.why()) {
      case MOVES -> "--max-moves=" + options.maxMoves() + " is reached and more would move";
      case SHARE -> TOO_LARGE_SHARE;
      case TIME -> stop.detail();
    };
  }

  /**
   * Why {@code apply} would move nothing of what was planned; empty when it would move it.
   *
   * @param plan what came of a dry run
   */
  String refusal(SweepReport plan, SweepOptions options) {
    StringBuilder refusal = new StringBuilder();
    for (SweepReport.AccountSummary account :
        options.force() ? List.<SweepReport.AccountSummary>of() : plan.accounts()) {
      int moves = account.summary().getOrDefault(Status.PLANNED, 0);
      double share = (double) moves / Math.max(1, account.seen());
      if (share > services.maxShare()) {
        refusal
            .append(refusal.isEmpty() ? "" : "\n")
            .append(
                String.format(
                    Locale.ROOT,
                    "That is %.1f %% of the resources seen%s; TAGJOIN_SWEEP_MAX_SHARE allows"
                        + " %.1f %%. Without --force, apply moves %s.",
                    100 * share,
                    plan.accounts().size() == 1 ? "" : " in account " + account.account(),
                    100 * services.maxShare(),
                    plan.accounts().size() == 1 ? "nothing" : "none of them"));
      }
    }
    return refusal.toString();
  }

  @Override
  public void close() {
    working.unlock();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already
    }
  }
}
