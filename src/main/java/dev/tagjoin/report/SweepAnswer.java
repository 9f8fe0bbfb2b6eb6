package dev.tagjoin.report;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.sweep.SweepReport;

/** Writes what came of a pass, in the form that callers of every kind get. */
public final class SweepAnswer {
  private SweepAnswer() {}

  /** The report as one JSON object, UTF-8. */
  public static byte[] json(SweepReport report) {
    return JsonBody.object(
        body -> {
          body.writeObjectFieldStart("summary");
          for (Status result : Status.values()) {
            if (report.count(result) > 0) {
              body.writeNumberField(result.toString(), report.count(result));
            }
          }
          body.writeEndObject();
          body.writeNumberField("seen", report.seen());
          body.writeArrayFieldStart("outcomes");
          for (Outcome outcome : report.outcomes()) {
            JsonBody.outcome(body, outcome);
          }
          body.writeEndArray();
          body.writeStringField("cursor", report.cursor());
          if (report.stop() != null) {
            body.writeObjectFieldStart("stopped");
            body.writeStringField("why", report.stop().why().toString());
            body.writeStringField("detail", report.stop().detail());
            body.writeEndObject();
          }
        });
  }
}
