package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
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
  static Named of(String type, String id, String at) {
    return new Named(type, id, null, null, at, null);
  }

  static Named of(String type, JsonNode id, String at) {
    return id != null && id.isTextual()
        ? of(type, id.textValue(), at)
        : unusable(
            type,
            at,
            (id == null ? "nothing" : JsonNodes.kind(id)) + " found, an id as a text expected");
  }

  /** Adds one id or a list of ids. */
  static void addAll(String type, JsonNode ids, String at, List<Named> named)
      throws TooLargeException {
    if (ids.isArray()) {
      for (int i = 0; i < ids.size(); i++) {
        Findings.add(of(type, ids.get(i), at + "/" + i), named);
      }
    } else if (!JsonNodes.isAbsent(ids)) {
      Findings.add(of(type, ids, at), named);
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
