package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of resources that a person or a program sends: {@code {"resources": [{"type": ...,
 * "id": ..., "region": ..., "account": ...}]}}. The account may be left out; the region too when
 * the envelope or the context names one.
 */
final class DirectRoute implements Route {
  @Override
  public boolean read(Event event, Findings findings) throws TooLargeException {
    JsonNode resources = event.data().get("resources");
    // an event of AWS names ARNs in a member of that name
    if (resources == null || !resources.isArray() || event.data().has("detail-type")) {
      return false;
    }
    Findings.check(resources.size());
    if (resources.isEmpty()) {
      findings.ignored(event, null, event.dataAt() + "/resources is empty");
      return true;
    }
    Claim region = Claim.region().inEnvelope(event);
    Claim account = Claim.account().inEnvelope(event);
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < resources.size(); i++) {
      String at = event.dataAt() + "/resources/" + i;
      JsonNode resource = resources.get(i);
      if (!resource.isObject()) {
        named.add(
            Named.unusable(
                null, at, JsonNodes.kind(resource) + " is not an object with type and id"));
        continue;
      }
      JsonNode id = resource.path("id");
      String type = JsonNodes.scalar(resource, "type");
      named.add(
          new Named(
              type,
              JsonNodes.scalar(id),
              Claim.region()
                  .in(resource, at, "region")
                  .or(region)
                  .orError(at + ": the region is missing"),
              Claim.account().in(resource, at, "account").or(account),
              at,
              id.isTextual() ? misspelt(type) : at + "/id: " + Named.noId(id)));
    }
    findings.resources(event, named, region, account, EventTime.of(event, null), null);
    return true;
  }

  /** A person or a program that names resources can be asked to spell types as ECS does. */
  private static String misspelt(String type) {
    ResourceKind kind = ResourceTypeWords.kind(type);
    return kind == null || kind.type().equals(type) || kind.auditType().equals(type)
        ? null
        : "unknown type %s; use %s or %s (case counts)"
            .formatted(PrintableText.of(type), kind.type(), kind.auditType());
  }
}
