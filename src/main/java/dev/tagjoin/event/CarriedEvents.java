package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.HashMap;
import java.util.Map;

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
  private static final String[] LISTS = {"records", "messages"};

  /** Members that hold the content of one message. */
  private static final String[] CONTENTS = {
    PAYLOAD, "messageBody", "message", "body", "detail", "sns", "value"
  };

  private final JsonReader json;

  CarriedEvents(JsonReader json) {
    this.json = json;
  }

  /**
   * What a message carries.
   *
   * @param content an object or an array
   * @param member the name of the member that held it
   * @param headers CloudEvents attributes that the message kept as headers; empty when none
   */
  record Carried(JsonNode content, String member, Map<String, String> headers) {
    /** Whether it is the payload of a failed call, so that it was meant for this function. */
    boolean isFailedCall() {
      return member.equalsIgnoreCase(PAYLOAD);
    }
  }

  /**
   * Opens a message, one envelope deep.
   *
   * @param at the JSON pointer of the message
   * @return {@code null} when it carries nothing that could be an event
   * @throws MalformedEventException when it is the record of a failed call, and its payload is no
   *     JSON
   */
  Carried open(JsonNode message, String at) throws MalformedEventException {
    for (String list : LISTS) {
      String member = Parameters.name(message, list);
      if (member != null && message.get(member).isArray()) {
        return new Carried(message.get(member), member, Map.of());
      }
    }
    for (String wanted : CONTENTS) {
      String member = Parameters.name(message, wanted);
      JsonNode value = member == null ? null : message.get(member);
      JsonNode content = content(value);
      if (content != null) {
        refuseDryRun(message, at);
        return new Carried(content, member, headers(message));
      }
      if (value != null && wanted.equals(PAYLOAD)) {
        throw new MalformedEventException(
            at + "/" + member,
            JsonNodes.kind(value)
                + " found; the event as an object, as JSON in a text or as Base64 expected");
      }
    }
    return null;
  }

  /** The object or array that a value is or holds: as JSON in a text, or as that in Base64. */
  private JsonNode content(JsonNode value) {
    JsonNode content = value;
    // a text within a text: some senders encode the event and then the message
    for (int depth = 0; depth < 3 && content != null && content.isTextual(); depth++) {
      String text = content.textValue();
      content = json.readOrNull(text);
      if (content == null || content.isNumber()) {
        String decoded = Encodings.base64(text);
        content = decoded == null ? null : TextNode.valueOf(decoded);
      }
    }
    return content != null && content.isContainerNode() ? content : null;
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
    JsonNode given = json.object(Parameters.get(message, "headers"));
    if (given == null) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, JsonNode> header : given.properties()) {
      String value = JsonNodes.scalar(header.getValue());
      if (value != null) {
        headers.put(header.getKey(), value);
      }
    }
    return EventContext.attributes(headers);
  }
}
