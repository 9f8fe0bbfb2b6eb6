package dev.tagjoin.report;

import dev.tagjoin.doctor.CheckResult;
import dev.tagjoin.doctor.DoctorReport;
import java.util.Locale;

/** Writes what the doctor found, in the form that callers of every kind get. */
public final class DoctorAnswer {
  private DoctorAnswer() {}

  /** The report as one JSON object, UTF-8. */
  public static byte[] json(DoctorReport report) {
    return JsonBody.object(
        json -> {
          json.writeStringField("status", text(report.worst()));
          json.writeArrayFieldStart("checks");
          for (CheckResult check : report.checks()) {
            json.writeStartObject();
            json.writeStringField("check", check.name());
            json.writeStringField("state", text(check.state()));
            json.writeStringField("detail", check.detail());
            JsonBody.text(json, "advice", check.advice());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String text(CheckResult.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
