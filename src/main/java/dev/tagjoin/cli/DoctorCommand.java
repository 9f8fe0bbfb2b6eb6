package dev.tagjoin.cli;

import dev.tagjoin.doctor.CheckResult;
import dev.tagjoin.report.JsonWriter;
import dev.tagjoin.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** {@code tagjoin doctor RULES}: what keeps the function from working, and how to mend it. */
final class DoctorCommand extends Command {
  private static final Duration TIME = Duration.ofMinutes(2);

  DoctorCommand() {
    super(
        "doctor",
        List.of("RULES"),
        "Check whether the function can move resources",
        """
        Checks the rule book, the settings, the network, the clock, the credentials, every permission
        and the target groups, and says how to fix each problem. Nothing is moved. Run it with the
        environment variables and the credentials of the function.
        """,
        List.of(),
        List.of("there is no problem to fix", "a problem has to be fixed"),
        List.of(
            "tagjoin doctor rules.yaml", "TAGJOIN_REGIONS=cn-hangzhou tagjoin doctor rules.yaml"),
        "as GET /doctor answers, see docs/openapi.yaml");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    String file = arguments.operands().get(0);
    List<CheckResult> checks =
        services.doctor(RuleFiles.valid(file, terminal)).examine(Sweep.context(TIME), null, null);
    if (arguments.has("--json")) {
      terminal.out().println(new String(JsonWriter.checks(checks), StandardCharsets.UTF_8));
    } else {
      print(checks, terminal);
    }
    return CheckResult.worst(checks) == CheckResult.State.FAILED ? FAILED : OK;
  }

  private static void print(List<CheckResult> checks, Terminal terminal) {
    int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    for (CheckResult check : checks) {
      Terminal.Color color =
          switch (check.state()) {
            case OK -> Terminal.Color.GREEN;
            case FAILED -> Terminal.Color.RED;
            case WARNING, SKIPPED -> Terminal.Color.YELLOW;
          };
      terminal.print(
          terminal.colored(color, TextTable.pad(check.state().toString(), 9))
              + TextTable.pad(PrintableText.of(check.name()), width + 2)
              + PrintableText.sentence(check.detail()));
      if (check.advice() != null) {
        terminal.print(" ".repeat(width + 11) + "-> " + PrintableText.sentence(check.advice()));
      }
    }
  }
}
