package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Reads a change that Cloud Config noticed.
 *
 * <p>Members begin with a small letter in EventBridge events and with a capital in the older
 * messages; ids and times are texts or numbers. {@code resourceName} is a display name here, so
 * only {@code resourceId} is an id. Source: Cloud Config, resource change events.
 */
final class ConfigRoute implements Route {
  private static final String CHANGE = ":ConfigurationItemChangeNotification";

  @Override
  public boolean read(Event event, Findings findings) throws TooLargeException {
    boolean isNotice = event.type().contains(":Config:");
    if (isNotice && !event.type().endsWith(CHANGE)) {
      findings.ignored(
          event,
          null,
          PrintableText.of(event.type()) + " is not a change of a resource's configuration");
      return true;
    }
    if (!isNotice
        && !event.type().endsWith(CHANGE)
        && get(event, "resourceEventType") == null
        && get(event, "configurationDiff") == null) {
      return false;
    }
    JsonNode data = event.data();
    String at = event.dataAt();
    Fact region =
        Fact.region()
            .from(data, at, "regionId")
            .from(data, at, "RegionId")
            .from(data, at, "region")
            .from(data, at, "Region")
            .from(event.attributes(), event.at(), "aliyunregionid")
            .from(event.context().region(), "the default region")
            .orFault("the event names no region (regionId, region, aliyunregionid)");
    Fact account =
        Fact.account()
            .from(data, at, "accountId")
            .from(data, at, "AccountId")
            .from(event.attributes(), event.at(), "aliyunoriginalaccountid")
            .from(event.attributes(), event.at(), "aliyunaccountid")
            .from(event.context().account(), "the default account");
    String change = JsonNodes.scalar(get(event, "resourceEventType"));
    String type = JsonNodes.scalar(get(event, "resourceType"));
    Named named = named(event, type);
    if ("REMOVE".equalsIgnoreCase(change)) {
      named = named.because("the resource was removed");
    }
    Instant time =
        EventTime.of(
            event, data, "captureTime", "CaptureTime", "resourceCreateTime", "ResourceCreateTime");
    findings.resources(event, List.of(named), region, account, time);
    return true;
  }

  private static Named named(Event event, String type) {
    JsonNode id = get(event, "resourceId");
    String at = event.dataAt() + "/resourceId";
    if (id == null || !id.isTextual()) {
      return Named.faulty(
          type,
          at,
          (id == null ? "nothing" : JsonNodes.kind(id)) + " found, an id as a text expected");
    }
    return Named.of(type, id.textValue(), at);
  }

  /** A member in either spelling, or {@code null}. */
  private static JsonNode get(Event event, String member) {
    JsonNode node = event.data().get(member);
    return node != null
        ? node
        : event.data().get(member.substring(0, 1).toUpperCase(Locale.ROOT) + member.substring(1));
  }
}
