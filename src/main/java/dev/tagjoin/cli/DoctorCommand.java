package dev.tagjoin.cli;

import dev.tagjoin.doctor.CheckResult;
import dev.tagjoin.doctor.DoctorReport;
import dev.tagjoin.report.DoctorJson;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code tagjoin doctor RULES}: what keeps the function from working, and how to mend it. */
final class DoctorCommand implements Command {
  private static final Duration TIME = Duration.ofMinutes(2);

  private static final CommandSpec SPEC =
      new CommandSpec(
          "doctor",
          List.of("RULES"),
          "Find out what keeps the function from working",
          """
          Examines the rule book, the settings, the network, the clock, the credentials, every
          permission and the target groups, and says what to do about each problem. Nothing is moved.
          Run it with the environment variables and the credentials of the function.
          """,
          List.of(),
          List.of("nothing has to be changed", "something has to be changed"),
          List.of(
              "tagjoin doctor rules.yaml", "TAGJOIN_REGIONS=cn-hangzhou tagjoin doctor rules.yaml"),
          "as GET /doctor answers, see docs/openapi.yaml");

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services)
      throws CommandException, RuleBookException, IOException {
    String file = arguments.operands().get(0);
    DoctorReport report =
        services
            .doctor(RuleFiles.parse(file, terminal))
            .examine(SweepPass.context(TIME), null, null);
    if (arguments.has("--json")) {
      terminal.out().println(new String(DoctorJson.of(report), StandardCharsets.UTF_8));
    } else {
      print(report, terminal);
    }
    return report.worst() == CheckResult.State.FAILED ? FAILED : OK;
  }

  private static void print(DoctorReport report, Terminal terminal) {
    int width = 0;
    for (CheckResult check : report.checks()) {
      width = Math.max(width, check.name().length());
    }
    for (CheckResult check : report.checks()) {
      String state = TextTable.pad(check.state().name().toLowerCase(Locale.ROOT), 9);
      Terminal.Color color =
          switch (check.state()) {
            case OK -> Terminal.Color.GREEN;
            case FAILED -> Terminal.Color.RED;
            case WARNING, SKIPPED -> Terminal.Color.YELLOW;
          };
      terminal
          .out()
          .println(
              terminal.colored(color, state)
                  + TextTable.pad(PrintableText.of(check.name()), width + 2)
                  + PrintableText.sentence(check.detail()));
      if (check.advice() != null) {
        terminal
            .out()
            .println(" ".repeat(width + 11) + "-> " + PrintableText.sentence(check.advice()));
      }
    }
  }
}
