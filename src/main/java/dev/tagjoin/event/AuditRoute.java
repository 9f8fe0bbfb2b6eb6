package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Reads the record that ActionTrail makes of a call to ECS or to the Tag service.
 *
 * <p>Which members are present varies, so ids are looked for in this order: the call's parameters
 * (for a call that creates, its answer), {@code referencedResources}, {@code resourceType} with
 * {@code resourceName}. Source of the members: ActionTrail, structure of management events.
 */
final class AuditRoute implements Route {
  private static final String NO_REGION =
      "the event names no region (acsRegion, regionId, requestParameters.RegionId, aliyunregionid)";

  /** Begins the part of the user agent by which this function's own calls are known. */
  private static final String OWN_AGENT = "tagjoin/";

  private final JsonReader json;
  private final BooleanSupplier readsMoves;

  AuditRoute(JsonReader json, BooleanSupplier readsMoves) {
    this.json = json;
    this.readsMoves = readsMoves;
  }

  @Override
  public boolean read(Event event, Findings findings) throws TooLargeException {
    JsonNode name = event.data().get("eventName");
    if (name == null) {
      return false;
    }
    if (!name.isTextual()) {
      findings.ignored(
          event,
          null,
          event.dataAt() + "/eventName: " + JsonNodes.kind(name) + " found, a text expected");
      return true;
    }
    AuditCall call = AuditCall.named(name.textValue());
    if (call == null || (call == AuditCall.JOIN_RESOURCE_GROUP && !isLookedAt(event))) {
      findings.ignored(event, null, PrintableText.of(name.textValue()) + " is not a tag change");
      return true;
    }
    String service = service(event);
    boolean ofTagService = "tag".equals(service);
    if (!ofTagService && !"ecs".equals(service)) {
      findings.ignored(
          event,
          null,
          service == null
              ? "the event names no service (serviceName, source, type, eventSource)"
              : call + " of the service " + PrintableText.of(service) + " is not about ECS");
      return true;
    }
    String error = error(event.data().get("errorCode"));
    if (error != null) {
      findings.ignored(event, null, "the call " + call + " failed: " + PrintableText.of(error));
      return true;
    }
    Call parts = new Call(json, event);
    Instant time = call.removesTags() ? null : EventTime.of(event, event.data(), "eventTime");
    if (ofTagService) {
      readTagService(parts, time, findings);
    } else if (call.creates() == null) {
      String ownMove = call == AuditCall.JOIN_RESOURCE_GROUP ? ownMove(parts) : null;
      readTagCall(parts, ownMove == null ? time : null, ownMove, findings);
    } else {
      readCreation(call, parts, time, findings);
    }
    return true;
  }

  /** An event with the two copies of the call's parameters; the second is read when needed. */
  private static final class Call {
    private final JsonReader json;
    private final Event event;
    private final JsonNode parameters;
    private JsonNode parameterJson;
    private boolean isParameterJsonRead;

    Call(JsonReader json, Event event) {
      this.json = json;
      this.event = event;
      this.parameters = json.object(event.data().get("requestParameters"));
    }

    Event event() {
      return event;
    }

    private JsonNode parameterJson() {
      if (!isParameterJsonRead) {
        parameterJson = json.object(event.data().get("requestParameterJson"));
        isParameterJsonRead = true;
      }
      return parameterJson;
    }

    /** Asks both copies for a fact. */
    Fact ask(Fact fact, String name) {
      fact.from(parameters, event.dataAt() + "/requestParameters", name);
      return fact.isSettled()
          ? fact
          : fact.from(parameterJson(), event.dataAt() + "/requestParameterJson", name);
    }

    Fact region() {
      JsonNode data = event.data();
      Fact region =
          Fact.region()
              .from(data, event.dataAt(), "acsRegion")
              .from(data, event.dataAt(), "regionId");
      return (region.isSettled() ? region : ask(region, "RegionId"))
          .from(event.attributes(), event.at(), "aliyunregionid")
          .from(event.context().region(), "the default region")
          .orFault(NO_REGION);
    }

    Fact account() {
      JsonNode data = event.data();
      return Fact.account()
          .from(data, event.dataAt(), "recipientAccountId")
          .from(event.attributes(), event.at(), "aliyunoriginalaccountid")
          .from(data.get("userIdentity"), event.dataAt() + "/userIdentity", "accountId")
          .from(event.attributes(), event.at(), "aliyunaccountid")
          .from(event.context().account(), "the default account");
    }

    /** All values of a parameter, from the first copy that has any. */
    List<Parameters.Value> values(String name) throws TooLargeException {
      List<Parameters.Value> values =
          Parameters.all(json, parameters, event.dataAt() + "/requestParameters", name);
      return values.isEmpty()
          ? Parameters.all(json, parameterJson(), event.dataAt() + "/requestParameterJson", name)
          : values;
    }

    /** One parameter, from the first copy that has it, or {@code null}. */
    JsonNode value(String name) {
      JsonNode value = Parameters.get(parameters, name);
      return value == null ? Parameters.get(parameterJson(), name) : value;
    }
  }

  // ---- calls to ECS

  /**
   * The function's own moves are looked at whatever the rules are: a call that ECS carried out
   * after its sender had given it up is known by nothing else.
   */
  private boolean isLookedAt(Event join) {
    return isOwn(join) || readsMoves.getAsBoolean();
  }

  private static boolean isOwn(Event call) {
    String agent = JsonNodes.scalar(call.data(), "userAgent");
    return agent != null && (" " + agent).contains(" " + OWN_AGENT);
  }

  /** The group of a move that this function made itself, or {@code null} for anybody else's. */
  private static String ownMove(Call call) {
    JsonNode group = call.value("ResourceGroupId");
    return isOwn(call.event()) && group != null && group.isTextual() ? group.textValue() : null;
  }

  private void readTagCall(Call call, Instant time, String ownMove, Findings findings)
      throws TooLargeException {
    List<Named> named = namedByParameters(call);
    if (named.isEmpty()) {
      named = referenced(call.event(), type -> true);
    }
    if (named.isEmpty()) {
      findings.ignored(
          call.event(),
          null,
          "the event names no resource with its type (ResourceId and ResourceType in"
              + " requestParameters or requestParameterJson, referencedResources, resourceName)");
    }
    findings.resources(call.event(), named, call.region(), call.account(), time, ownMove);
  }

  private List<Named> namedByParameters(Call call) throws TooLargeException {
    JsonNode type = call.value("ResourceType");
    if (type == null) {
      return List.of();
    }
    List<Named> named = new ArrayList<>();
    for (Parameters.Value id : call.values("ResourceId")) {
      if (type.isTextual()) {
        named.add(named(type.textValue(), id.node(), id.at()));
      } else {
        named.add(
            Named.faulty(
                null,
                id.at(),
                "its ResourceType is " + JsonNodes.kind(type) + ", a text expected"));
      }
    }
    return named;
  }

  private void readCreation(AuditCall call, Call parts, Instant time, Findings findings)
      throws TooLargeException {
    Event event = parts.event();
    List<Named> named = new ArrayList<>(answered(call, event));
    boolean isAnswered = !named.isEmpty();
    if (!call.isCopy()) {
      named.addAll(referenced(event, type -> isCreated(call, type, isAnswered)));
    }
    if (named.isEmpty() && call.creates() == ResourceKind.KEY_PAIR) {
      // a key pair's id is the name that the caller gave it
      for (Parameters.Value name : parts.values("KeyPairName")) {
        named.add(named(call.creates().type(), name.node(), name.at()));
      }
    }
    if (named.isEmpty()) {
      findings.ignored(
          event,
          null,
          "the event does not say what was created (responseElements."
              + String.join(".", call.idPath())
              + (call.isCopy() ? ")" : ", referencedResources, resourceName)"));
    }
    Fact region = parts.region();
    if (call.isCopy()) {
      region = parts.ask(Fact.region(), "DestinationRegionId").from(region);
    }
    findings.resources(event, named, region, parts.account(), time);
  }

  /** Whether a call creates that type, and the answer did not tell its ids already. */
  private static boolean isCreated(AuditCall call, String type, boolean isAnswered) {
    if (!isAnswered && is(call.creates(), type)) {
      return true;
    }
    for (ResourceKind kind : call.alsoCreates()) {
      if (is(kind, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(ResourceKind kind, String type) {
    return kind.auditType().equals(type) || kind.type().equals(type);
  }

  /** The ids in the call's answer. */
  private List<Named> answered(AuditCall call, Event event) throws TooLargeException {
    JsonNode node = json.object(event.data().get("responseElements"));
    String at = event.dataAt() + "/responseElements";
    for (String member : call.idPath()) {
      if (node != null && node.isObject()) {
        node = node.get(member);
        at = at + "/" + member;
      }
    }
    if (JsonNodes.isAbsent(node)) {
      return List.of();
    }
    List<Named> named = new ArrayList<>();
    String type = call.creates().type();
    addAll(type, node, at, named);
    return named;
  }

  // ---- calls to the Tag service

  private void readTagService(Call call, Instant time, Findings findings) throws TooLargeException {
    Event event = call.event();
    Fact region = call.region();
    Fact account = call.account();
    List<Named> named = new ArrayList<>();
    List<Parameters.Value> arns = call.values("ResourceARN");
    for (Parameters.Value value : arns) {
      Arn arn = value.node().isTextual() ? Arn.parse(value.node().textValue()) : null;
      if (arn == null) {
        named.add(
            Named.faulty(
                null,
                value.at(),
                (value.node().isTextual()
                        ? "\"" + PrintableText.of(value.node().textValue()) + "\""
                        : JsonNodes.kind(value.node()))
                    + " found, arn:acs:<product>:<region>:<account>:<type>/<id> expected"));
      } else {
        named.add(
            new Named(
                arn.type(),
                arn.id(),
                Fact.region().from(arn.region(), value.at()).from(region),
                Fact.account().from(arn.account(), value.at()).from(account),
                value.at(),
                arn.isEcs() ? null : "product " + PrintableText.of(arn.product()) + " is not ECS"));
      }
    }
    if (arns.isEmpty()) {
      named.addAll(referenced(event, type -> true));
      if (named.isEmpty()) {
        findings.ignored(
            event,
            null,
            "the event names no resource (ResourceARN in requestParameters or"
                + " requestParameterJson, referencedResources, resourceName)");
      }
    }
    findings.resources(event, named, region, account, time);
  }

  // ---- what every audit event may have

  /** Resources of the types asked for, from the first of the two places that names any. */
  private static List<Named> referenced(Event event, Predicate<String> isWanted)
      throws TooLargeException {
    List<Named> named = new ArrayList<>();
    JsonNode map = event.data().get("referencedResources");
    if (map != null && map.isObject()) {
      String mapAt = event.dataAt() + "/referencedResources";
      for (Map.Entry<String, JsonNode> entry : map.properties()) {
        if (isWanted.test(entry.getKey())) {
          addAll(entry.getKey(), entry.getValue(), JsonNodes.pointer(mapAt, entry.getKey()), named);
        }
      }
    }
    return named.isEmpty() ? namedInTexts(event, isWanted) : named;
  }

  private static void addAll(String type, JsonNode ids, String at, List<Named> named)
      throws TooLargeException {
    if (ids.isArray()) {
      for (int i = 0; i < ids.size(); i++) {
        Findings.add(named(type, ids.get(i), at + "/" + i), named);
      }
    } else if (!JsonNodes.isAbsent(ids)) {
      Findings.add(named(type, ids, at), named);
    }
  }

  /** {@code resourceType} "A;B" goes with {@code resourceName} "a1,a2;b1". */
  private static List<Named> namedInTexts(Event event, Predicate<String> isWanted)
      throws TooLargeException {
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
          Named.faulty(
              null, at, ids.length + " lists of ids found, resourceType has " + type.length));
    }
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < type.length; i++) {
      String ofType = type[i].strip();
      if (isWanted.test(ofType)) {
        for (String id : ids[i].split(",", -1)) {
          if (!id.isBlank()) {
            Findings.add(Named.of(ofType, id.strip(), at), named);
          }
        }
      }
    }
    return named;
  }

  private static Named named(String type, JsonNode id, String at) {
    return id.isTextual()
        ? Named.of(type, id.textValue(), at)
        : Named.faulty(type, at, JsonNodes.kind(id) + " found, an id as a text expected");
  }

  /** Which service was called, in lower case, or {@code null} when nothing says so. */
  private static String service(Event event) {
    String service = JsonNodes.scalar(event.data(), "serviceName");
    if (service == null) {
      service = event.product();
    }
    if (service == null) {
      // the host that took the call, for example ecs-cn-hangzhou-share.aliyuncs.com
      String host = JsonNodes.scalar(event.data(), "eventSource");
      int end = 0;
      while (host != null && end < host.length() && Character.isLetter(host.charAt(end))) {
        end++;
      }
      service = end == 0 ? null : host.substring(0, end);
    }
    return service == null ? null : service.toLowerCase(Locale.ROOT);
  }

  /** The code of a failed call, or {@code null}: only failed calls have one. */
  private static String error(JsonNode code) {
    if (JsonNodes.isAbsent(code)) {
      return null;
    }
    String text = JsonNodes.scalar(code);
    return text == null ? JsonNodes.kind(code) : text;
  }
}
