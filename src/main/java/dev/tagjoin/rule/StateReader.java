package dev.tagjoin.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads a resource, or its full state, from JSON of the shape that {@code POST /explain} takes.
 *
 * <p>{@code type}, {@code id} and {@code region} are needed and {@code account} may be left out;
 * {@code group}, {@code name}, {@code vpc}, {@code vswitch} and {@code tags} make it a state. A
 * member that is {@code null} is as good as missing; an unknown one is refused, since a misspelt
 * {@code tags} would explain something else.
 */
public final class StateReader {
  private static final List<String> STATE = List.of("group", "name", "vpc", "vswitch", "tags");
  private static final List<String> MEMBERS =
      List.of("type", "id", "region", "account", "group", "name", "vpc", "vswitch", "tags");
  private static final List<String> TYPES =
      Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();

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
          "", "an object with type, id and region expected, not " + kind(json));
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!MEMBERS.contains(name)) {
        String suggestion = new Faults("").suggestion(name, MEMBERS);
        throw new StateException(
            pointer(name), Fields.unknown("member", name, suggestion, MEMBERS));
      }
    }
    String type = needed(json, "type");
    ResourceKind kind = ResourceKind.ofType(type).orElse(null);
    if (kind == null) {
      String suggestion = new Faults("").suggestion(type, TYPES);
      throw new StateException("/type", Fields.unknown("type", type, suggestion, TYPES));
    }
    String id = needed(json, "id");
    if (!ResourceRef.isId(id)) {
      throw new StateException(
          "/id", "1 to 128 characters without white space expected, not " + Texts.quote(id));
    }
    String region = needed(json, "region");
    if (!ResourceRef.isRegion(region)) {
      throw new StateException(
          "/region", "the id of a region such as cn-hangzhou expected, not " + Texts.quote(region));
    }
    String account = optional(json, "account");
    if (account != null && !ResourceRef.isAccount(account)) {
      throw new StateException(
          "/account",
          "the id of an account, up to 20 digits, expected, not " + Texts.quote(account));
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
      throw new StateException("/tags", "an object of texts expected, not " + kind(given));
    }
    for (Map.Entry<String, JsonNode> tag : given.properties()) {
      if (!tag.getValue().isTextual()) {
        throw new StateException(
            "/tags" + pointer(tag.getKey()), "a text expected, not " + kind(tag.getValue()));
      }
      tags.put(tag.getKey(), tag.getValue().textValue());
    }
    return new ResourceState(
        ref,
        optional(json, "group"),
        optional(json, "name"),
        optional(json, "vpc"),
        optional(json, "vswitch"),
        tags);
  }

  private static String needed(JsonNode json, String member) throws StateException {
    String text = optional(json, member);
    if (text == null) {
      throw new StateException(pointer(member), member + " is missing");
    }
    return text;
  }

  private static String optional(JsonNode json, String member) throws StateException {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new StateException(pointer(member), "a text expected, not " + kind(value));
    }
    return value.textValue();
  }

  private static String pointer(String member) {
    return "/" + member.replace("~", "~0").replace("/", "~1");
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a text";
      case NUMBER -> "the number " + value.asText() + " (quote it)";
      case BOOLEAN -> "the boolean " + value.asText() + " (quote it)";
      case NULL, MISSING -> "nothing";
    };
  }
}
