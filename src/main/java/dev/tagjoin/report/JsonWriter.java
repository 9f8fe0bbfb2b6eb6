package dev.tagjoin.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.doctor.CheckResult;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.sweep.SweepReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Writes answers and log lines as JSON, whole and within a bound on each text. Thread-safe.
 *
 * <p>Written out by hand, because looking at classes is what makes an object mapper slow at a cold
 * start. Whole, because an answer without a length is sent in chunks, which the Lambda extension
 * does not undo: the caller would see a header {@code transfer-encoding} and wait for an end that
 * does not come.
 */
public final class JsonWriter {
  /** The longest text that comes from outside, in characters; the rest is cut off. */
  static final int MAX_TEXT = 2_000;

  private static final JsonFactory JSON =
      // values one after the other are lines
      new JsonFactoryBuilder().rootValueSeparator("\n").build();

  private JsonWriter() {}

  /** Writes members and values; {@code null} members are left out. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void write(JsonGenerator json) throws IOException;
  }

  /** The bytes of one JSON object, UTF-8. */
  public static byte[] object(Content members) {
    return values(
        json -> {
          json.writeStartObject();
          members.write(json);
          json.writeEndObject();
        });
  }

  /** The bytes of JSON values, UTF-8, each on a line. */
  public static byte[] values(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Writes a member unless its value is {@code null}, and cuts the value at a bound. */
  public static void text(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, cut(value));
    }
  }

  private static String cut(String value) {
    if (value.length() <= MAX_TEXT) {
      return value;
    }
    // not between the halves of a pair
    int end = Character.isHighSurrogate(value.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return value.substring(0, end) + "...";
  }

  /** Writes the member {@code summary}: how often each outcome came about. */
  public static void summary(JsonGenerator json, Map<Status, Integer> summary) throws IOException {
    json.writeObjectFieldStart("summary");
    for (Map.Entry<Status, Integer> count : summary.entrySet()) {
      json.writeNumberField(count.getKey().toString(), count.getValue());
    }
    json.writeEndObject();
  }

  static void outcomes(JsonGenerator json, Iterable<Outcome> outcomes) throws IOException {
    json.writeArrayFieldStart("outcomes");
    for (Outcome outcome : outcomes) {
      json.writeStartObject();
      members(json, outcome);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the members of an outcome. */
  public static void members(JsonGenerator json, Outcome outcome) throws IOException {
    text(json, "event", outcome.event());
    if (outcome.resource() != null) {
      resource(json, outcome.resource());
    }
    text(json, "outcome", outcome.status().toString());
    text(json, "rule", outcome.rule());
    if (outcome.follows() != null) {
      json.writeObjectFieldStart("follows");
      text(json, "type", outcome.follows().type());
      text(json, "id", outcome.follows().id());
      json.writeEndObject();
    }
    text(json, "from", outcome.from());
    text(json, "fromName", outcome.fromName());
    text(json, "to", outcome.to());
    text(json, "toName", outcome.toName());
    text(json, "requestId", outcome.requestId());
    text(json, "code", outcome.code());
    text(json, "reason", outcome.reason());
  }

  static void resource(JsonGenerator json, Outcome.Resource resource) throws IOException {
    json.writeObjectFieldStart("resource");
    text(json, "type", resource.type());
    text(json, "id", resource.id());
    text(json, "region", resource.region());
    text(json, "account", resource.account());
    json.writeEndObject();
  }

  /** What the doctor found, as one JSON object, UTF-8. */
  public static byte[] checks(List<CheckResult> checks) {
    return object(
        json -> {
          json.writeStringField("status", CheckResult.worst(checks).toString());
          json.writeArrayFieldStart("checks");
          for (CheckResult check : checks) {
            json.writeStartObject();
            text(json, "check", check.name());
            json.writeStringField("state", check.state().toString());
            text(json, "detail", check.detail());
            text(json, "advice", check.advice());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** What came of a sweep, as one JSON object, UTF-8. */
  public static byte[] sweep(SweepReport report) {
    return object(
        json -> {
          summary(json, report.summary());
          json.writeNumberField("seen", report.seen());
          outcomes(json, report.outcomes());
          json.writeArrayFieldStart("accounts");
          for (SweepReport.AccountSummary account : report.accounts()) {
            json.writeStartObject();
            text(json, "account", account.account());
            json.writeNumberField("seen", account.seen());
            summary(json, account.summary());
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
      text(json, "detail", stop.detail());
      json.writeEndObject();
    }
  }
}
