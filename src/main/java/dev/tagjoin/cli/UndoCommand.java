package dev.tagjoin.cli;

import dev.tagjoin.history.Undo;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.text.PrintableText;
import java.util.List;
import java.util.Optional;

/** {@code tagjoin undo FILE...}: moves resources back to the groups they came from. */
final class UndoCommand extends Command {
  private static final String RULES = "--rules";
  private static final String APPLY = "--apply";
  private static final RuleBook NO_RULES = new RuleBook(Groups.NONE, List.of());

  UndoCommand() {
    super(
        "undo",
        List.of("FILE..."),
        "Move back what the function moved, from its log",
        MoveLogs.FORMS
            + """

            Without --apply nothing is moved. A resource moves back only while it is still in the
            group to which the function moved it; it is read before and after its move. undo names
            the rules that would move resources again: change them first. If more than
            TAGJOIN_SWEEP_MAX_SHARE of the existing resources of these types and regions would move,
            nothing moves without --force.
            """,
        List.of(
            MoveLogs.SINCE,
            MoveLogs.RULE,
            MoveLogs.EVENT,
            new Option(RULES, "RULES", "the rules in force, if not the function's own"),
            new Option(APPLY, null, "move; asks first"),
            SweepOptions.YES,
            SweepOptions.FORCE,
            SweepOptions.MAX_MOVES,
            SweepOptions.OUT),
        List.of(
            "nothing is left to move back",
            "an error, or nothing was moved because of the share",
            "something is left to move back"),
        List.of(
            "tagjoin undo --since=2h function.log",
            "tagjoin undo --rule=production --apply function.log",
            "tagjoin undo --apply --yes --out undo.json function.log    # in CI"),
        "as POST /sweep answers, see docs/openapi.yaml; reason says why a resource stays");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    boolean isApplied = arguments.has(APPLY);
    boolean isForced = arguments.has(SweepOptions.FORCE.name());
    if (!isApplied && (isForced || arguments.has(SweepOptions.YES.name()))) {
      throw new UsageException("--yes and --force need --apply");
    }
    boolean dryRun = !isApplied || services.isDryRun();
    boolean asks = terminal.mustAsk(dryRun, arguments, name, "the output without --apply");
    int maxMoves = arguments.number(SweepOptions.MAX_MOVES.name(), Integer.MAX_VALUE);
    Undo undo = Undo.of(MoveLogs.read(arguments, terminal, null));
    RuleBook book = book(arguments, terminal, services);
    services.requireCredentials();
    try (UndoPass pass = new UndoPass(undo, book, terminal, services)) {
      pass.plan();
      SweepReport plan = pass.report();
      for (Outcome outcome : plan.outcomes()) {
        if (outcome.isAboutCredentials()) {
          throw new CommandException(outcome.code() + ": " + outcome.reason());
        }
      }
      int planned = plan.count(Status.PLANNED);
      boolean isRefused = false;
      if (planned > 0) {
        warnOfRules(pass.rulesThatMoveAgain(), terminal);
        isRefused = isApplied && !isForced && pass.isTooLargeShare();
      }
      if (isRefused) {
        plan = plan.withStop(new SweepReport.Stop(SweepReport.Why.SHARE, Sweep.TOO_LARGE_SHARE));
      }
      if (dryRun || isRefused || planned == 0) {
        int status = finish(plan, book, arguments, terminal);
        if (isApplied && dryRun && !isRefused) {
          terminal.note(DRY_RUN);
        }
        return status;
      }
      if (asks) {
        new SweepText(plan, book).print(terminal, terminal.err());
        int moves = Math.min(planned, maxMoves);
        if (!pass.confirms("Move " + Commands.count(moves, "resource") + " back?")) {
          return TO_DO;
        }
      }
      pass.apply(maxMoves);
      return finish(pass.report(), book, arguments, terminal);
    }
  }

  /** The rules in force; none, with a warning, when they are not known. */
  private static RuleBook book(Arguments arguments, Terminal terminal, Services services)
      throws CommandException {
    Optional<String> file = arguments.value(RULES);
    if (file.isPresent()) {
      return RuleFiles.book(file.get(), terminal);
    }
    try {
      return services.rules();
    } catch (CommandException e) {
      terminal.note("warning: the rules in force are not known; name the rule book with --rules");
      terminal.note(PrintableText.sentence(e.getMessage()));
      return NO_RULES;
    }
  }

  private static void warnOfRules(List<String> again, Terminal terminal) {
    for (String cause : again) {
      terminal.note(
          PrintableText.sentence(
              "warning: the rules in force would move "
                  + cause
                  + " again: change the rules first"));
    }
  }

  private static int finish(
      SweepReport report, RuleBook book, Arguments arguments, Terminal terminal)
      throws CommandException {
    SweepText text = new SweepText(report, book);
    text.write(arguments, terminal);
    if (!arguments.has("--json")) {
      text.print(terminal, terminal.out());
      if (report.count(Status.PLANNED) > 0) {
        terminal.print(report.count(Status.PLANNED) + " would move back. Run again with --apply");
      } else if (report.count(Status.JOINED) == 0) {
        terminal.print("Nothing to move back.");
      }
    }
    return text.status();
  }
}
