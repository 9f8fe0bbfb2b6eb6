package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One event of a request: its CloudEvents attributes and its data, however they were carried.
 * Immutable.
 *
 * <p>The CloudEvents SDK for Java is not used. It refuses an event whose {@code time} is not RFC
 * 3339 or that lacks a required attribute (seen with 4.0.1), while the vendor's own examples have
 * times such as {@code 2020-08-17T16:04:46.149Asia/Shanghai}; and the bare forms, which are no
 * CloudEvents, would need this class all the same.
 *
 * @param at the JSON pointer of the event in the request, or what stands for it when the attributes
 *     came as headers
 * @param attributes the object that has the attributes, or {@code null} for a bare event
 * @param dataAt the JSON pointer of the data in the request
 * @param data the data, or {@code null} when there is none
 * @param context what the transport knows
 */
record Event(String at, JsonNode attributes, String dataAt, JsonNode data, EventContext context) {
  /** Whether an object is a CloudEvents event and not the bare data of one. */
  static boolean isEnvelope(JsonNode node) {
    return node.has("specversion")
        || (node.path("type").isTextual()
            && (node.has("data")
                || node.has("data_base64")
                || (node.has("id") && node.path("source").isTextual())));
  }

  /** Whether the attributes of an event came as headers. */
  static boolean isBinary(EventContext context) {
    return context.attributes().containsKey("type");
  }

  /**
   * Reads an envelope.
   *
   * @throws MalformedEventException when its data should be Base64 and is not
   */
  static Event enveloped(JsonReader json, JsonNode envelope, String at, EventContext context)
      throws MalformedEventException {
    JsonNode data = envelope.get("data");
    String dataAt = at + "/data";
    JsonNode base64 = envelope.get("data_base64");
    if (JsonNodes.isAbsent(data) && !JsonNodes.isAbsent(base64)) {
      dataAt = at + "/data_base64";
      String text = base64.isTextual() ? Encodings.base64(base64.textValue()) : null;
      if (text == null) {
        throw new MalformedEventException(
            dataAt, (base64.isTextual() ? "the text" : JsonNodes.kind(base64)) + " is not Base64");
      }
      data = TextNode.valueOf(text);
    }
    return new Event(at, envelope, dataAt, contentOr(json, data), context);
  }

  /** Makes an event of attributes in headers and the body; {@code null} stands for no body. */
  static Event binary(JsonReader json, JsonNode body, String at, EventContext context) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> attribute : context.attributes().entrySet()) {
      attributes.put(attribute.getKey(), Encodings.headerValue(attribute.getValue()));
    }
    return new Event(at + "(ce headers)", attributes, at, contentOr(json, body), context);
  }

  private static JsonNode contentOr(JsonReader json, JsonNode data) {
    JsonNode content = Encodings.content(json, data);
    return content == null ? data : content;
  }

  /** The id to report. */
  String id() {
    String id = JsonNodes.scalar(attributes, "id");
    return id != null ? id : JsonNodes.scalar(data, "eventId");
  }

  /**
   * A text that is equal for two copies of one event and differs otherwise, or {@code null} when
   * the event cannot be told from others. CloudEvents: {@code source} and {@code id} together.
   */
  String identity() {
    if (attributes == null) {
      String id = data.has("eventName") ? JsonNodes.scalar(data, "eventId") : null;
      return id == null ? null : "eventId " + id;
    }
    String id = JsonNodes.scalar(attributes, "id");
    String source = JsonNodes.scalar(attributes, "source");
    return id == null || source == null ? null : "source " + source + "\nid " + id;
  }

  /** The CloudEvents {@code type}, or the empty text. */
  String type() {
    return Objects.requireNonNullElse(JsonNodes.scalar(attributes, "type"), "");
  }

  /** The CloudEvents {@code subject}, or the empty text. */
  String subject() {
    return Objects.requireNonNullElse(JsonNodes.scalar(attributes, "subject"), "");
  }

  /**
   * The product that {@code source} names in lower case, for example {@code ecs} for {@code
   * acs.ecs}; {@code null} when it names none.
   */
  String sourceProduct() {
    String source = JsonNodes.scalar(attributes, "source");
    return source != null && (source.startsWith("acs.") || source.startsWith("acs:"))
        ? source.substring("acs.".length()).toLowerCase(Locale.ROOT)
        : null;
  }

  /** The product that {@code type} begins with, for example {@code ecs}, or {@code null}. */
  String typeProduct() {
    String type = type();
    int end = type.indexOf(':');
    return end <= 0 ? null : type.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
