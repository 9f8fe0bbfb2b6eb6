package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.JsonBody;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.sweep.SweepReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells the log what became of a request: a line for each outcome and one for the whole. As JSON on
 * standard output, which both platforms collect, or as text for a person. Safe for use by several
 * threads.
 *
 * <p>Written out by hand, because a JSON formatter for all of the log would be set up at every cold
 * start. Nothing of a request but its id gets into it, so that no header and no token can.
 */
public final class RequestLog {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  private final boolean json;
  private final String lambda;
  private final RecentTrouble trouble;
  private final AtomicBoolean hasAnswered = new AtomicBoolean();

  /**
   * @param json whether lines are JSON; else they are text
   * @param lambda the name of the AWS Lambda function, under which JSON lines of requests become
   *     metrics of CloudWatch; {@code null} elsewhere
   * @param trouble is told of every outcome
   */
  public RequestLog(boolean json, String lambda, RecentTrouble trouble) {
    this.json = json;
    this.lambda = lambda;
    this.trouble = trouble;
  }

  /**
   * Tells of a request that was handled: one line for each outcome, then one for the request.
   *
   * @param millis the time from its arrival to its answer
   */
  void answered(RequestContext context, int status, Answer answer, boolean dryRun, long millis) {
    for (Outcome outcome : answer.outcomes()) {
      outcome(context, outcome, millis);
    }
    if (json) {
      print(
          "request",
          context,
          line -> {
            line.writeNumberField("status", status);
            if (dryRun) {
              line.writeBooleanField("dryRun", true);
            }
            JsonBody.summary(line, answer.summary());
            measured(line, answer.summary(), millis);
          });
    } else {
      LOG.infof("answered %d in %d ms: %s", status, millis, answer.summary());
    }
  }

  /**
   * Tells of a pass: one line for each outcome but those of a plan, which are in the answer, then
   * one for the pass.
   *
   * @param millis the time that it took
   */
  void swept(RequestContext context, int status, SweepReport report, long millis) {
    for (Outcome outcome : report.outcomes()) {
      if (outcome.status() != Status.PLANNED) {
        outcome(context, outcome, millis);
      }
    }
    SweepReport.Stop stop = report.stop();
    if (json) {
      print(
          "sweep",
          context,
          line -> {
            line.writeNumberField("status", status);
            line.writeNumberField("seen", report.seen());
            JsonBody.summary(line, report.summary());
            if (stop != null) {
              line.writeStringField("stopped", stop.why().toString());
              line.writeStringField("reason", stop.detail());
            }
            measured(line, report.summary(), millis);
          });
    } else {
      String counts = "sweep: " + report.seen() + " seen " + report.summary();
      LOG.info(stop == null ? counts : counts + ", stopped: " + stop.detail());
    }
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
    for (Status result : summary.keySet()) {
      metric(line, result.toString(), "Count");
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
   * Tells of one outcome.
   *
   * @param millis the time from the request's arrival
   */
  private void outcome(RequestContext context, Outcome outcome, long millis) {
    trouble.note(outcome);
    if (json) {
      print(
          "outcome",
          context,
          line -> {
            JsonBody.members(line, outcome);
            line.writeNumberField("ms", millis);
          });
    } else {
      LOG.info(OutcomeLog.line(outcome));
    }
  }

  /**
   * Tells of a request that was not taken.
   *
   * @param context what it brought along, or {@code null} when that was not looked at
   */
  void refused(RequestContext context, int status, String detail, long millis) {
    if (json) {
      print(
          "request",
          context,
          line -> {
            line.writeNumberField("status", status);
            line.writeStringField("reason", detail);
            line.writeNumberField("ms", millis);
          });
    } else {
      LOG.warnf("answered %d in %d ms: %s", status, millis, detail);
    }
  }

  /** Past the logger, whose lines begin with what a reader of JSON would stumble over. */
  @SuppressWarnings("SystemOut")
  private static void print(String what, RequestContext context, JsonBody.Content content) {
    byte[] line =
        JsonBody.object(
            generator -> {
              ascii(generator);
              generator.writeStringField("time", Instant.now().toString());
              generator.writeStringField("log", what);
              JsonBody.text(generator, "request", context == null ? null : context.id());
              content.write(generator);
            });
    System.out.println(new String(line, StandardCharsets.US_ASCII));
  }

  /** Whatever the encoding of standard output, it has these characters. */
  private static void ascii(JsonGenerator generator) throws IOException {
    generator.setHighestNonEscapedChar(126);
  }
}
