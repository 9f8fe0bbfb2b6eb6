package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Makes the events that EventBridge delivers after somebody changed tags, made a resource or moved
 * one: ActionTrail's record of the call, in a CloudEvent. The members are those of {@code
 * examples/events/tag-resources.json}.
 */
final class AuditEvents {
  /** The kinds that can be made, and the calls that make them. */
  static final Map<ResourceKind, String> CREATIONS =
      Map.of(
          ResourceKind.INSTANCE, "CreateInstance",
          ResourceKind.DISK, "CreateDisk",
          ResourceKind.NETWORK_INTERFACE, "CreateNetworkInterface",
          ResourceKind.SNAPSHOT, "CreateSnapshot",
          ResourceKind.SECURITY_GROUP, "CreateSecurityGroup",
          ResourceKind.IMAGE, "CreateImage");

  private final String account;

  /**
   * @param account the id of the account in which the calls are made
   */
  AuditEvents(String account) {
    this.account = account;
  }

  /**
   * The events of the calls that turn one set of tags into another: {@code TagResources} when a tag
   * is new or has another value, {@code UntagResources} when one is gone. Empty when nothing
   * differs.
   *
   * @param before the resource with its old tags
   * @param tags the new ones
   */
  List<ObjectNode> ofChange(EmbeddedResource before, Map<String, String> tags) {
    Map<String, String> set = new LinkedHashMap<>(tags);
    set.entrySet().removeAll(before.tags().entrySet());
    List<String> removed =
        before.tags().keySet().stream().filter(key -> !tags.containsKey(key)).toList();
    List<ObjectNode> events = new ArrayList<>(2);
    if (!set.isEmpty()) {
      events.add(tagged(before, set));
    }
    if (!removed.isEmpty()) {
      events.add(untagged(before, removed));
    }
    return events;
  }

  /** The event of a {@code TagResources} call; tags may be set to the value that they have. */
  ObjectNode tagged(EmbeddedResource resource, Map<String, String> tags) {
    ObjectNode parameters = parameters(resource);
    int number = 1;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      parameters.put("Tag." + number + ".Key", tag.getKey());
      parameters.put("Tag." + number + ".Value", tag.getValue());
      number++;
    }
    return event("TagResources", resource, parameters);
  }

  private ObjectNode untagged(EmbeddedResource resource, Collection<String> keys) {
    ObjectNode parameters = parameters(resource);
    int number = 1;
    for (String key : keys) {
      parameters.put("TagKey." + number, key);
      number++;
    }
    return event("UntagResources", resource, parameters);
  }

  /** The event of the call that made a resource of one of the {@link #CREATIONS}. */
  ObjectNode created(EmbeddedResource resource) {
    ResourceKind kind = resource.kind();
    ObjectNode parameters =
        JsonNodeFactory.instance.objectNode().put("RegionId", resource.region());
    ObjectNode event = event(CREATIONS.get(kind), resource, parameters);
    event.withObject("/data/responseElements").put(kind.members().id(), resource.id());
    return event;
  }

  /** The event of somebody else's {@code JoinResourceGroup} call. */
  ObjectNode joined(EmbeddedResource resource, String group) {
    ObjectNode parameters =
        JsonNodeFactory.instance
            .objectNode()
            .put("RegionId", resource.region())
            .put("ResourceType", resource.type())
            .put("ResourceId", resource.id())
            .put("ResourceGroupId", group);
    return event("JoinResourceGroup", resource, parameters);
  }

  private static ObjectNode parameters(EmbeddedResource resource) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("RegionId", resource.region())
        .put("ResourceType", resource.type())
        .put("ResourceId.1", resource.id());
  }

  private ObjectNode event(String call, EmbeddedResource resource, ObjectNode parameters) {
    Instant now = Instant.now();
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    String request = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    String host = "ecs." + resource.region() + ".aliyuncs.com";
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", UUID.randomUUID().toString())
            .put("source", "acs.ecs")
            .put("specversion", "1.0")
            .put("type", "ecs:ActionTrail:ApiCall")
            .put("datacontenttype", "application/json;charset=utf-8")
            .put(
                "subject",
                String.join(
                    ":",
                    "acs:ecs",
                    resource.region(),
                    account,
                    resource.type() + "/" + resource.id()))
            .put("time", time)
            .put("aliyunaccountid", account)
            .put("aliyunoriginalaccountid", account)
            .put("aliyuneventbusname", "default")
            .put("aliyunregionid", resource.region())
            .put("aliyunpublishtime", now.truncatedTo(ChronoUnit.MILLIS).toString());
    ObjectNode data =
        event
            .putObject("data")
            .put("eventId", request)
            .put("eventVersion", 1)
            .put("eventCategory", "Management")
            .put("eventName", call)
            .put("eventType", "ApiCall")
            .put("eventRW", "Write")
            .put("eventSource", host)
            .put("eventTime", time)
            .put("acsRegion", resource.region())
            .put("apiVersion", "2014-05-26")
            .put("serviceName", "Ecs")
            .put("requestId", request)
            .put("isGlobal", false)
            .put("sourceIpAddress", "127.0.0.1")
            .put("userAgent", "tagjoin dev page");
    data.set("requestParameters", parameters);
    data.putObject("responseElements").put("RequestId", request);
    String type = resource.kind().auditType();
    data.putObject("referencedResources").putArray(type).add(resource.id());
    data.put("resourceType", type).put("resourceName", resource.id());
    data.putObject("userIdentity")
        .put("type", "ram-user")
        .put("principalId", "221144668800113355")
        .put("accountId", account)
        .put("userName", "dev");
    data.put("recipientAccountId", account);
    return event;
  }
}
