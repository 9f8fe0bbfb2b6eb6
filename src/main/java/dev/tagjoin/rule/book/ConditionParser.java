package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns {@code when} into a {@link Condition}. Not safe for use by several threads. */
final class ConditionParser {
  /** How deep conditions may be nested; {@code when} itself is the first level. */
  static final int MAX_DEPTH = 32;

  private static final List<String> KEYS =
      List.of(
          "tag.<key>",
          "name",
          "kind",
          "region",
          "account",
          "id",
          "group",
          "vpc",
          "vswitch",
          "all",
          "any",
          "not");

  private final NodeReader reader;
  private final TestParser tests;

  ConditionParser(NodeReader reader, Groups groups, GroupLint lint) {
    this.reader = reader;
    this.tests = new TestParser(reader, groups, lint);
  }

  /** The condition under {@code when}, which may be empty; {@code null} after an error. */
  Condition.When parse(Yaml.Node node) {
    return node instanceof Yaml.Mapping map && map.entries().isEmpty()
        ? Condition.When.ANYTHING
        : when(node, 1);
  }

  private Condition.When when(Yaml.Node node, int depth) {
    Yaml.Mapping map = reader.map(node, "conditions must be a map such as {tag.env: prod}");
    if (map == null) {
      return null;
    }
    if (depth > MAX_DEPTH) {
      reader.error(node, "conditions are nested deeper than %s levels", MAX_DEPTH);
      return null;
    }
    if (map.entries().isEmpty()) {
      reader.error(node, "the map of conditions is empty; add a condition");
      return null;
    }
    Map<String, Yaml.Entry> entries = reader.entries(map);
    List<Condition> conditions = new ArrayList<>(entries.size());
    boolean valid = entries.size() == map.entries().size();
    for (Yaml.Entry entry : entries.values()) {
      valid &= condition(entry, depth, conditions);
    }
    return valid ? new Condition.When(conditions) : null;
  }

  /** Adds the conditions of one entry; says whether it was valid. */
  private boolean condition(Yaml.Entry entry, int depth, List<Condition> conditions) {
    Yaml.Scalar key = (Yaml.Scalar) entry.key();
    Yaml.Node value = entry.value();
    switch (key.text()) {
      case "all" -> {
        List<Condition.When> parts = parts(key, value, depth);
        return parts != null && conditions.add(new Condition.When(List.copyOf(parts)));
      }
      case "any" -> {
        List<Condition.When> parts = parts(key, value, depth);
        return parts != null && conditions.add(new Condition.Any(parts));
      }
      case "not" -> {
        Condition.When part = when(value, depth + 1);
        return part != null && conditions.add(new Condition.Not(part));
      }
      default -> {
        Attribute attribute = Attribute.of(key.text());
        if (attribute == null) {
          reader.error(key, reader.unknownAttribute("key", key.text(), KEYS));
        } else if (attribute.key().length() > NodeReader.MAX_NAME) {
          reader.error(key, "the key of a tag is longer than %s characters", NodeReader.MAX_NAME);
        } else {
          return tests.parse(attribute, entry, conditions);
        }
        return false;
      }
    }
  }

  private List<Condition.When> parts(Yaml.Scalar key, Yaml.Node value, int depth) {
    if (!(value instanceof Yaml.Sequence list)) {
      reader.error(
          value,
          "%s must be a list of maps of conditions, not %s",
          key.text(),
          NodeReader.describe(value));
      return null;
    }
    if (list.items().isEmpty()) {
      reader.error(list, key.text() + " is empty; add a map of conditions");
      return null;
    }
    List<Condition.When> parts = new ArrayList<>(list.items().size());
    for (Yaml.Node item : list.items()) {
      Condition.When part = when(item, depth + 1);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.size() == list.items().size() ? parts : null;
  }
}
