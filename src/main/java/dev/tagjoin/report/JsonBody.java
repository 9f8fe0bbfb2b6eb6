package dev.tagjoin.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes answers as JSON, whole.
 *
 * <p>Written out by hand, because looking at classes is what makes an object mapper slow at a cold
 * start. Whole, because an answer without a length is sent in chunks, which the Lambda extension
 * does not undo: the caller would see a header {@code transfer-encoding} and wait for an end that
 * does not come.
 */
public final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonBody() {}

  /** Writes members and values; {@code null} members are left out. */
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** The bytes of one JSON object, UTF-8. */
  public static byte[] object(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  public static void text(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  public static void summary(JsonGenerator json, Map<Status, Integer> summary) throws IOException {
    json.writeObjectFieldStart("summary");
    for (Map.Entry<Status, Integer> count : summary.entrySet()) {
      json.writeNumberField(count.getKey().toString(), count.getValue());
    }
    json.writeEndObject();
  }

  public static void outcome(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeStartObject();
    members(json, outcome);
    json.writeEndObject();
  }

  public static void members(JsonGenerator json, Outcome outcome) throws IOException {
    text(json, "event", outcome.event());
    Outcome.Resource resource = outcome.resource();
    if (resource != null) {
      json.writeObjectFieldStart("resource");
      text(json, "type", resource.type());
      text(json, "id", resource.id());
      text(json, "region", resource.region());
      text(json, "account", resource.account());
      json.writeEndObject();
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
    text(json, "to", outcome.to());
    text(json, "requestId", outcome.requestId());
    text(json, "code", outcome.code());
    text(json, "reason", outcome.reason());
  }
}
