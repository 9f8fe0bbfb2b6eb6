package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.rule.RuleBook;
import java.util.List;

/** {@code tagjoin apply RULES}: moves what {@code plan} shows. */
final class ApplyCommand extends Command {
  ApplyCommand() {
    super(
        "apply",
        List.of("RULES"),
        "Move existing resources to the groups of the rule book",
        """
        Shows the plan, asks, and moves the resources; with --yes it does not ask. Each resource is
        read again before its move. If more than TAGJOIN_SWEEP_MAX_SHARE of the resources would move,
        nothing moves without --force. Ctrl-C lets the moves in progress finish, and reports them.
        """,
        List.of(
            SweepOptions.ACCOUNTS,
            SweepOptions.REGIONS,
            SweepOptions.TYPES,
            SweepOptions.OUT,
            SweepOptions.YES,
            SweepOptions.FORCE,
            SweepOptions.MAX_MOVES),
        List.of(
            "nothing is left to do",
            "an error, or too many resources would move",
            "something is left to do"),
        List.of(
            "tagjoin apply rules.yaml",
            "tagjoin apply --yes --max-moves 100 rules.yaml    # in CI"),
        SweepOptions.JSON);
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    SweepOptions options = SweepOptions.of(arguments);
    boolean dryRun = services.isDryRun();
    boolean asks = terminal.mustAsk(dryRun, arguments, name, "the output of \"tagjoin plan\"");
    RuleBook book = RuleFiles.book(options.rules(), terminal);
    if (asks) {
      SweepText plan;
      try (Sweep sweep = Sweep.open(options, book, terminal, services)) {
        plan = sweep.run(options, true);
        plan.printErrors(terminal);
        plan.print(terminal, terminal.err());
        String refusal = sweep.refusal(plan.report(), options);
        if (!refusal.isEmpty() || plan.report().count(Status.PLANNED) == 0) {
          terminal.note(refusal.isEmpty() ? "Nothing would move." : refusal);
          return refusal.isEmpty() ? plan.status() : FAILED;
        }
      }
      int moves = Math.min(plan.report().count(Status.PLANNED), options.maxMoves());
      if (!terminal.confirms("Move " + Commands.count(moves, "resource") + "?")) {
        return TO_DO;
      }
      // no more than what was shown
      options = options.withMaxMoves(moves);
    }
    try (Sweep sweep = Sweep.open(options, book, terminal, services)) {
      SweepText done = sweep.run(options, dryRun);
      done.write(arguments, terminal);
      if (!arguments.has("--json")) {
        done.print(terminal, terminal.out());
        int moved = done.report().count(Status.JOINED);
        if (moved > 0) {
          terminal.print(moved + " moved: " + done.targets(Status.JOINED));
        }
      }
      if (dryRun) {
        terminal.note(DRY_RUN);
      }
      return done.status();
    }
  }
}
