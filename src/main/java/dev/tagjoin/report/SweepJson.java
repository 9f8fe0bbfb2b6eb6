package dev.tagjoin.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.sweep.SweepReport;
import java.io.IOException;

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
          json.writeArrayFieldStart("accounts");
          for (SweepReport.AccountSummary account : report.accounts()) {
            json.writeStartObject();
            JsonWriter.text(json, "account", account.account());
            json.writeNumberField("seen", account.seen());
            JsonWriter.summary(json, account.summary());
            stopped(json, account.stop());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("cursor", report.cursor());
          stopped(json, report.stop());
        });
  }

  private static void stopped(JsonGenerator json, SweepReport.Stop stop) throws IOException {
    if (stop != null) {
      json.writeObjectFieldStart("stopped");
      json.writeStringField("why", stop.why().toString());
      JsonWriter.text(json, "detail", stop.detail());
      json.writeEndObject();
    }
  }
}
