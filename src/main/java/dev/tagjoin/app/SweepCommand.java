package dev.tagjoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.SdkEcsApi;
import dev.tagjoin.http.SweepAnswer;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.NamedRegions;
import dev.tagjoin.rule.Nearest;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleBookException;
import dev.tagjoin.sweep.SweepRefusedException;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.sweep.SweepSettings;
import dev.tagjoin.sweep.Sweeper;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Makes a whole pass from a laptop or a CI job: {@code plan} says what would move, {@code apply}
 * moves it. The environment variables are those of the function.
 */
final class SweepCommand {
  private static final int NOTHING_TO_DO = 0;
  private static final int BAD = 1;
  private static final int TO_DO = 2;

  /** One call of the many that a pass is made of. */
  private static final Duration CALL_TIME = Duration.ofMinutes(5);

  private static final int MOVES_AT_ONCE = 1_000;
  private static final int LISTINGS_AHEAD = 4;
  private static final int STOP_SECONDS = 30;

  private final PrintStream out;
  private final PrintStream err;
  private final UnaryOperator<String> environment;
  private final boolean isTerminal;
  private volatile boolean isStopped;

  /**
   * @param out takes the table or the JSON
   * @param err takes the progress and what is wrong
   * @param environment gives the value of a variable, or {@code null}
   * @param isTerminal whether somebody watches, so that progress is worth a line
   */
  SweepCommand(
      PrintStream out, PrintStream err, UnaryOperator<String> environment, boolean isTerminal) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.isTerminal = isTerminal;
  }

  /** A mistake of the user's; the message says what was expected. */
  private static final class MisusedException extends Exception {
    private static final long serialVersionUID = 1;

    private MisusedException(String message) {
      super(message);
    }
  }

  private static final class Options {
    private boolean json;
    private boolean force;
    private List<String> regions;
    private List<ResourceKind> kinds;
    private int maxMoves = Integer.MAX_VALUE;
    private String rules;
  }

  /**
   * Runs the command.
   *
   * @param args {@code plan} or {@code apply}, options, and the rule book's file
   * @return the exit status: 0 when nothing is left to do, 2 when something is, 1 when something
   *     went wrong
   */
  int run(List<String> args) {
    boolean isPlan = args.get(0).equals("plan");
    try {
      Options options = options(args.subList(1, args.size()), isPlan);
      RuleBook rules = RuleBook.parse(options.rules, TextFile.read(Path.of(options.rules)));
      return pass(options, isPlan, sweeper(rules));
    } catch (RuleBookException e) {
      e.faults().forEach(err::println);
    } catch (MisusedException
        | IOException
        | SweepRefusedException
        | EcsException
        | ConfigurationException
        | IllegalArgumentException e) {
      err.println(e.getMessage());
    }
    return BAD;
  }

  private static Options options(List<String> args, boolean isPlan) throws MisusedException {
    Options options = new Options();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      String value = equals < 0 ? "" : arg.substring(equals + 1);
      boolean isUnknown = false;
      switch (name) {
        case "--json" -> options.json = true;
        case "--regions" -> options.regions = list(value);
        case "--types" -> options.kinds = kinds(list(value));
        case "--force" -> {
          options.force = true;
          isUnknown = isPlan;
        }
        case "--max-moves" -> {
          options.maxMoves = number(value);
          isUnknown = isPlan;
        }
        default -> {
          isUnknown = name.startsWith("--") || options.rules != null;
          options.rules = arg;
        }
      }
      if (isUnknown) {
        throw new MisusedException("unknown argument " + arg + "; tagjoin help lists them");
      }
    }
    if (options.rules == null) {
      throw new MisusedException("the rule book's file expected");
    }
    return options;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  private static int number(String text) throws MisusedException {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new MisusedException(
        "--max-moves: a whole number above 0 expected, not \"" + text + "\"");
  }

  private static List<ResourceKind> kinds(List<String> types) throws MisusedException {
    List<ResourceKind> kinds = new ArrayList<>();
    for (String type : types) {
      if (ResourceKind.ofType(type).isEmpty()) {
        List<String> known = Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();
        throw new MisusedException(
            "--types: unknown type "
                + type
                + ", one of "
                + known
                + Nearest.to(type, known).map(n -> "; did you mean " + n + "?").orElse(""));
      }
      kinds.add(ResourceKind.ofType(type).get());
    }
    return kinds;
  }

  private Sweeper sweeper(RuleBook rules) throws EcsException {
    TagjoinConfig config = TagjoinConfig.ofVariables(environment);
    EcsConnection connection = Wiring.connection(config, environment);
    ObjectReader json = new ObjectMapper().readerFor(JsonNode.class);
    // said once, and not for each type again
    new AccountProbe(connection, json)
        .source(new RequestContext(null, null, null, null, Deadline.in(CALL_TIME)));
    EcsApi ecs = new SdkEcsApi(connection, json, config.rateDescribe(), config.rateJoin());
    List<String> named = NamedRegions.of(rules);
    Accounts accounts = new Accounts(Wiring.accountList(config).allowed());
    return new Sweeper(
        ecs,
        connection,
        new Reconciler(ecs, () -> rules, accounts, config.parallel(), config.dryRun()),
        accounts,
        new SweepSettings(
            named.isEmpty() ? Wiring.regions(config) : named,
            Shares.parse(config.sweepMaxShare()),
            config.dryRun(),
            config.rateJoin(),
            LISTINGS_AHEAD,
            // without a key of the environment: no cursor leaves this process
            connection.credentials() == null ? UUID.randomUUID().toString() : null));
  }

  private int pass(Options options, boolean isPlan, Sweeper sweeper) throws SweepRefusedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(ended), "tagjoin-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      SweepReport report = calls(options, isPlan, sweeper);
      if (options.json) {
        out.println(new String(SweepAnswer.json(report), StandardCharsets.UTF_8));
      } else {
        print(report);
      }
      out.flush();
      return status(report);
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  /** Lets what is under way come to its end and be told, when the process is asked to stop. */
  private void stop(CountDownLatch ended) {
    isStopped = true;
    try {
      boolean unused = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already
    }
  }

  private SweepReport calls(Options options, boolean isPlan, Sweeper sweeper)
      throws SweepRefusedException {
    Map<Status, Integer> summary = new EnumMap<>(Status.class);
    List<Outcome> outcomes = new ArrayList<>();
    long seen = 0;
    int left = options.maxMoves;
    int most = isPlan ? SweepRequest.MOST_MOVES : MOVES_AT_ONCE;
    String cursor = null;
    SweepReport report;
    Line line = new Line();
    do {
      SweepRequest request =
          new SweepRequest(
              options.regions,
              options.kinds,
              isPlan,
              Math.min(left, most),
              cursor,
              options.force,
              0);
      RequestContext context = new RequestContext(null, null, null, null, Deadline.in(CALL_TIME));
      report = sweeper.sweep(request, context, line::report);
      line.add(report);
      report.summary().forEach((result, n) -> summary.merge(result, n, Integer::sum));
      outcomes.addAll(report.outcomes());
      seen += report.seen();
      left -= report.count(Status.JOINED);
      cursor = report.cursor();
    } while (cursor != null && left > 0 && !isStopped);
    line.end();
    return new SweepReport(summary, seen, outcomes, cursor, report.stop());
  }

  /** The line on a terminal that says how far the pass has come. */
  private final class Line {
    private final long start = System.nanoTime();
    private long seenBefore;
    private int movedBefore;

    private boolean report(long seen, int toMove, int moved) {
      if (isTerminal) {
        double rate = moved == 0 ? 0 : (movedBefore + moved) / ((System.nanoTime() - start) / 1e9);
        err.printf(
            Locale.ROOT,
            "\r%d seen, %d to move, %d moved%s   ",
            seenBefore + seen,
            movedBefore + toMove,
            movedBefore + moved,
            rate == 0
                ? ""
                : String.format(
                    Locale.ROOT, ", %.1f/s, %.0f s left", rate, (toMove - moved) / rate));
        err.flush();
      }
      return !isStopped;
    }

    private void add(SweepReport report) {
      seenBefore += report.seen();
      movedBefore += report.count(Status.JOINED) + report.count(Status.PLANNED);
    }

    private void end() {
      if (isTerminal) {
        err.println();
      }
    }
  }

  private void print(SweepReport report) {
    List<String[]> rows = new ArrayList<>();
    for (Outcome outcome : report.outcomes()) {
      rows.add(
          new String[] {
            outcome.status().toString(),
            outcome.resource().region(),
            outcome.resource().type(),
            text(outcome.resource().id()),
            outcome.to() == null ? "" : text(outcome.from()) + " -> " + outcome.to(),
            why(outcome)
          });
    }
    int[] widths = new int[6];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        text.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
    StringBuilder counts = new StringBuilder().append(report.seen()).append(" seen");
    for (Status result : Status.values()) {
      if (report.count(result) > 0) {
        counts.append(", ").append(report.count(result)).append(' ').append(result);
      }
    }
    out.println(counts);
    if (report.stop() != null) {
      out.println("stopped: " + report.stop().detail());
    }
  }

  private static String why(Outcome outcome) {
    if (outcome.code() != null) {
      return outcome.code() + ": " + text(outcome.reason());
    }
    return outcome.follows() == null
        ? text(outcome.rule())
        : "follows " + outcome.follows().type() + " " + outcome.follows().id();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static int status(SweepReport report) {
    boolean isShare = report.stop() != null && report.stop().why() == SweepReport.Why.SHARE;
    if (isShare || report.count(Status.RETRY) > 0 || report.count(Status.REFUSED) > 0) {
      return BAD;
    }
    return report.count(Status.PLANNED) > 0 || report.cursor() != null ? TO_DO : NOTHING_TO_DO;
  }
}
