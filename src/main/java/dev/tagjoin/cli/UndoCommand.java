package dev.tagjoin.cli;

import dev.tagjoin.history.Undo;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.text.PrintableText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tagjoin undo FILE...}: moves resources back to the groups they came from. */
final class UndoCommand implements Command {
  private static final String RULES = "--rules";
  private static final String APPLY = "--apply";
  private static final String YES = "--yes";
  private static final String FORCE = "--force";
  private static final RuleBook NO_RULES =
      new RuleBook(Groups.NONE, List.of(), List.of(), Map.of(), List.of());

  private static final CommandSpec SPEC =
      new CommandSpec(
          "undo",
          List.of("FILE..."),
          "Move back what the function moved, from its log",
          MoveLogs.FORMS
              + """

              Without --apply nothing is moved. A resource goes back only while it is still in the
              group into which it was put; it is read before and after its move. Rules that are in
              force and would move it again are named: change them first. When more than
              TAGJOIN_SWEEP_MAX_SHARE of the existing resources of these types and regions would
              move, nothing is moved without --force.
              """,
          options(),
          List.of(
              "nothing is left to move back",
              "an error, or nothing was moved because of the share",
              "something would be moved back, or is left"),
          List.of(
              "tagjoin undo --since=2h function.log",
              "tagjoin undo --rule=production --apply function.log",
              "tagjoin undo --apply --yes --out undo.json function.log    # in CI"),
          "as POST /sweep answers, see docs/openapi.yaml; the reason tells why one is left");

  private static List<CommandSpec.Option> options() {
    List<CommandSpec.Option> options = new ArrayList<>(MoveLogs.options());
    options.add(
        new CommandSpec.Option(RULES, "RULES", "the rules in force, if not the function's own"));
    options.add(new CommandSpec.Option(APPLY, null, "move; asks first"));
    options.add(new CommandSpec.Option(YES, null, "do not ask, as in CI"));
    options.add(new CommandSpec.Option(FORCE, null, "move whatever share would move"));
    options.add(new CommandSpec.Option("--max-moves", "N", "move at most N resources"));
    options.add(SweepOptions.OUT);
    return options;
  }

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services)
      throws UsageException, CommandException, RuleBookException, IOException {
    boolean isApplied = arguments.has(APPLY);
    if (!isApplied && (arguments.has(YES) || arguments.has(FORCE))) {
      throw new UsageException(YES + " and " + FORCE + " need " + APPLY);
    }
    boolean dryRun = !isApplied || services.isDryRun();
    boolean asks = !dryRun && !arguments.has(YES);
    if (asks && !terminal.canAsk()) {
      throw new CommandException(
          "undo asks before it moves anything, and there is no terminal to ask on: check the"
              + " output without --apply, then use --yes");
    }
    int maxMoves = arguments.number("--max-moves", Integer.MAX_VALUE);
    Undo undo = Undo.of(MoveLogs.read(arguments, terminal, null));
    RuleBook book = book(arguments, terminal, services);
    String unused = services.credentialsSource();
    try (UndoPass pass = new UndoPass(undo, book, terminal, services)) {
      pass.plan();
      SweepReport plan = pass.report(null);
      for (Outcome outcome : plan.outcomes()) {
        if (outcome.isAboutCredentials()) {
          throw new CommandException(outcome.code() + ": " + outcome.reason());
        }
      }
      int planned = plan.count(Status.PLANNED);
      if (planned > 0) {
        warnOfRules(pass.rulesThatMoveAgain(), terminal);
        if (isApplied && !arguments.has(FORCE) && pass.isTooLargeShare()) {
          SweepReport refused = pass.report(share());
          finish(refused, book, arguments, terminal);
          return FAILED;
        }
      }
      if (dryRun || planned == 0) {
        finish(plan, book, arguments, terminal);
        if (isApplied && dryRun) {
          terminal.note("TAGJOIN_DRY_RUN is true: nothing was moved.");
        }
        return status(plan);
      }
      if (asks) {
        print(plan, book, terminal, terminal.err());
        int moves = Math.min(planned, maxMoves);
        if (!terminal.confirms("Move " + Commands.count(moves, "resource") + " back?")) {
          terminal.note("Nothing was moved.");
          return TO_DO;
        }
      }
      pass.apply(maxMoves);
      SweepReport report = pass.report(null);
      finish(report, book, arguments, terminal);
      return status(report);
    }
  }

  private static SweepReport.Stop share() {
    return new SweepReport.Stop(
        SweepReport.Why.SHARE,
        "nothing was moved, because too large a share of the resources would move"
            + " (TAGJOIN_SWEEP_MAX_SHARE); check the plan, then use --force");
  }

  /** The rules in force; none, with a warning, when they are not known. */
  private static RuleBook book(Arguments arguments, Terminal terminal, Services services)
      throws RuleBookException, IOException {
    Optional<String> file = arguments.value(RULES);
    if (file.isPresent()) {
      return RuleFiles.book(file.get(), terminal);
    }
    try {
      return services.rules();
    } catch (CommandException e) {
      terminal.note("warning: not known which rules would move it again; use --rules");
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

  private static void finish(
      SweepReport report, RuleBook book, Arguments arguments, Terminal terminal)
      throws IOException {
    Sweep.writeJson(report, arguments, terminal);
    if (arguments.has("--json")) {
      return;
    }
    print(report, book, terminal, terminal.out());
    if (report.count(Status.PLANNED) > 0) {
      terminal.print(report.count(Status.PLANNED) + " would move back. Run again with --apply");
    } else if (report.count(Status.JOINED) == 0) {
      terminal.print("Nothing to move back.");
    }
  }

  private static void print(SweepReport report, RuleBook book, Terminal terminal, PrintStream out) {
    new SweepText(report, book).print(terminal, out);
  }

  private static int status(SweepReport report) {
    if (report.count(Status.RETRY) > 0 || report.count(Status.REFUSED) > 0) {
      return FAILED;
    }
    return report.count(Status.PLANNED) > 0 ? TO_DO : OK;
  }
}
