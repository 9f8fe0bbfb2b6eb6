package dev.tagjoin.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.ValueTest;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the scopes and conditions of one rule of Automatic Resource Transfer. Not safe for use by
 * several threads.
 */
final class ConditionReader {
  private final JsonReader json = new JsonReader();

  /** Takes what was translated but should be looked at. */
  private final Consumer<String> notes;

  ConditionReader(Consumer<String> notes) {
    this.notes = notes;
  }

  /** The conditions of a rule's scopes. */
  List<Condition> scopes(JsonNode rule) throws UntranslatedException {
    List<Condition> conditions = new ArrayList<>();
    List<String> types = scope(rule, "resourcetypesscope");
    Set<String> kinds = kinds(types);
    if (!types.isEmpty() && kinds.isEmpty()) {
      throw new UntranslatedException(
          "no resource type of ECS that can be moved: " + String.join(", ", types));
    }
    add(conditions, "kind", kinds, true);
    add(conditions, "kind", kinds(scope(rule, "excluderesourcetypesscope")), false);
    addScope(conditions, "region", rule, "regionidsscope");
    addScope(conditions, "group", rule, "resourcegroupidsscope");
    addScope(conditions, "id", rule, "resourceidsscope");
    return conditions;
  }

  private static void addScope(
      List<Condition> conditions, String attribute, JsonNode rule, String scope)
      throws UntranslatedException {
    add(conditions, attribute, scope(rule, scope), true);
    add(conditions, attribute, scope(rule, "exclude" + scope), false);
  }

  private static void add(
      List<Condition> conditions, String attribute, Collection<String> values, boolean isWanted) {
    Set<String> set = new LinkedHashSet<>(values);
    if (!set.isEmpty()) {
      conditions.add(
          test(attribute, isWanted ? new ValueTest.OneOf(set) : new ValueTest.NoneOf(set)));
    }
  }

  private static Condition test(String attribute, ValueTest check) {
    return new Condition.Test(Attribute.of(attribute), check);
  }

  /** The values of a scope: a text with commas, or a list. */
  private static List<String> scope(JsonNode rule, String name) throws UntranslatedException {
    JsonNode value = TransferRules.member(rule, name);
    if (value == null) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (JsonNode part : value.isArray() ? value : List.of(value)) {
      if (!part.isTextual()) {
        throw new UntranslatedException(name + " is " + JsonNodes.kind(value) + ", not a text");
      }
      values.addAll(commas(part.textValue()));
    }
    return List.copyOf(values);
  }

  private static List<String> commas(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private Set<String> kinds(List<String> types) {
    Set<String> kinds = new LinkedHashSet<>();
    List<String> others = new ArrayList<>();
    for (String type : types) {
      String kind = kind(type);
      boolean unused = kind == null ? others.add(type) : kinds.add(kind);
    }
    if (!kinds.isEmpty() && !others.isEmpty()) {
      notes.accept("left out, because ECS cannot move them: " + String.join(", ", others));
    }
    return kinds;
  }

  /**
   * The kind of a type such as {@code ecs.instance}, or {@code null}. The vendor documents only a
   * few of these names, so the names of the audit log are known too: {@code ecs.networkinterface}.
   */
  static String kind(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    for (ResourceKind kind : ResourceKind.values()) {
      if (name.equals("ecs." + kind.type())
          || name.equals(
              kind.auditType().toLowerCase(Locale.ROOT).substring(5).replace("::", "."))) {
        return kind.type();
      }
    }
    return null;
  }

  /** The condition of one record; {@code null} has no condition. */
  List<Condition> condition(JsonNode text) throws UntranslatedException {
    if (text == null) {
      return List.of();
    }
    Condition condition = node(parsed(text));
    return condition instanceof Condition.When when ? when.entries() : List.of(condition);
  }

  private JsonNode parsed(JsonNode text) throws UntranslatedException {
    JsonNode node = json.object(text);
    if (node == null) {
      throw new UntranslatedException("the condition is not a JSON object");
    }
    return node;
  }

  private Condition node(JsonNode node) throws UntranslatedException {
    JsonNode children = node.get("children");
    String operator = JsonNodes.scalar(node, "operator");
    if (children == null) {
      return leaf(node, operator);
    }
    List<Condition.When> parts = new ArrayList<>();
    for (JsonNode child : children) {
      Condition part = node(child);
      parts.add(part instanceof Condition.When when ? when : new Condition.When(List.of(part)));
    }
    if (parts.isEmpty()) {
      throw new UntranslatedException("a condition without children");
    }
    if ("or".equalsIgnoreCase(operator)) {
      return parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
    }
    if (!"and".equalsIgnoreCase(operator)) {
      throw new UntranslatedException("unknown operator " + quote(operator) + " of children");
    }
    List<Condition> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.entries()));
    return new Condition.When(all);
  }

  private Condition leaf(JsonNode leaf, String operator) throws UntranslatedException {
    String path = JsonNodes.scalar(leaf, "featurePath");
    String source = JsonNodes.scalar(leaf, "featureSource");
    if (source != null && !source.equals("RESOURCE")) {
      throw new UntranslatedException("unknown featureSource " + quote(source));
    }
    JsonNode desired = leaf.get("desired");
    String attribute = attribute(path);
    if ("TagMatchAll".equals(operator) && "tags".equals(attribute)) {
      return tags(desired);
    }
    if (attribute == null || attribute.equals("tags")) {
      throw new UntranslatedException("unknown condition: " + operator + " of " + quote(path));
    }
    Set<String> values = new LinkedHashSet<>(values(desired, operator));
    if (values.isEmpty()) {
      throw new UntranslatedException("no value to compare " + quote(path) + " with");
    }
    return switch (operator == null ? "" : operator) {
      case "StringEquals", "StringEqualsAny" -> test(attribute, new ValueTest.OneOf(values));
      case "NotStringEqualsAll" -> {
        Condition noneOf = test(attribute, new ValueTest.NoneOf(values));
        // a type without a network has no VPC that could differ
        yield attribute.equals("name")
            ? noneOf
            : new Condition.When(List.of(noneOf, test(attribute, new ValueTest.Exists(true))));
      }
      case "StringMatch" -> test(attribute, matches(values));
      default -> throw new UntranslatedException("unknown operator " + quote(operator));
    };
  }

  /** The vendor documents neither spelling for networks, so only the last word counts. */
  private static String attribute(String path) {
    String last = path == null ? "" : path.substring(path.lastIndexOf('.') + 1);
    return switch (last.toLowerCase(Locale.ROOT)) {
      case "tags" -> "tags";
      case "resourcename", "name" -> "name";
      case "vpcid", "vpc" -> "vpc";
      case "vswitchid", "vswitch" -> "vswitch";
      default -> null;
    };
  }

  private Condition tags(JsonNode desired) throws UntranslatedException {
    JsonNode pairs = json.object(desired);
    if (pairs == null || pairs.isEmpty()) {
      throw new UntranslatedException("desired of TagMatchAll is not a JSON object of tags");
    }
    List<Condition> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
      if (!pair.getValue().isValueNode() || pair.getValue().isNull() || pair.getKey().isEmpty()) {
        throw new UntranslatedException(
            "tag " + quote(pair.getKey()) + " has no text as its value");
      }
      tests.add(test("tag." + pair.getKey(), new ValueTest.OneOf(pair.getValue().asText())));
    }
    return new Condition.When(tests);
  }

  /** How several values are written is not documented: a list, a list in a text, or commas. */
  private List<String> values(JsonNode desired, String operator) throws UntranslatedException {
    String text = JsonNodes.scalar(desired);
    JsonNode list = text != null && text.startsWith("[") ? json.readOrNull(text) : desired;
    if (list != null && list.isArray()) {
      List<String> values = new ArrayList<>();
      for (JsonNode value : list) {
        String each = JsonNodes.scalar(value);
        if (each == null) {
          throw new UntranslatedException("desired holds " + JsonNodes.kind(value));
        }
        values.add(each);
      }
      return List.copyOf(values);
    }
    if (text == null) {
      throw new UntranslatedException("desired is missing or no text");
    }
    if (operator != null && operator.contains("StringEquals") && text.indexOf(',') >= 0) {
      notes.accept("read as several values, because of the comma: " + quote(text));
      return commas(text);
    }
    return List.of(text);
  }

  private ValueTest matches(Set<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.indexOf('*') < 0 || pattern.matches(".*[\\^$|\\\\%].*|.*\\.\\*.*")) {
        notes.accept(
            "the vendor does not document patterns; here * and ? are the wildcards and the whole"
                + " text has to fit: check "
                + quote(pattern));
      }
    }
    return new ValueTest.Matches(patterns.stream().map(Glob::new).toList());
  }

  /** The id of the one group that a target condition names. */
  String target(JsonNode text) throws UntranslatedException {
    if (text == null) {
      throw new UntranslatedException("TargetResourceGroupCondition is missing");
    }
    JsonNode node = parsed(text);
    while (node.path("children").size() == 1) {
      node = node.get("children").get(0);
    }
    String path = JsonNodes.scalar(node, "featurePath");
    String id = JsonNodes.scalar(node, "desired");
    if (!"StringEquals".equals(JsonNodes.scalar(node, "operator"))
        || path == null
        || !path.toLowerCase(Locale.ROOT).endsWith("resourcegroupid")
        || id == null
        || !Groups.isId(id)) {
      throw new UntranslatedException("the target is not the id of one resource group");
    }
    return id;
  }

  private static String quote(String text) {
    return text == null ? "(missing)" : DisplayText.quote(text);
  }
}
