package dev.tagjoin.rule.book;

import dev.tagjoin.rule.DisplayText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes maps and texts out of YAML nodes and reports what does not fit. Not safe for use by several
 * threads.
 */
final class NodeReader {
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

  private final Diagnostics diagnostics;

  NodeReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The entries of a map by their keys; a key that is no text or is used twice is an error. */
  Map<String, Yaml.Entry> entries(Yaml.Mapping map) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(map.entries().size() * 2);
    for (Yaml.Entry entry : map.entries()) {
      String key = text(entry.key(), "a key");
      Yaml.Entry first = key == null ? null : entries.putIfAbsent(key, entry);
      if (first != null) {
        diagnostics.error(
            entry.key(),
            "duplicate key "
                + DisplayText.quote(key)
                + "; it is already in line "
                + first.key().line());
      }
    }
    return entries;
  }

  /** The entries of a map that has a fixed set of keys; an unknown one is an error, left out. */
  Map<String, Yaml.Entry> entries(Yaml.Mapping map, List<String> known) {
    Map<String, Yaml.Entry> entries = entries(map);
    entries
        .entrySet()
        .removeIf(
            entry -> {
              boolean isUnknown = !known.contains(entry.getKey());
              if (isUnknown) {
                diagnostics.error(entry.getValue().key(), unknown("key", entry.getKey(), known));
              }
              return isUnknown;
            });
    return entries;
  }

  /** The message about an unknown word, with the one that was probably meant. */
  String unknown(String what, String word, List<String> known) {
    String synonym = SYNONYMS.get(word.toLowerCase(Locale.ROOT));
    return synonym != null && known.contains(synonym)
        ? "unknown "
            + what
            + " "
            + DisplayText.quote(word)
            + "; did you mean "
            + DisplayText.quote(synonym)
            + "?"
        : diagnostics.unknown(what, word, known);
  }

  /**
   * The text of a scalar; anything else is an error and {@code null}.
   *
   * @param what what the text is, with its article
   */
  String text(Yaml.Node node, String what) {
    if (node instanceof Yaml.Scalar scalar) {
      if (!scalar.isNull()) {
        return scalar.text();
      }
      diagnostics.error(
          node,
          scalar.text().isEmpty()
              ? what + " is missing"
              : scalar.text() + " means nothing in YAML; put quotes around it to use it as text");
      return null;
    }
    diagnostics.error(node, what + " must be text, not " + describe(node));
    return null;
  }

  /** A day such as 2026-12-31; anything else is an error and {@code null}. */
  LocalDate day(Yaml.Node node, String what) {
    String text = text(node, what);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      diagnostics.error(
          node, what + " must be a day such as 2026-12-31, not " + DisplayText.quote(text));
      return null;
    }
  }

  /** {@code true} or {@code false}; anything else is an error and {@code null}. */
  Boolean flag(Yaml.Node node, String what) {
    String text = text(node, what);
    if (text == null || text.equals("true") || text.equals("false")) {
      return text == null ? null : text.equals("true");
    }
    diagnostics.error(node, what + " must be true or false, not " + DisplayText.quote(text));
    return null;
  }

  /** The text of a scalar that names a rule, a group or a table. */
  String name(Yaml.Node node, String what) {
    String name = text(node, what);
    if (name != null
        && (name.isEmpty() || name.length() > MAX_NAME || !DisplayText.isVisible(name))) {
      diagnostics.error(
          node,
          what
              + " must have 1 to "
              + MAX_NAME
              + " visible characters, not "
              + DisplayText.quote(name));
    }
    return name;
  }

  /** The items of a list that is not empty, all of them scalars; {@code null} after an error. */
  List<Yaml.Node> texts(Yaml.Node node, String what) {
    if (!(node instanceof Yaml.Sequence list)) {
      diagnostics.error(node, what + " must be a list of texts, not " + describe(node));
      return null;
    }
    if (list.items().isEmpty()) {
      diagnostics.error(list, "[]", what + " is empty; add a text");
      return null;
    }
    boolean valid = true;
    for (Yaml.Node item : list.items()) {
      valid &= text(item, "a text") != null;
    }
    return valid ? list.items() : null;
  }

  /** The map, or {@code null} and an error that says what it should be. */
  Yaml.Mapping map(Yaml.Node node, String shouldBe) {
    if (node instanceof Yaml.Mapping map) {
      return map;
    }
    diagnostics.error(node, shouldBe + ", not " + describe(node));
    return null;
  }

  /** What a node is, with its article. */
  static String describe(Yaml.Node node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.isNull() ? "nothing" : DisplayText.quote(scalar.text());
    }
    return node instanceof Yaml.Sequence ? "a list" : "a map";
  }
}
