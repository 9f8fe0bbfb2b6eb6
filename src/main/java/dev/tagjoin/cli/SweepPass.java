package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.sweep.SweepRefusedException;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.sweep.Sweeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One whole pass, made of as many calls of the sweeper as it takes. Used by one thread.
 *
 * <p>Until it is closed, a signal that asks the process to end (Ctrl-C) lets the moves under way
 * end and be reported first.
 */
final class SweepPass implements AutoCloseable {
  private static final Duration CALL_TIME = Duration.ofMinutes(5);
  private static final int MOVES_PER_CALL = 1_000;
  private static final int STOP_SECONDS = 30;

  private final Sweeper sweeper;
  private final Terminal terminal;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "tagjoin-stop");
  private final long start = System.nanoTime();
  private volatile boolean isInterrupted;
  private long seen;
  private int handled;

  SweepPass(Sweeper sweeper, Terminal terminal) {
    this.sweeper = sweeper;
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
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
   * Makes the pass.
   *
   * @return what came of all calls; there is a cursor only when something is left to look at
   * @throws CommandException when the pass cannot be made as asked
   */
  SweepReport run(SweepOptions options, boolean dryRun) throws CommandException {
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
    return SweepReport.of(calls);
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

  private void stop() {
    isInterrupted = true;
    try {
      boolean unused = closed.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already
    }
  }
}
