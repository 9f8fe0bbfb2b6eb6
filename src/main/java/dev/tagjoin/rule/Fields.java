package dev.tagjoin.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes keys and texts out of nodes and reports what is not as expected. */
final class Fields {
  /** The longest name of a rule or group and the longest key of a tag, in characters. */
  static final int MAX_NAME = 128;

  /** Words that other tools use for what has another name here, in lower case. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("type", "kind"),
          Map.entry("resourcetype", "kind"),
          Map.entry("regionid", "region"),
          Map.entry("accountid", "account"),
          Map.entry("resourceid", "id"),
          Map.entry("resourcegroup", "group"),
          Map.entry("resourcegroupid", "group"),
          Map.entry("vpcid", "vpc"),
          Map.entry("vswitchid", "vswitch"),
          Map.entry("and", "all"),
          Map.entry("or", "any"),
          Map.entry("eq", "equals"),
          Map.entry("glob", "matches"),
          Map.entry("like", "matches"),
          Map.entry("nin", "notIn"),
          Map.entry("not_in", "notIn"));

  private final Faults faults;

  Fields(Faults faults) {
    this.faults = faults;
  }

  /**
   * The entries of a map by their keys; a key that is no text, or stands there twice, is a fault
   * and left out.
   */
  Map<String, Yaml.Entry> entries(Yaml.Mapping map) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(map.entries().size() * 2);
    for (Yaml.Entry entry : map.entries()) {
      String key = text(entry.key(), "a key");
      if (key == null) {
        continue;
      }
      Yaml.Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        faults.fault(
            entry.key(),
            key,
            "duplicate key " + Texts.quote(key) + "; the first is in line " + first.key().line());
      }
    }
    return entries;
  }

  /** The entries of a map that has a fixed set of keys; an unknown one is a fault and left out. */
  Map<String, Yaml.Entry> entries(Yaml.Mapping map, List<String> known) {
    Map<String, Yaml.Entry> entries = entries(map);
    entries
        .values()
        .removeIf(
            entry -> {
              Yaml.Scalar key = (Yaml.Scalar) entry.key();
              if (known.contains(key.text())) {
                return false;
              }
              faults.fault(key, unknown("key", key.text(), suggestion(key.text(), known), known));
              return true;
            });
    return entries;
  }

  /** {@code unknown key "mathces"; did you mean "matches"? Expected one of ...}. */
  static String unknown(String what, String word, String suggestion, List<String> known) {
    return "unknown "
        + what
        + " "
        + Texts.quote(word)
        + suggestion
        + (suggestion.endsWith("?") ? " Expected one of " : "; expected one of ")
        + String.join(", ", known);
  }

  /** The known word that was probably meant, as part of a message; may be empty. */
  String suggestion(String word, List<String> known) {
    String synonym = SYNONYMS.get(word.toLowerCase(Locale.ROOT));
    return synonym != null && known.contains(synonym)
        ? "; did you mean " + Texts.quote(synonym) + "?"
        : faults.suggestion(word, known);
  }

  /**
   * The text of a scalar; anything else is a fault and {@code null}.
   *
   * @param what what is expected, with its article
   */
  String text(Yaml.Node node, String what) {
    if (node instanceof Yaml.Scalar scalar) {
      if (!scalar.isNull()) {
        return scalar.text();
      }
      faults.fault(
          scalar,
          scalar.text().isEmpty()
              ? what + " is missing"
              : scalar.text() + " is nothing in YAML; " + what + ", between quotes, expected");
      return null;
    }
    faults.fault(node, "", what + " expected, not " + kind(node));
    return null;
  }

  /** The text of a scalar that names a rule or a group. */
  String name(Yaml.Node node, String what) {
    String name = text(node, what);
    if (name != null && (name.isEmpty() || name.length() > MAX_NAME || !Texts.isVisible(name))) {
      faults.fault(
          node,
          name,
          what + ": 1 to " + MAX_NAME + " visible characters expected, not " + Texts.quote(name));
    }
    return name;
  }

  /** What a node is, with its article. */
  static String kind(Yaml.Node node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.isNull() ? "nothing" : Texts.quote(scalar.text());
    }
    return node instanceof Yaml.Sequence ? "a list" : "a map";
  }

  /** The text of a scalar for {@link Fault#text}, empty for anything else. */
  static String offending(Yaml.Node node) {
    return node instanceof Yaml.Scalar scalar ? scalar.text() : "";
  }
}
