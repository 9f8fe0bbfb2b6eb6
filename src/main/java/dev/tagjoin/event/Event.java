package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import java.util.Locale;

/**
 * One event of a request, its CloudEvents attributes apart from its data, whatever the transport
 * was.
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
    String type = JsonNodes.scalar(attributes, "type");
    return type == null ? "" : type;
  }

  /**
   * The product that the envelope speaks of in lower case, for example {@code ecs} for the source
   * {@code acs.ecs} or the type {@code ecs:ActionTrail:ApiCall}; {@code null} when it does not say.
   */
  String product() {
    String source = JsonNodes.scalar(attributes, "source");
    if (source != null && (source.startsWith("acs.") || source.startsWith("acs:"))) {
      return source.substring("acs.".length()).toLowerCase(Locale.ROOT);
    }
    String type = type();
    int end = type.indexOf(':');
    return end <= 0 ? null : type.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
