package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.DeliveryReport;
import dev.tagjoin.report.JsonWriter;
import dev.tagjoin.report.OutcomeText;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Logs what became of a request: a line for each outcome and one for the request. As JSON on
 * standard output, which both platforms collect, or as text for a person. Thread-safe.
 *
 * <p>Written out by hand, because a JSON formatter for all of the log would be set up at every cold
 * start. No header gets into it, so that no token can; each text is bounded, and in the text form
 * cleaned, so that a request cannot forge a line.
 */
public final class RequestLog {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  private final boolean json;
  private final HttpSettings.Auth auth;
  private final String lambda;
  private final RecentTrouble trouble;
  private final AtomicBoolean hasAnswered = new AtomicBoolean();

  /**
   * Makes the log.
   *
   * @param auth how callers prove themselves, which each line says
   * @param lambda the name of the AWS Lambda function, under which JSON lines of requests become
   *     metrics of CloudWatch; {@code null} elsewhere
   */
  public RequestLog(boolean json, HttpSettings.Auth auth, String lambda, RecentTrouble trouble) {
    this.json = json;
    this.auth = auth;
    this.lambda = lambda;
    this.trouble = trouble;
  }

  /** Logs a delivery that was handled: a line for each outcome, then one for the request. */
  void answered(RequestInfo request, int status, DeliveryReport report) {
    long millis = request.millis();
    for (Outcome outcome : report.outcomes()) {
      trouble.note(outcome);
    }
    if (!json) {
      report.outcomes().forEach(outcome -> text(OutcomeText.line(outcome)));
      text(summary(request, status, millis) + ": " + report.summary());
      return;
    }
    print(
        lines -> {
          outcomes(lines, request, report.outcomes(), millis);
          begin(lines, "request", request);
          lines.writeNumberField("status", status);
          JsonWriter.summary(lines, report.summary());
          measured(lines, report.summary(), millis);
          lines.writeEndObject();
        });
  }

  /** Logs a question that was answered: it has no outcomes. */
  void answered(RequestInfo request) {
    if (json) {
      print(line -> whole(line, request, 200, null));
    } else {
      text(summary(request, 200, request.millis()));
    }
  }

  /**
   * Logs a sweep: a line for each outcome but those of a plan, which are in the answer, then one
   * for the sweep.
   */
  void swept(RequestInfo request, SweepRequest asked, int status, SweepReport report) {
    long millis = request.millis();
    List<Outcome> outcomes = report.outcomes();
    if (report.count(Status.PLANNED) > 0) {
      outcomes = outcomes.stream().filter(o -> o.status() != Status.PLANNED).toList();
    }
    for (Outcome outcome : outcomes) {
      trouble.note(outcome);
    }
    SweepReport.Stop stop = report.stop();
    List<Outcome> logged = outcomes;
    if (!json) {
      logged.forEach(outcome -> text(OutcomeText.line(outcome)));
      text(
          summary(request, status, millis)
              + (asked.force() ? ", forced" : "")
              + ", maxMoves "
              + asked.maxMoves()
              + ": "
              + report.seen()
              + " seen "
              + report.summary()
              + (stop == null ? "" : ", stopped: " + stop.detail()));
      return;
    }
    print(
        lines -> {
          outcomes(lines, request, logged, millis);
          begin(lines, "sweep", request);
          lines.writeNumberField("status", status);
          lines.writeBooleanField("force", asked.force());
          lines.writeNumberField("maxMoves", asked.maxMoves());
          lines.writeNumberField("seen", report.seen());
          JsonWriter.summary(lines, report.summary());
          if (stop != null) {
            lines.writeStringField("stopped", stop.why().toString());
            JsonWriter.text(lines, "reason", stop.detail());
          }
          measured(lines, report.summary(), millis);
          lines.writeEndObject();
        });
  }

  /** Logs a request that was not taken. */
  void refused(RequestInfo request, ProblemException problem) {
    String reason = problem.detailWithPlace();
    if (json) {
      print(line -> whole(line, request, problem.status(), reason));
    } else {
      String summary = summary(request, problem.status(), request.millis());
      LOG.warn(PrintableText.sentence(summary + ": " + reason));
    }
  }

  /** The line of a request without outcomes. */
  private void whole(JsonGenerator line, RequestInfo request, int status, String reason)
      throws IOException {
    begin(line, "request", request);
    line.writeNumberField("status", status);
    JsonWriter.text(line, "reason", reason);
    line.writeNumberField("ms", request.millis());
    line.writeEndObject();
  }

  private static void text(String line) {
    LOG.info(PrintableText.sentence(line));
  }

  private String summary(RequestInfo request, int status, long millis) {
    return request.path()
        + " answered "
        + status
        + " in "
        + millis
        + " ms, auth "
        + auth
        + (request.dryRun() ? ", dry run" : "");
  }

  private void outcomes(
      JsonGenerator lines, RequestInfo request, List<Outcome> outcomes, long millis)
      throws IOException {
    for (Outcome outcome : outcomes) {
      start(lines, "outcome", request);
      JsonWriter.members(lines, outcome);
      lines.writeNumberField("ms", millis);
      lines.writeEndObject();
    }
  }

  private static void start(JsonGenerator line, String what, RequestInfo request)
      throws IOException {
    line.writeStartObject();
    line.writeStringField("time", Instant.now().toString());
    line.writeStringField("log", what);
    JsonWriter.text(line, "request", request.context().id());
  }

  private void begin(JsonGenerator line, String what, RequestInfo request) throws IOException {
    start(line, what, request);
    JsonWriter.text(line, "path", request.path());
    line.writeStringField("auth", auth.toString());
    line.writeBooleanField("dryRun", request.dryRun());
  }

  /**
   * The time, whether the instance had to be started for this request, and, on AWS Lambda, what
   * makes CloudWatch count: its embedded metric format names members of the line that are numbers.
   */
  private void measured(JsonGenerator line, Map<Status, Integer> summary, long millis)
      throws IOException {
    line.writeNumberField("ms", millis);
    if (!hasAnswered.getAndSet(true)) {
      line.writeBooleanField("cold", true);
    }
    if (lambda == null) {
      return;
    }
    line.writeStringField("function", lambda);
    for (Map.Entry<Status, Integer> count : summary.entrySet()) {
      line.writeNumberField(count.getKey().toString(), count.getValue());
    }
    line.writeObjectFieldStart("_aws");
    line.writeNumberField("Timestamp", System.currentTimeMillis());
    line.writeArrayFieldStart("CloudWatchMetrics");
    line.writeStartObject();
    line.writeStringField("Namespace", "tagjoin");
    line.writeArrayFieldStart("Dimensions");
    line.writeStartArray();
    line.writeString("function");
    line.writeEndArray();
    line.writeEndArray();
    line.writeArrayFieldStart("Metrics");
    metric(line, "ms", "Milliseconds");
    for (Status status : summary.keySet()) {
      metric(line, status.toString(), "Count");
    }
    line.writeEndArray();
    line.writeEndObject();
    line.writeEndArray();
    line.writeEndObject();
  }

  private static void metric(JsonGenerator line, String name, String unit) throws IOException {
    line.writeStartObject();
    line.writeStringField("Name", name);
    line.writeStringField("Unit", unit);
    line.writeEndObject();
  }

  /**
   * Past the logger, whose lines begin with what a reader of JSON would stumble over, and in one
   * write for all lines of a request.
   */
  @SuppressWarnings("SystemOut")
  private static void print(JsonWriter.Content content) {
    byte[] lines =
        JsonWriter.values(
            generator -> {
              // whatever the encoding of standard output, it has these characters
              generator.setHighestNonEscapedChar(126);
              content.write(generator);
            });
    System.out.println(new String(lines, StandardCharsets.US_ASCII));
  }
}
