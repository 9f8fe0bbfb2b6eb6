package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Opens messages that carry events inside: what the destination of failed asynchronous calls puts
 * in a queue ({@code requestPayload}), and the envelopes that queues, topics and HTTP triggers add.
 * Thread-safe.
 *
 * <p>Only the members that hold the content are looked at, in any case, because the rest differs
 * between services and versions. Sources: Function Compute, destinations for asynchronous
 * invocations; AWS Lambda, records of asynchronous invocations, Amazon SQS and SNS as event
 * sources; EventBridge, events of Simple Message Queue.
 */
final class CarriedEvents {
  private static final String PAYLOAD = "requestPayload";

  /** Members that hold lists of messages. */
  private static final String[] LISTS = {"records", "messages", "events"};

  /** Members that hold the content of one message. */
  private static final String[] CONTENTS = {
    PAYLOAD, "messageBody", "message", "body", "detail", "sns", "value", "event", "data", "payload"
  };

  private static final Set<Map.Entry<String, JsonNode>> NONE = Set.of();

  private final JsonReader json;

  CarriedEvents(JsonReader json) {
    this.json = json;
  }

  /**
   * What a message carries.
   *
   * @param content an object or an array
   * @param at the JSON pointer of the content
   * @param isFailedCall whether it is the payload of a failed call, so that it was meant for this
   *     function
   * @param headers CloudEvents attributes that the message kept as headers; empty when none
   */
  record Carried(JsonNode content, String at, boolean isFailedCall, Map<String, String> headers) {}

  /**
   * Opens a message, one envelope deep. An array and an event within an event are messages too.
   *
   * @param at the JSON pointer of the message
   * @return {@code null} when it carries nothing that could be an event
   * @throws MalformedEventException when it is the record of a failed call, and its payload is no
   *     JSON
   */
  Carried open(JsonNode message, String at) throws MalformedEventException {
    if (message.isArray() || Event.isEnvelope(message)) {
      return new Carried(message, at, false, Map.of());
    }
    for (String list : LISTS) {
      String member = Parameters.name(message, list);
      if (member != null && message.get(member).isContainerNode()) {
        return new Carried(message.get(member), at + "/" + member, false, Map.of());
      }
    }
    for (String wanted : CONTENTS) {
      String member = Parameters.name(message, wanted);
      JsonNode content = member == null ? null : Encodings.content(json, message.get(member));
      boolean isFailedCall = wanted.equals(PAYLOAD);
      if (content != null) {
        refuseDryRun(message, at);
        return new Carried(content, at + "/" + member, isFailedCall, headers(message));
      }
      if (member != null && isFailedCall) {
        throw new MalformedEventException(
            at + "/" + member,
            JsonNodes.kind(message.get(member))
                + " is not an event; use an object, JSON in a text, or Base64");
      }
    }
    return null;
  }

  /** An HTTP call that asked for a dry run must not move anything when it is replayed. */
  private static void refuseDryRun(JsonNode message, String at) throws MalformedEventException {
    for (String query :
        new String[] {"rawQueryString", "queryStringParameters", "queryParameters"}) {
      JsonNode value = message.get(query);
      if (value != null && value.toString().contains("dryRun")) {
        throw new MalformedEventException(
            at + "/" + query,
            "the message carries a call with the parameter dryRun; send its body to POST /events");
      }
    }
  }

  private Map<String, String> headers(JsonNode message) {
    Map<String, String> headers = new HashMap<>();
    for (String member : new String[] {"multiValueHeaders", "headers"}) {
      JsonNode given = json.object(Parameters.get(message, member));
      for (Map.Entry<String, JsonNode> header : given == null ? NONE : given.properties()) {
        JsonNode value = header.getValue();
        String text = JsonNodes.scalar(value.size() == 1 ? value.get(0) : value);
        if (text != null) {
          headers.put(header.getKey(), text);
        }
      }
    }
    return EventContext.attributes(headers);
  }
}
