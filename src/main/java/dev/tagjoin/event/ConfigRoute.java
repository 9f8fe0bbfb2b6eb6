package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Reads a change that Cloud Config noticed. Thread-safe.
 *
 * <p>The change stands in the data itself (EventBridge, and with capitals the older messages) or in
 * its member {@code configurationItem} (messages of a queue); ids and times are texts or numbers.
 * {@code resourceName} is a display name here, so only {@code resourceId} is an id. Source: Cloud
 * Config, resource change events and examples of resource change logs.
 */
final class ConfigRoute implements Route {
  private static final String CHANGE = "ConfigurationItemChangeNotification";

  private final JsonReader json;

  ConfigRoute(JsonReader json) {
    this.json = json;
  }

  @Override
  public boolean read(Event event, Findings findings) throws TooLargeException {
    JsonNode data = event.data();
    String notice = noticeType(event);
    if (notice != null && !endsWith(notice, CHANGE)) {
      findings.ignored(
          event, null, PrintableText.of(notice) + " is not a change of a resource's configuration");
      return true;
    }
    JsonNode item = Encodings.content(json, Parameters.get(data, "configurationItem"));
    if (notice == null
        && item == null
        && get(data, "resourceEventType") == null
        && get(data, "configurationDiff") == null
        && !means(get(data, "eventType"), "ResourceChange")) {
      return false;
    }
    String itemAt = item == null ? event.dataAt() : event.dataAt() + "/configurationItem";
    if (item != null && item.isArray()) {
      for (int i = 0; i < item.size(); i++) {
        read(event, item.get(i), itemAt + "/" + i, findings);
      }
    }
    if (item == null || !item.isArray() || item.isEmpty()) {
      read(event, item == null || item.isArray() ? data : item, itemAt, findings);
    }
    return true;
  }

  private void read(Event event, JsonNode of, String at, Findings findings)
      throws TooLargeException {
    Claim region =
        Claim.region()
            .in(of, at, "regionId", "RegionId", "region", "Region")
            .inEnvelope(event)
            .orError("the event names no region (regionId, region, aliyunregionid)");
    Claim account = Claim.account().in(of, at, "accountId", "AccountId").inEnvelope(event);
    Named named =
        Named.of(
            JsonNodes.scalar(get(of, "resourceType")), get(of, "resourceId"), at + "/resourceId");
    if (isRemoval(event.data())) {
      named = named.because("the resource was removed");
    }
    findings.resources(event, List.of(named), region, account, time(event, of), null);
  }

  /**
   * The kind of notice that envelope or message names, or {@code null} when it is none of Config.
   */
  private static String noticeType(Event event) {
    String type = event.type();
    if (type.contains(":Config:") || endsWith(type, ":" + CHANGE)) {
      return type;
    }
    String dataType = JsonNodes.scalar(get(event.data(), "dataType"));
    return dataType != null && endsWith(dataType, "Notification") ? dataType : null;
  }

  private static boolean endsWith(String text, String end) {
    return text.regionMatches(true, text.length() - end.length(), end, 0, end.length());
  }

  private boolean isRemoval(JsonNode data) {
    JsonNode diff = json.object(Parameters.get(data, "configurationItemDiff"));
    return means(get(data, "resourceEventType"), "REMOVE")
        || means(Parameters.get(diff, "changeType"), "REMOVE")
        || means(get(data, "eventName"), "ResourceRemove")
        || means(get(data, "eventName"), "ResourceDelete");
  }

  private static boolean means(JsonNode node, String word) {
    String text = JsonNodes.scalar(node);
    return text != null && text.equalsIgnoreCase(word);
  }

  private static Instant time(Event event, JsonNode item) {
    Instant captured = EventTime.parse(JsonNodes.scalar(get(item, "captureTime")));
    return captured != null
        ? captured
        : EventTime.of(
            event,
            event.data(),
            "notificationCreationTime",
            "resourceCreateTime",
            "ResourceCreateTime");
  }

  /** A member whose name begins with a small letter or a capital, or {@code null}. */
  private static JsonNode get(JsonNode data, String member) {
    JsonNode node = data.get(member);
    return node != null
        ? node
        : data.get(member.substring(0, 1).toUpperCase(Locale.ROOT) + member.substring(1));
  }
}
