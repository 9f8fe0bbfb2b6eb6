package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.DisplayText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes maps and texts out of YAML nodes and reports what does not fit. */
final class NodeReader extends Diagnostics {
  /** The longest name of a rule or group and the longest key of a tag, in characters. */
  static final int MAX_NAME = 128;

  NodeReader(String source) {
    super(source);
  }

  NodeReader(String source, Diagnostics parent) {
    super(source, parent);
  }

  /** The entries of a map by their keys; a key that is no text or is used twice is an error. */
  Map<String, Yaml.Entry> entries(Yaml.Mapping map) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(map.entries().size() * 2);
    for (Yaml.Entry entry : map.entries()) {
      String key = text(entry.key(), "a key");
      Yaml.Entry first = key == null ? null : entries.putIfAbsent(key, entry);
      if (first != null) {
        duplicate("key", key, entry.key(), first.key());
      }
    }
    return entries;
  }

  /** The entries of a map that has a fixed set of keys; an unknown one is an error, left out. */
  Map<String, Yaml.Entry> entries(Yaml.Mapping map, List<String> known) {
    Map<String, Yaml.Entry> entries = entries(map);
    for (String key : List.copyOf(entries.keySet())) {
      if (!known.contains(key)) {
        error(entries.remove(key).key(), unknown("key", key, known));
      }
    }
    return entries;
  }

  /**
   * The text of a scalar; anything else is an error and {@code null}.
   *
   * @param what what the text is, with its article
   */
  String text(Yaml.Node node, String what) {
    if (!(node instanceof Yaml.Scalar scalar)) {
      error(node, what + " must be text, not " + describe(node));
      return null;
    }
    if (!scalar.isNull()) {
      return scalar.text();
    }
    error(
        node,
        scalar.text().isEmpty()
            ? what + " is missing"
            : scalar.text() + " means nothing in YAML; put quotes around it to use it as text");
    return null;
  }

  /** The text of an entry, or {@code null} when it was left out. */
  String text(Yaml.Entry entry, String what) {
    return entry == null ? null : text(entry.value(), what);
  }

  /** The day of an entry such as 2026-12-31; {@code null} when it was left out, or is an error. */
  LocalDate day(Yaml.Entry entry, String what) {
    String text = text(entry, what);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      error(entry.value(), what + " must be a day such as 2026-12-31, not " + quote(text));
      return null;
    }
  }

  /** Whether an entry is true or false; {@code null} when it was left out, or is an error. */
  Boolean flag(Yaml.Entry entry, String what) {
    String text = text(entry, what);
    if (text == null || text.equals("true") || text.equals("false")) {
      return text == null ? null : text.equals("true");
    }
    error(entry.value(), what + " must be true or false, not " + quote(text));
    return null;
  }

  /** The text of a scalar that names a rule, a group or a table. */
  String name(Yaml.Node node, String what) {
    String name = text(node, what);
    if (name != null
        && (name.isEmpty() || name.length() > MAX_NAME || !DisplayText.isVisible(name))) {
      error(node, "%s must have 1 to %s visible characters, not %s", what, MAX_NAME, quote(name));
    }
    return name;
  }

  /** The items of a list that is not empty, all of them texts; {@code null} after an error. */
  List<Yaml.Scalar> texts(Yaml.Node node, String what) {
    if (!(node instanceof Yaml.Sequence list)) {
      error(node, what + " must be a list of texts, not " + describe(node));
      return null;
    }
    if (list.items().isEmpty()) {
      error(list, what + " is empty; add a text");
      return null;
    }
    List<Yaml.Scalar> texts = new ArrayList<>(list.items().size());
    for (Yaml.Node item : list.items()) {
      if (text(item, "a text") != null) {
        texts.add((Yaml.Scalar) item);
      }
    }
    return texts.size() == list.items().size() ? texts : null;
  }

  /** The map, or {@code null} and an error that says what it should be. */
  Yaml.Mapping map(Yaml.Node node, String shouldBe) {
    if (node instanceof Yaml.Mapping map) {
      return map;
    }
    error(node, shouldBe + ", not " + describe(node));
    return null;
  }

  /** The message about a word that names no attribute, but may have been meant for a tag. */
  String unknownAttribute(String what, String word, List<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int prefix = lower.startsWith("tags") ? 4 : lower.startsWith("tag") ? 3 : 0;
    if (prefix == 0) {
      return unknown(what, word, known);
    }
    String unknown = "unknown " + what + " " + quote(word);
    if (word.length() <= prefix + 1) {
      return unknown + "; add the key of the tag, as in \"tag.env\"";
    }
    return Character.isLetterOrDigit(word.charAt(prefix))
        ? unknown(what, word, known)
        : unknown + didYouMean("tag." + word.substring(prefix + 1));
  }

  /** What a node is, with its article. */
  static String describe(Yaml.Node node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.isNull() ? "nothing" : quote(scalar.text());
    }
    return node instanceof Yaml.Sequence ? "a list" : "a map";
  }
}
