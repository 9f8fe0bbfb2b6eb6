package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A resource as an event names it, before anything about it is checked.
 *
 * @param type the type as spelt, or {@code null} when there is none
 * @param id the id as spelt, or {@code null} when there is none
 * @param region the region that was named together with it, or {@code null}
 * @param account the account that was named together with it, or {@code null}
 * @param at the JSON pointer of the name
 * @param error why it is ignored, a sentence to report, or {@code null}
 */
record Named(String type, String id, Claim region, Claim account, String at, String error) {
  /** A resource by its id, or by its name across products in the place of an id. */
  static Named of(String type, String id, String at) {
    Arn arn = Arn.parse(id);
    if (arn == null) {
      return new Named(type, id, null, null, at, null);
    }
    return new Named(type == null ? arn.type() : type, arn.id(), null, null, at, arn.foreign());
  }

  static Named of(String type, JsonNode id, String at) {
    return id != null && id.isTextual()
        ? of(type, id.textValue().strip(), at)
        : unusable(type, at, noId(id));
  }

  /** Says why a value is no id. */
  static String noId(JsonNode id) {
    return id == null || id.isMissingNode()
        ? "the id is missing"
        : "an id must be a text, not " + JsonNodes.kind(id);
  }

  /** Adds one id or a list of ids. */
  static void addAll(JsonReader json, String type, JsonNode ids, String at, List<Named> named)
      throws TooLargeException {
    List<Parameters.Value> values = new ArrayList<>();
    Parameters.addList(json, ids, at, values);
    for (Parameters.Value id : values) {
      Findings.add(of(type, id.node(), id.at()), named);
    }
  }

  static Named unusable(String type, String at, String error) {
    return new Named(type, null, null, null, at, at + ": " + error);
  }

  /** The same resource, ignored for a reason. */
  Named because(String reason) {
    return new Named(type, id, region, account, at, reason);
  }
}
