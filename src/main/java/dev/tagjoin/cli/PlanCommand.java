package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.sweep.SweepReport;
import java.io.IOException;
import java.util.List;

/** {@code tagjoin plan RULES}: what {@code apply} would move. */
final class PlanCommand implements Command {
  private static final CommandSpec SPEC =
      new CommandSpec(
          "plan",
          List.of("RULES"),
          "Show which existing resources would move",
          """
          Reads all resources of every account of TAGJOIN_ACCOUNTS and compares their groups with what the rules want.
          Nothing is moved. Credentials, regions and limits come from the same environment variables
          as the function's; docs/settings.md lists them.
          """,
          List.of(
              SweepOptions.ACCOUNTS,
              SweepOptions.REGIONS,
              SweepOptions.TYPES,
              SweepOptions.OUT,
              new CommandSpec.Option("--markdown", null, "print Markdown, for a comment")),
          List.of("nothing would move", "an error", "something would move"),
          List.of(
              "tagjoin plan rules.yaml",
              "tagjoin plan --regions cn-hangzhou,cn-beijing --types instance,disk rules.yaml",
              "tagjoin plan --markdown --out plan.json rules.yaml    # in CI"),
          SweepOptions.JSON);

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services)
      throws UsageException, CommandException, RuleBookException, IOException {
    SweepOptions options = SweepOptions.of(arguments);
    if (arguments.has("--markdown") && arguments.has("--json")) {
      throw new UsageException("--markdown and --json exclude each other");
    }
    RuleBook book = RuleFiles.book(options.rules(), terminal);
    try (Sweep sweep = Sweep.open(options, book, terminal, services)) {
      SweepReport report = sweep.run(true);
      sweep.write(report, arguments);
      String last = last(sweep, report, new SweepText(report, book), options);
      if (arguments.has("--markdown")) {
        sweep.printMarkdown(report, last);
      } else if (!arguments.has("--json")) {
        sweep.print(report, terminal.out());
        terminal.print(last);
      }
      return sweep.status(report);
    }
  }

  private static String last(Sweep sweep, SweepReport report, SweepText text, SweepOptions options)
      throws CommandException {
    int moves = report.count(Status.PLANNED);
    if (moves == 0) {
      return "Nothing would move.";
    }
    String refusal = sweep.refusal(report);
    String flags = refusal.isEmpty() ? "" : " --force";
    return moves
        + " would move: "
        + text.targets(Status.PLANNED)
        + ". Run: tagjoin apply"
        + flags
        + filter(options)
        + " "
        + options.rules()
        + (refusal.isEmpty() ? "" : "\n" + refusal);
  }

  private static String filter(SweepOptions options) {
    return filter("accounts", options.accounts())
        + filter("regions", options.regions())
        + filter(
            "types",
            options.kinds() == null
                ? null
                : options.kinds().stream().map(kind -> kind.type()).toList());
  }

  private static String filter(String name, List<String> values) {
    return values == null ? "" : " --" + name + "=" + String.join(",", values);
  }
}
