package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.call.Call;
import dev.tagjoin.reconcile.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

  /**
   * @param json whether lines are JSON; else they are text
   */
  public RequestLog(boolean json) {
    this.json = json;
  }

  /**
   * Tells of a request that was handled: one line for each outcome, then one for the request.
   *
   * @param millis the time from its arrival to its answer
   */
  void answered(Call call, int status, Answer answer, boolean dryRun, long millis) {
    for (Outcome outcome : answer.outcomes()) {
      outcome(call, outcome, millis);
    }
    if (json) {
      print(
          "request",
          call,
          line -> {
            line.writeNumberField("status", status);
            if (dryRun) {
              line.writeBooleanField("dryRun", true);
            }
            JsonBody.summary(line, answer.summary());
            line.writeNumberField("ms", millis);
          });
    } else {
      LOG.infof("answered %d in %d ms: %s", status, millis, answer.summary());
    }
  }

  /**
   * Tells of one outcome.
   *
   * @param millis the time from the request's arrival
   */
  void outcome(Call call, Outcome outcome, long millis) {
    if (json) {
      print(
          "outcome",
          call,
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
   * @param call what it brought along, or {@code null} when that was not looked at
   */
  void refused(Call call, int status, String detail, long millis) {
    if (json) {
      print(
          "request",
          call,
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
  private static void print(String what, Call call, JsonBody.Content content) {
    byte[] line =
        JsonBody.object(
            generator -> {
              ascii(generator);
              generator.writeStringField("time", Instant.now().toString());
              generator.writeStringField("log", what);
              JsonBody.text(generator, "request", call == null ? null : call.id());
              content.write(generator);
            });
    System.out.println(new String(line, StandardCharsets.US_ASCII));
  }

  /** Whatever the encoding of standard output, it has these characters. */
  private static void ascii(JsonGenerator generator) throws IOException {
    generator.setHighestNonEscapedChar(126);
  }
}
