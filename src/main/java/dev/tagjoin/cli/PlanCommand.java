package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.RuleBook;
import java.util.List;

/** {@code tagjoin plan RULES}: what {@code apply} would move. */
final class PlanCommand extends Command {
  PlanCommand() {
    super(
        "plan",
        List.of("RULES"),
        "Show which existing resources would move",
        """
        Reads all resources of every account of TAGJOIN_ACCOUNTS, and compares their groups with the
        rule book. Nothing is moved. Credentials, regions and limits come from the environment
        variables of the function; docs/settings.md lists them.
        """,
        List.of(
            SweepOptions.ACCOUNTS,
            SweepOptions.REGIONS,
            SweepOptions.TYPES,
            SweepOptions.OUT,
            new Option("--markdown", null, "print Markdown, for a comment")),
        List.of("nothing would move", "an error", "something would move"),
        List.of(
            "tagjoin plan rules.yaml",
            "tagjoin plan --regions cn-hangzhou,cn-beijing --types instance,disk rules.yaml",
            "tagjoin plan --markdown --out plan.json rules.yaml    # in CI"),
        SweepOptions.JSON);
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    SweepOptions options = SweepOptions.of(arguments);
    if (arguments.has("--markdown") && arguments.has("--json")) {
      throw new UsageException("--markdown and --json exclude each other");
    }
    RuleBook book = RuleFiles.book(options.rules(), terminal);
    try (Sweep sweep = Sweep.open(options, book, terminal, services)) {
      SweepText plan = sweep.run(options, true);
      plan.write(arguments, terminal);
      String last = last(sweep, plan, options);
      if (arguments.has("--markdown")) {
        plan.printMarkdown(terminal, last);
      } else if (!arguments.has("--json")) {
        plan.print(terminal, terminal.out());
        terminal.print(last);
      }
      return plan.status();
    }
  }

  private static String last(Sweep sweep, SweepText plan, SweepOptions options) {
    int moves = plan.report().count(Status.PLANNED);
    if (moves == 0) {
      return "Nothing would move.";
    }
    String refusal = sweep.refusal(plan.report(), options);
    List<ResourceKind> kinds = options.kinds();
    return moves
        + " would move: "
        + plan.targets(Status.PLANNED)
        + ". Run: tagjoin apply"
        + (refusal.isEmpty() ? "" : " --force")
        + filter("accounts", options.accounts())
        + filter("regions", options.regions())
        + filter("types", kinds == null ? null : kinds.stream().map(ResourceKind::type).toList())
        + " "
        + options.rules()
        + (refusal.isEmpty() ? "" : "\n" + refusal);
  }

  private static String filter(String name, List<String> values) {
    return values == null ? "" : " --" + name + "=" + String.join(",", values);
  }
}
