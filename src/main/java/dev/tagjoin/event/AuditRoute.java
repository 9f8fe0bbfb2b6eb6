package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Reads the record that ActionTrail makes of a call to ECS or to the Tag service. Thread-safe.
 *
 * <p>Ids are looked for in this order: the call's parameters (for a call that creates, its answer),
 * {@code referencedResources}, {@code resourceType} with {@code resourceName}.
 */
final class AuditRoute implements Route {
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
    String reason =
        name.isTextual()
            ? read(name.textValue(), event, findings)
            : event.dataAt() + "/eventName: must be a text, not " + JsonNodes.kind(name);
    if (reason != null) {
      findings.ignored(event, null, reason);
    }
    return true;
  }

  /** Notes the findings; gives why the event is ignored as a whole, or {@code null}. */
  private String read(String name, Event event, Findings findings) throws TooLargeException {
    AuditCall call = AuditCall.named(name);
    if (call == null || (call == AuditCall.JOIN_RESOURCE_GROUP && !isLookedAt(event))) {
      return PrintableText.of(name) + " is not a tag change";
    }
    AuditRecord audit = new AuditRecord(json, event);
    String service = audit.service();
    boolean isTagService = "tag".equals(service);
    if (service == null) {
      return "the event names no service (serviceName, source, type, eventSource)";
    }
    if (!isTagService && !"ecs".equals(service)) {
      return call + " of the service " + PrintableText.of(service) + " is not about ECS";
    }
    String error = audit.error();
    if (error != null) {
      return "the call " + call + " failed: " + PrintableText.of(error);
    }
    Instant time = call.removesTags() ? null : EventTime.of(event, event.data(), "eventTime");
    if (isTagService) {
      return readTagService(audit, time, findings);
    }
    return call.isCreation()
        ? readCreation(call, audit, time, findings)
        : readTagCall(call, audit, time, findings);
  }

  // ---- calls to ECS

  /**
   * The function's own moves are looked at whatever the rules are: a move that ECS carried out
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
  private static String ownMove(AuditCall call, AuditRecord audit) {
    if (call != AuditCall.JOIN_RESOURCE_GROUP || !isOwn(audit.event())) {
      return null;
    }
    JsonNode group = audit.parameter("ResourceGroupId");
    return group != null && group.isTextual() ? group.textValue() : null;
  }

  private static String readTagCall(
      AuditCall call, AuditRecord audit, Instant time, Findings findings) throws TooLargeException {
    List<Named> named = namedByParameters(audit);
    if (named.isEmpty()) {
      named = audit.referenced(type -> true);
    }
    if (named.isEmpty()) {
      return "the event names no resource with its type (ResourceId and ResourceType in"
          + " requestParameters or requestParameterJson, referencedResources, resourceName)";
    }
    String ownMove = ownMove(call, audit);
    findings.resources(
        audit.event(),
        named,
        audit.region(),
        audit.account(),
        ownMove == null ? time : null,
        ownMove);
    return null;
  }

  private static List<Named> namedByParameters(AuditRecord audit) throws TooLargeException {
    JsonNode type = audit.parameter("ResourceType");
    if (type == null) {
      return List.of();
    }
    List<Named> named = new ArrayList<>();
    for (Parameters.Value id : audit.parameters("ResourceId")) {
      named.add(
          type.isTextual()
              ? Named.of(type.textValue(), id.node(), id.at())
              : Named.unusable(
                  null, id.at(), "its ResourceType must be a text, not " + JsonNodes.kind(type)));
    }
    return named;
  }

  private static String readCreation(
      AuditCall call, AuditRecord audit, Instant time, Findings findings) throws TooLargeException {
    if (call == AuditCall.RUN_COMMAND && !isTrue(audit.parameter("KeepCommand"))) {
      return "RunCommand without KeepCommand leaves no command behind";
    }
    List<Named> named = audit.answered(call);
    if (!call.isCopy()) {
      boolean isAnswered = !named.isEmpty();
      named.addAll(audit.referenced(type -> call.mayCreate(type, isAnswered)));
    }
    if (named.isEmpty() && "keypair".equals(call.creates())) {
      // the id of a key pair is the name that the caller gave it
      for (Parameters.Value name : audit.parameters("KeyPairName")) {
        named.add(Named.of(call.creates(), name.node(), name.at()));
      }
    }
    if (named.isEmpty() && call.creates() == null) {
      named = audit.referenced(type -> true);
    }
    if (named.isEmpty()) {
      return "the event does not say what was created ("
          + (call.creates() == null
              ? ""
              : "responseElements." + String.join(".", call.idPath()) + (call.isCopy() ? "" : ", "))
          + (call.isCopy() ? ")" : "referencedResources, resourceName)");
    }
    Claim region = audit.region();
    if (call.isCopy()) {
      region = audit.ask(Claim.region(), "DestinationRegionId").or(region);
    }
    findings.resources(audit.event(), named, region, audit.account(), time, null);
    return null;
  }

  private static boolean isTrue(JsonNode parameter) {
    return parameter != null && parameter.asText().equalsIgnoreCase("true");
  }

  // ---- calls to the Tag service

  private static String readTagService(AuditRecord audit, Instant time, Findings findings)
      throws TooLargeException {
    Claim region = audit.region();
    Claim account = audit.account();
    List<Named> named = new ArrayList<>();
    for (Parameters.Value value : audit.parameters("ResourceARN")) {
      named.add(Arn.named(value, region, account));
    }
    if (named.isEmpty()) {
      named = audit.referenced(type -> true);
    }
    if (named.isEmpty()) {
      return "the event names no resource (ResourceARN in requestParameters or"
          + " requestParameterJson, referencedResources, resourceName)";
    }
    findings.resources(audit.event(), named, region, account, time, null);
    return null;
  }
}
