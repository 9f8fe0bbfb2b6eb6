package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads API parameters as audit events spell them. No page of the vendor says whether a repeated
 * parameter is kept flat ({@code "ResourceId.1": "i-1"}) or as a list ({@code "ResourceId":
 * ["i-1"]}), so both are taken, in any case, and a list within a text as well.
 */
final class Parameters {
  private static final int MAX_DIGITS = 9;

  private Parameters() {}

  /**
   * A value of a parameter with its place.
   *
   * @param number the number after the name in the flat spelling; 0 in the others
   */
  record Value(JsonNode node, String at, int number) {}

  /**
   * The member with that name, whatever its case, or {@code null} when it is absent or empty;
   * {@code parameters} may be {@code null}.
   */
  static JsonNode get(JsonNode parameters, String name) {
    String member = parameters == null ? null : name(parameters, name);
    return member == null ? null : parameters.get(member);
  }

  /** How an object spells the name of a member that is not empty, or {@code null}. */
  static String name(JsonNode object, String name) {
    if (!JsonNodes.isAbsent(object.get(name))) {
      return name;
    }
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name) && !JsonNodes.isAbsent(member.getValue())) {
        return member.getKey();
      }
    }
    return null;
  }

  /**
   * All values of a repeated or single parameter: lists first, then flat ones by number; none when
   * {@code parameters} is {@code null}.
   */
  static List<Value> all(JsonReader json, JsonNode parameters, String at, String name)
      throws TooLargeException {
    if (parameters == null) {
      return List.of();
    }
    List<Value> values = new ArrayList<>();
    List<Value> flat = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : parameters.properties()) {
      String key = member.getKey();
      if (!key.regionMatches(true, 0, name, 0, name.length())) {
        continue;
      }
      if (key.length() == name.length() || key.equalsIgnoreCase(name + "s")) {
        addList(json, member.getValue(), JsonNodes.pointer(at, key), values);
      } else {
        int number = number(key, name.length());
        if (number >= 0) {
          Findings.add(new Value(member.getValue(), JsonNodes.pointer(at, key), number), flat);
        }
      }
    }
    flat.sort(Comparator.comparingInt(Value::number));
    values.addAll(flat);
    return values;
  }

  /** Adds one value, or those of a list: as an array, as that in a text, or between commas. */
  static void addList(JsonReader json, JsonNode node, String at, List<Value> values)
      throws TooLargeException {
    JsonNode list = node;
    if (node.isTextual() && node.textValue().startsWith("[")) {
      JsonNode inner = json.readOrNull(node.textValue());
      list = inner == null ? node : inner;
    }
    if (list.isArray()) {
      for (int i = 0; i < list.size(); i++) {
        Findings.add(new Value(list.get(i), at + "/" + i, 0), values);
      }
    } else if (list.isTextual() && list.textValue().indexOf(',') > 0) {
      // no id has a comma
      for (String value : list.textValue().split(",", -1)) {
        Findings.add(new Value(TextNode.valueOf(value.strip()), at, 0), values);
      }
    } else if (!JsonNodes.isAbsent(list)) {
      Findings.add(new Value(list, at, 0), values);
    }
  }

  /**
   * The number in {@code Name.12}, {@code Name[12]} or {@code Name12}, or -1 when the rest of the
   * name is something else.
   */
  private static int number(String key, int nameLength) {
    String rest = key.substring(nameLength);
    if (rest.startsWith("[") && rest.endsWith("]")) {
      rest = rest.substring(1, rest.length() - 1);
    } else if (rest.startsWith(".")) {
      rest = rest.substring(1);
    }
    return rest.isEmpty() || rest.length() > MAX_DIGITS || EventTime.digits(rest, 0) < rest.length()
        ? -1
        : Integer.parseInt(rest);
  }
}
