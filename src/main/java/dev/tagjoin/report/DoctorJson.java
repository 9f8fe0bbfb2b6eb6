package dev.tagjoin.report;

import dev.tagjoin.doctor.CheckResult;
import dev.tagjoin.doctor.DoctorReport;
import java.util.Locale;

/** Writes what the doctor found, as callers of every kind get it. Thread-safe. */
public final class DoctorJson {
  private DoctorJson() {}

  /** The report as one JSON object, UTF-8. */
  public static byte[] of(DoctorReport report) {
    return JsonWriter.object(
        json -> {
          json.writeStringField("status", word(report.worst()));
          json.writeArrayFieldStart("checks");
          for (CheckResult check : report.checks()) {
            json.writeStartObject();
            JsonWriter.text(json, "check", check.name());
            json.writeStringField("state", word(check.state()));
            JsonWriter.text(json, "detail", check.detail());
            JsonWriter.text(json, "advice", check.advice());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The word for a state. */
  public static String word(CheckResult.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
