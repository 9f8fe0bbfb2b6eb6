package dev.tagjoin.report;

import dev.tagjoin.sweep.SweepReport;

/** Writes what came of a sweep, as callers of every kind get it. Thread-safe. */
public final class SweepJson {
  private SweepJson() {}

  /** The report as one JSON object, UTF-8. */
  public static byte[] of(SweepReport report) {
    return JsonWriter.object(
        json -> {
          JsonWriter.summary(json, report.summary());
          json.writeNumberField("seen", report.seen());
          JsonWriter.outcomes(json, report.outcomes());
          json.writeStringField("cursor", report.cursor());
          if (report.stop() != null) {
            json.writeObjectFieldStart("stopped");
            json.writeStringField("why", report.stop().why().toString());
            JsonWriter.text(json, "detail", report.stop().detail());
            json.writeEndObject();
          }
        });
  }
}
