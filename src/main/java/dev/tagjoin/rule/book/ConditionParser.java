package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

  private final Diagnostics diagnostics;
  private final NodeReader reader;
  private final TestParser tests;

  ConditionParser(Diagnostics diagnostics, NodeReader reader, Groups groups) {
    this.diagnostics = diagnostics;
    this.reader = reader;
    this.tests = new TestParser(diagnostics, reader, groups);
  }

  /** The groups that conditions name. */
  Set<GroupRef> usedGroups() {
    return tests.usedGroups();
  }

  /** The patterns that conditions hold against groups. */
  List<Glob> groupGlobs() {
    return tests.groupGlobs();
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
      diagnostics.error(node, "conditions are nested deeper than " + MAX_DEPTH + " levels");
      return null;
    }
    if (map.entries().isEmpty()) {
      diagnostics.error(node, "{}", "the map of conditions is empty; add a condition");
      return null;
    }
    Map<String, Yaml.Entry> entries = reader.entries(map);
    List<Condition> conditions = new ArrayList<>(entries.size());
    boolean valid = entries.size() == map.entries().size();
    for (Yaml.Entry entry : entries.values()) {
      valid &= condition((Yaml.Scalar) entry.key(), entry.value(), depth, conditions);
    }
    return valid ? new Condition.When(conditions) : null;
  }

  /** Adds the conditions of one entry; says whether it was valid. */
  private boolean condition(
      Yaml.Scalar key, Yaml.Node value, int depth, List<Condition> conditions) {
    switch (key.text()) {
      case "all" -> {
        List<Condition.When> parts = parts(key, value, depth);
        return parts != null && conditions.add(new Condition.All(parts));
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
          diagnostics.error(key, unknownAttribute("key", key.text(), KEYS, reader));
          return false;
        }
        if (attribute.key().length() > NodeReader.MAX_NAME) {
          diagnostics.error(
              key, "the key of a tag is longer than " + NodeReader.MAX_NAME + " characters");
          return false;
        }
        return tests.parse(attribute, value, conditions);
      }
    }
  }

  private List<Condition.When> parts(Yaml.Scalar key, Yaml.Node value, int depth) {
    if (!(value instanceof Yaml.Sequence list)) {
      diagnostics.error(
          value,
          key.text() + " must be a list of maps of conditions, not " + NodeReader.describe(value));
      return null;
    }
    if (list.items().isEmpty()) {
      diagnostics.error(list, "[]", key.text() + " is empty; add a map of conditions");
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

  /** The message about a word that names no attribute, but may have been meant for a tag. */
  static String unknownAttribute(String what, String word, List<String> known, NodeReader reader) {
    String lower = word.toLowerCase(Locale.ROOT);
    int prefix = lower.startsWith("tags") ? 4 : lower.startsWith("tag") ? 3 : 0;
    String unknown = "unknown " + what + " " + DisplayText.quote(word);
    if (prefix > 0 && word.length() <= prefix + 1) {
      return unknown + "; add the key of the tag, as in \"tag.env\"";
    }
    if (prefix > 0 && !Character.isLetterOrDigit(word.charAt(prefix))) {
      return unknown
          + "; did you mean "
          + DisplayText.quote("tag." + word.substring(prefix + 1))
          + "?";
    }
    return reader.unknown(what, word, known);
  }
}
