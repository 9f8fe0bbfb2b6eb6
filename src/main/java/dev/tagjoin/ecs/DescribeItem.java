package dev.tagjoin.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one item of a describe answer, wherever the kind's table entry says that things stand.
 * Thread-safe.
 */
public final class DescribeItem {
  private DescribeItem() {}

  /** The item's state, or {@code null} when it carries no usable id. */
  public static ResourceState state(
      ResourceKind kind, String region, String account, JsonNode item) {
    ResourceKind.Members members = kind.members();
    String id = text(item, members.id());
    if (!ResourceRef.isId(id)) {
      return null;
    }
    return new ResourceState(
        new ResourceRef(kind, id, region, account),
        text(item, "ResourceGroupId"),
        text(item, members.name()),
        text(item, members.vpc()),
        text(item, members.vswitch()),
        tags(item.path("Tags")),
        attachedTo(kind.attachment(), item));
  }

  /** A disk with multi-attach is in several instances, and {@code InstanceId} names one or none. */
  private static String attachedTo(ResourceKind.Attachment attachment, JsonNode item) {
    if (attachment == null) {
      return null;
    }
    String id = text(item, attachment.member());
    for (JsonNode each : item.path("Attachments").path("Attachment")) {
      String one = text(each, attachment.member());
      if (one != null && id != null && !one.equals(id)) {
        return null;
      }
      id = one != null ? one : id;
    }
    return id;
  }

  /** The node at a path of member names joined by dots; a missing node when there is none. */
  public static JsonNode at(JsonNode node, String path) {
    JsonNode at = node;
    for (String member : path.split("\\.", -1)) {
      at = at.path(member);
    }
    return at;
  }

  /** The text at a path, or {@code null} when the path is, or the text is missing or empty. */
  private static String text(JsonNode item, String path) {
    if (path == null) {
      return null;
    }
    String text = at(item, path).asText("");
    return text.isEmpty() ? null : text;
  }

  /** Eleven types nest the list in an object ({@code {"Tag": [...]}}), two give it plainly. */
  private static Map<String, String> tags(JsonNode tags) {
    Map<String, String> read = new LinkedHashMap<>();
    for (JsonNode tag : tags.isArray() ? tags : tags.path("Tag")) {
      String key = tag.path("TagKey").asText(tag.path("Key").asText(""));
      if (!key.isEmpty()) {
        read.put(key, tag.path("TagValue").asText(tag.path("Value").asText("")));
      }
    }
    return read;
  }
}
