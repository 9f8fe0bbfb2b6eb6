package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.text.JsonNodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a resource, or its full state, from the JSON that {@code POST /explain} takes. Stateless.
 *
 * <p>{@code type}, {@code id} and {@code region} are needed and {@code account} may be left out;
 * {@code group}, {@code name}, {@code vpc}, {@code vswitch} and {@code tags} make it a state. A
 * {@code leader}, an object of the same shape, is the resource it follows; its {@code region} and
 * {@code account} are those of the resource. A member that is {@code null} counts as missing; an
 * unknown one is refused, since a misspelt {@code tags} would explain something else.
 */
public final class StateReader {
  private static final List<String> STATE = List.of("group", "name", "vpc", "vswitch", "tags");
  private static final List<String> MEMBERS =
      Stream.concat(Stream.of("type", "id", "region", "account"), STATE.stream()).toList();
  private static final String LEADER = "leader";

  private StateReader() {}

  /** Whether an object says more than which resource is meant, so that nothing has to be read. */
  public static boolean isState(JsonNode json) {
    return STATE.stream().anyMatch(json::hasNonNull);
  }

  /**
   * Which resource is meant.
   *
   * @throws StateException when the value is no object or a member is not as expected
   */
  public static ResourceRef readRef(JsonNode json) throws StateException {
    if (!json.isObject()) {
      throw new StateException(
          "", "a state must be an object with type, id and region, not " + kind(json));
    }
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      String name = member.getKey();
      if (!MEMBERS.contains(name) && !name.equals(LEADER)) {
        throw new StateException(
            pointer(name), new Diagnostics("").unknown("member", name, MEMBERS));
      }
    }
    String type = needed(json, "type");
    ResourceKind kind = ResourceKind.ofType(type).orElse(null);
    if (kind == null) {
      throw new StateException(
          "/type", new Diagnostics("").unknown("type", type, ResourceKind.TYPES));
    }
    String id = needed(json, "id");
    if (!ResourceRef.isId(id)) {
      throw new StateException(
          "/id", "an id has 1 to 128 characters without white space, unlike " + quote(id));
    }
    String region = needed(json, "region");
    if (!ResourceRef.isRegion(region)) {
      throw new StateException(
          "/region", quote(region) + " is not a region; use an id such as cn-hangzhou");
    }
    String account = optional(json, "account");
    if (account != null && !ResourceRef.isAccount(account)) {
      throw new StateException(
          "/account", quote(account) + " is not an account; use its id, up to 20 digits");
    }
    return new ResourceRef(kind, id, region, account);
  }

  /**
   * The full state; what is left out is missing, so that without {@code tags} there are none.
   *
   * @throws StateException when the value is no object or a member is not as expected
   */
  public static ResourceState read(JsonNode json) throws StateException {
    ResourceRef ref = readRef(json);
    Map<String, String> tags = new HashMap<>();
    JsonNode given = json.path("tags");
    if (!given.isObject() && !given.isMissingNode() && !given.isNull()) {
      throw new StateException("/tags", "tags must be an object of texts, not " + kind(given));
    }
    for (Map.Entry<String, JsonNode> tag : given.properties()) {
      JsonNode value = tag.getValue();
      if (!value.isTextual()) {
        throw new StateException(
            "/tags" + pointer(tag.getKey()), "the value of a tag must be text, not " + kind(value));
      }
      tags.put(tag.getKey(), value.textValue());
    }
    return new ResourceState(
        ref,
        optional(json, "group"),
        optional(json, "name"),
        optional(json, "vpc"),
        optional(json, "vswitch"),
        tags);
  }

  /**
   * The leader of a resource as its JSON gives it with {@code leader}: a full state, or only which
   * resource.
   *
   * @param ref the resource
   * @param book says what follows what
   * @return {@code null} when its kind follows nothing
   * @throws StateException when {@code leader} is not as expected, or there can be none
   */
  public static Leader readLeader(JsonNode json, ResourceRef ref, RuleBook book)
      throws StateException {
    JsonNode given = json.path(LEADER);
    boolean isGiven = !given.isMissingNode() && !given.isNull();
    ResourceKind kind = book.leaderOf(ref.kind()).orElse(null);
    if (kind == null) {
      if (isGiven) {
        throw new StateException(
            pointer(LEADER),
            "the rule book lets " + ref.kind() + " follow nothing; remove the leader");
      }
      return null;
    }
    if (!isGiven) {
      return Leader.unknown(
          kind, null, "not looked up, because the state was given; add its leader to the state");
    }
    if (!given.isObject()) {
      throw new StateException(
          pointer(LEADER), "leader must be an object with type and id, not " + kind(given));
    }
    try {
      ObjectNode whole = given.deepCopy();
      whole.put("region", ref.region()).put("account", ref.account());
      ResourceRef leader = readRef(whole);
      if (leader.kind() != kind) {
        throw new StateException(
            "/type", "the rule book lets " + ref.kind() + " follow " + kind + " only");
      }
      String why = "given with the state";
      if (!isState(whole)) {
        return Leader.unknown(kind, leader.id(), why + ", but not looked up");
      }
      ResourceState state = read(whole);
      return new Leader(kind, leader.id(), why, state, readLeader(whole, leader, book));
    } catch (StateException e) {
      throw new StateException(pointer(LEADER) + e.pointer(), e.getMessage());
    }
  }

  private static String needed(JsonNode json, String member) throws StateException {
    String text = optional(json, member);
    if (text == null) {
      throw new StateException(pointer(member), member + " is missing; add it");
    }
    return text;
  }

  private static String optional(JsonNode json, String member) throws StateException {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new StateException(pointer(member), member + " must be text, not " + kind(value));
    }
    return value.textValue();
  }

  private static String pointer(String member) {
    return JsonNodes.pointer("", member);
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> "the number " + value.asText() + " (quote it)";
      case BOOLEAN -> "the boolean " + value.asText() + " (quote it)";
      case NULL -> "nothing";
      default -> JsonNodes.kind(value);
    };
  }
}
