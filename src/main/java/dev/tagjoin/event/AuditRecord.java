package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The record that ActionTrail made of one call, with its facts in all the places where they may
 * stand. For one thread.
 *
 * <p>Which members are present varies. The parameters have two copies; the second, in a text, is
 * read when the first lacks something. Source of the members: ActionTrail, structure of management
 * events.
 */
final class AuditRecord {
  private static final String NO_REGION =
      "the event names no region (acsRegion, regionId, requestParameters.RegionId, aliyunregionid)";

  private static final String ECS_TYPE = "ACS::ECS::";
  private static final Set<String> CARRIERS = Set.of("actiontrail", "eventbridge");

  private final JsonReader json;
  private final Event event;
  private final JsonNode parameters;
  private JsonNode parameterJson;
  private boolean isParameterJsonRead;

  AuditRecord(JsonReader json, Event event) {
    this.json = json;
    this.event = event;
    this.parameters = json.object(event.data().get("requestParameters"));
  }

  Event event() {
    return event;
  }

  /**
   * The service that was called in lower case, or {@code null} when nothing says so. Services that
   * only pass records on are not meant.
   */
  String service() {
    JsonNode data = event.data();
    String named = JsonNodes.scalar(data, "serviceName");
    String[] candidates = {
      named == null ? null : named.strip().toLowerCase(Locale.ROOT),
      event.sourceProduct(),
      event.typeProduct(),
      ofHost(JsonNodes.scalar(data, "eventSource")),
      ofType(JsonNodes.scalar(data, "resourceType"))
    };
    // no stream: the first event would load its classes
    for (String service : candidates) {
      if (service != null && !CARRIERS.contains(service)) {
        return service;
      }
    }
    return ofReferences(json.object(data.get("referencedResources")));
  }

  /** {@code ecs} for the host {@code ecs-cn-hangzhou-share.aliyuncs.com}. */
  private static String ofHost(String host) {
    String name = host == null ? "" : host.substring(host.lastIndexOf('/') + 1);
    int end = 0;
    while (end < name.length() && Character.isLetter(name.charAt(end))) {
      end++;
    }
    return end == 0 ? null : name.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static String ofReferences(JsonNode references) {
    String service = null;
    if (references != null) {
      for (Map.Entry<String, JsonNode> entry : references.properties()) {
        service = service == null ? ofType(entry.getKey()) : service;
      }
    }
    return service;
  }

  private static String ofType(String type) {
    return type != null && type.regionMatches(true, 0, ECS_TYPE, 0, ECS_TYPE.length())
        ? "ecs"
        : null;
  }

  /** The code of a failed call, or {@code null}: only failed calls have one. */
  String error() {
    JsonNode code = event.data().get("errorCode");
    if (JsonNodes.isAbsent(code)) {
      return null;
    }
    String text = JsonNodes.scalar(code);
    return text == null ? JsonNodes.kind(code) : text;
  }

  Claim region() {
    Claim region = Claim.region().in(event.data(), event.dataAt(), "acsRegion", "regionId");
    return (region.isSettled() ? region : ask(region, "RegionId"))
        .inEnvelope(event)
        .orError(NO_REGION);
  }

  Claim account() {
    JsonNode data = event.data();
    return Claim.account()
        .in(data, event.dataAt(), "recipientAccountId")
        .in(event.attributes(), event.at(), "aliyunoriginalaccountid")
        .in(data.get("userIdentity"), event.dataAt() + "/userIdentity", "accountId")
        .inEnvelope(event);
  }

  /** Asks both copies of the parameters for a claim. */
  Claim ask(Claim claim, String name) {
    claim.in(parameters, event.dataAt() + "/requestParameters", name);
    return claim.isSettled()
        ? claim
        : claim.in(parameterJson(), event.dataAt() + "/requestParameterJson", name);
  }

  /** One parameter, from the first copy that has it, or {@code null}. */
  JsonNode parameter(String name) {
    JsonNode value = Parameters.get(parameters, name);
    return value == null ? Parameters.get(parameterJson(), name) : value;
  }

  /** All values of a parameter, from the first copy that has any. */
  List<Parameters.Value> parameters(String name) throws TooLargeException {
    List<Parameters.Value> values =
        Parameters.all(json, parameters, event.dataAt() + "/requestParameters", name);
    return values.isEmpty()
        ? Parameters.all(json, parameterJson(), event.dataAt() + "/requestParameterJson", name)
        : values;
  }

  private JsonNode parameterJson() {
    if (!isParameterJsonRead) {
      parameterJson = json.object(event.data().get("requestParameterJson"));
      isParameterJsonRead = true;
    }
    return parameterJson;
  }

  /** The resources that the answer of a creating call names. */
  List<Named> answered(AuditCall call) throws TooLargeException {
    List<Named> named = new ArrayList<>();
    JsonNode answer = json.object(event.data().get("responseElements"));
    if (answer != null && call.creates() != null) {
      descend(call, 0, answer, event.dataAt() + "/responseElements", named);
    }
    return named;
  }

  /** Follows the path to the ids; a level that an answer leaves out is skipped. */
  private void descend(AuditCall call, int depth, JsonNode value, String at, List<Named> named)
      throws TooLargeException {
    JsonNode node = Objects.requireNonNullElse(json.object(value), value);
    if (node.isArray() && depth < call.idPath().size()) {
      for (int i = 0; i < node.size(); i++) {
        descend(call, depth, node.get(i), at + "/" + i, named);
      }
    } else if (node.isObject() && depth < call.idPath().size()) {
      String member = call.idPath().get(depth);
      JsonNode inner = Parameters.get(node, member);
      if (inner == null) {
        descend(call, depth + 1, node, at, named);
      } else {
        descend(call, depth + 1, inner, at + "/" + member, named);
      }
    } else if (!node.isObject()) {
      Named.addAll(json, call.creates(), node, at, named);
    }
  }

  /**
   * The resources to which the record refers, from the first of three places that names any.
   *
   * @param wanted tells of which types
   */
  List<Named> referenced(Predicate<String> wanted) throws TooLargeException {
    List<Named> named = new ArrayList<>();
    JsonNode map = json.object(event.data().get("referencedResources"));
    if (map != null) {
      String mapAt = event.dataAt() + "/referencedResources";
      for (Map.Entry<String, JsonNode> entry : map.properties()) {
        if (wanted.test(entry.getKey())) {
          Named.addAll(
              json,
              entry.getKey(),
              entry.getValue(),
              JsonNodes.pointer(mapAt, entry.getKey()),
              named);
        }
      }
    }
    if (named.isEmpty()) {
      named = namedInTexts(wanted);
    }
    Arn subject = named.isEmpty() ? Arn.parse(event.subject()) : null;
    return subject != null && wanted.test(subject.type())
        ? List.of(Named.of(null, event.subject(), event.at() + "/subject"))
        : named;
  }

  /** {@code resourceType} "A;B" goes with {@code resourceName} "a1,a2;b1". */
  private List<Named> namedInTexts(Predicate<String> wanted) throws TooLargeException {
    String types = JsonNodes.scalar(event.data(), "resourceType");
    String names = JsonNodes.scalar(event.data(), "resourceName");
    if (types == null || names == null) {
      return List.of();
    }
    String at = event.dataAt() + "/resourceName";
    String[] type = types.split(";", -1);
    String[] ids = names.split(";", -1);
    if (type.length != ids.length) {
      return List.of(
          Named.unusable(
              null, at, ids.length + " lists of ids found, resourceType has " + type.length));
    }
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < type.length; i++) {
      String ofType = type[i].strip();
      if (wanted.test(ofType)) {
        for (String id : ids[i].split(",", -1)) {
          if (!id.isBlank()) {
            Findings.add(Named.of(ofType, id.strip(), at), named);
          }
        }
      }
    }
    return named;
  }
}
