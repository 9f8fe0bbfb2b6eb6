package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.time.Instant;
import java.util.List;

/**
 * Reads the Tag service's own event {@code Tag:ChangeOnResource}: a resource's product, type and id
 * with its tags, directly in the data or one level deeper in {@code content}.
 *
 * <p>The envelope of this event is not documented, so the members of the content decide. Source of
 * the members: the vendor's automation template that runs a command when a tag changes.
 */
final class TagChangeRoute implements Route {
  private final JsonReader json;

  TagChangeRoute(JsonReader json) {
    this.json = json;
  }

  @Override
  public boolean read(Event event, Findings findings) throws TooLargeException {
    JsonNode data = event.data();
    JsonNode content = json.object(data.get("content"));
    String at = event.dataAt() + "/content";
    if (content == null || !isContent(content)) {
      content = data;
      at = event.dataAt();
    }
    if (!isContent(content)) {
      return false;
    }
    Claim region =
        Claim.region()
            .in(content, at, "regionId")
            .in(data, event.dataAt(), "regionId")
            .inEnvelope(event)
            .orError("the event names no region (regionId, aliyunregionid)");
    // the meaning of userId is not documented, so the envelope goes first
    Claim account =
        Claim.account()
            .in(event.attributes(), event.at(), "aliyunoriginalaccountid")
            .in(content, at, "accountId")
            .in(data, event.dataAt(), "accountId")
            .in(content, at, "userId")
            .in(data, event.dataAt(), "userId")
            .inEnvelope(event);
    String product = JsonNodes.scalar(content, "product");
    String type = JsonNodes.scalar(content, "resourceType");
    Named named = Named.of(type, content.get("resourceId"), at + "/resourceId");
    if (product == null) {
      named =
          named.because(
              at + "/product: must be ecs, not " + JsonNodes.kind(content.get("product")));
    } else if (!product.equalsIgnoreCase("ecs")) {
      named = named.because("product " + PrintableText.of(product) + " is not ECS");
    }
    Instant time = EventTime.of(event, content, "eventTime", "time");
    findings.resources(event, List.of(named), region, account, time, null);
    return true;
  }

  private static boolean isContent(JsonNode node) {
    return node.has("product")
        && node.has("resourceType")
        && node.has("resourceId")
        && (node.has("tags") || node.has("changedTagKeys"));
  }
}
