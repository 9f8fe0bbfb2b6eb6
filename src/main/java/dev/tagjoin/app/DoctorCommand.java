package dev.tagjoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.doctor.CheckResult;
import dev.tagjoin.doctor.Doctor;
import dev.tagjoin.doctor.DoctorReport;
import dev.tagjoin.doctor.DoctorSettings;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.SdkEcsApi;
import dev.tagjoin.http.DoctorAnswer;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleBookException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Says from a laptop or a CI job what keeps the function from doing its work: with the environment
 * variables and the credentials that it is to have.
 */
final class DoctorCommand {
  private static final int GOOD = 0;
  private static final int BAD = 1;
  private static final Duration TIME = Duration.ofMinutes(2);

  private final PrintStream out;
  private final PrintStream err;
  private final UnaryOperator<String> environment;

  /**
   * @param out takes the report
   * @param err takes what is wrong with the rule book or a setting, for then nothing is looked at
   * @param environment gives the value of a variable, or {@code null}
   */
  DoctorCommand(PrintStream out, PrintStream err, UnaryOperator<String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /**
   * Runs the command.
   *
   * @param file the rule book's
   * @param json whether the report is to be JSON, as of {@code GET /doctor}
   * @return the exit status: 1 when something has to be changed, else 0
   */
  int run(String file, boolean json) {
    try {
      DoctorReport report = doctor(file).examine(call(), null, null);
      if (json) {
        out.println(new String(DoctorAnswer.json(report), StandardCharsets.UTF_8));
      } else {
        print(report);
      }
      return report.worst() == CheckResult.State.FAILED ? BAD : GOOD;
    } catch (RuleBookException e) {
      e.faults().forEach(err::println);
    } catch (IOException | ConfigurationException e) {
      err.println(e.getMessage());
    }
    return BAD;
  }

  private static RequestContext call() {
    return new RequestContext(null, null, null, null, Deadline.in(TIME));
  }

  private Doctor doctor(String file) throws IOException, RuleBookException {
    RuleBook rules = RuleBook.parse(file, TextFile.read(Path.of(file)));
    TagjoinConfig config = TagjoinConfig.ofVariables(environment);
    EcsConnection connection = Wiring.connection(config, environment);
    ObjectMapper json = new ObjectMapper();
    return new Doctor(
        new SdkEcsApi(connection, json.readerFor(JsonNode.class)),
        new AccountProbe(connection, json.readerFor(JsonNode.class)),
        connection,
        new Accounts(Wiring.accountList(config).allowed()),
        () -> rules,
        // who may call is a question to the deployed function
        new DoctorSettings(Wiring.regions(config), config.dryRun(), false));
  }

  private void print(DoctorReport report) {
    int width = 0;
    for (CheckResult check : report.checks()) {
      width = Math.max(width, check.name().length());
    }
    for (CheckResult check : report.checks()) {
      String state = check.state().name().toLowerCase(Locale.ROOT);
      out.println(pad(state, 9) + pad(check.name(), width + 2) + check.detail());
      if (check.advice() != null) {
        out.println(pad("", width + 11) + "-> " + check.advice());
      }
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
