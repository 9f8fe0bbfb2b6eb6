package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.sweep.SweepReport;
import java.io.IOException;
import java.util.List;

/** {@code tagjoin apply RULES}: moves what {@code plan} shows. */
final class ApplyCommand implements Command {
  private static final CommandSpec.Option YES =
      new CommandSpec.Option("--yes", null, "do not ask, as in CI");

  private static final CommandSpec SPEC =
      new CommandSpec(
          "apply",
          List.of("RULES"),
          "Move existing resources to the groups that the rules want",
          """
          Shows the plan and asks before anything is moved; --yes does without. Each resource is read
          again before its move. When more than TAGJOIN_SWEEP_MAX_SHARE of the resources would move,
          nothing is moved without --force. Ctrl-C lets the moves under way end and reports them.
          """,
          List.of(
              SweepOptions.ACCOUNTS,
              SweepOptions.REGIONS,
              SweepOptions.TYPES,
              SweepOptions.OUT,
              YES,
              new CommandSpec.Option("--force", null, "move whatever share would move"),
              new CommandSpec.Option("--max-moves", "N", "move at most N resources")),
          List.of(
              "nothing is left to do",
              "an error, or nothing was moved because of the share",
              "something is left to do"),
          List.of(
              "tagjoin apply rules.yaml",
              "tagjoin apply --yes --max-moves 100 rules.yaml    # in CI"),
          SweepOptions.JSON);

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services)
      throws UsageException, CommandException, RuleBookException, IOException {
    SweepOptions options = SweepOptions.of(arguments);
    boolean dryRun = services.isDryRun();
    boolean asks = !dryRun && !arguments.has(YES.name());
    if (asks && !terminal.canAsk()) {
      throw new CommandException(
          "apply asks before it moves anything, and there is no terminal to ask on: check the"
              + " output of \"tagjoin plan\", then use --yes");
    }
    RuleBook book = RuleFiles.book(options.rules(), terminal);
    if (asks) {
      SweepReport plan;
      try (Sweep sweep = Sweep.open(options, book, terminal, services)) {
        plan = sweep.run(true);
        sweep.printErrors(plan);
        sweep.print(plan, terminal.err());
        String refusal = sweep.refusal(plan);
        if (!refusal.isEmpty() || plan.count(Status.PLANNED) == 0) {
          terminal.note(refusal.isEmpty() ? "Nothing would move." : refusal);
          return refusal.isEmpty() ? sweep.status(plan) : FAILED;
        }
      }
      int moves = Math.min(plan.count(Status.PLANNED), options.maxMoves());
      if (!terminal.confirms("Move " + Commands.count(moves, "resource") + "?")) {
        terminal.note("Nothing was moved.");
        return TO_DO;
      }
      // no more than what was shown
      options = options.withMaxMoves(moves);
    }
    return move(options, book, dryRun, arguments, terminal, services);
  }

  private static int move(
      SweepOptions options,
      RuleBook book,
      boolean dryRun,
      Arguments arguments,
      Terminal terminal,
      Services services)
      throws CommandException, IOException {
    try (Sweep sweep = Sweep.open(options, book, terminal, services)) {
      SweepReport report = sweep.run(dryRun);
      sweep.write(report, arguments);
      if (!arguments.has("--json")) {
        sweep.print(report, terminal.out());
        int moved = report.count(Status.JOINED);
        if (moved > 0) {
          terminal.print(moved + " moved: " + new SweepText(report, book).targets(Status.JOINED));
        }
      }
      if (dryRun) {
        terminal.note("TAGJOIN_DRY_RUN is true: nothing was moved.");
      }
      return sweep.status(report);
    }
  }
}
