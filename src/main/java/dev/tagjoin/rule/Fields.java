package dev.tagjoin.rule;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes keys and texts out of nodes and reports what is not as expected. */
final class Fields {
  /** The longest name of a rule or group and the longest key of a tag, in characters. */
  static final int MAX_NAME = 128;

  /** Up to how many entries of a map are compared with each other. */
  private static final int FEW = 16;

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

  /** Entries whose keys are texts of which none stands there twice, in their order. */
  static final class Entries extends AbstractList<Yaml.Entry> {
    private final List<Yaml.Entry> entries;

    private Entries(List<Yaml.Entry> entries) {
      this.entries = entries;
    }

    /** The entry with that key, or {@code null}. */
    Yaml.Entry get(String key) {
      return find(entries, entries.size(), key);
    }

    boolean has(String key) {
      return get(key) != null;
    }

    @Override
    public Yaml.Entry get(int index) {
      return entries.get(index);
    }

    @Override
    public int size() {
      return entries.size();
    }
  }

  /**
   * The entries of a map by their keys; a key that is no text, or stands there twice, is a fault
   * and left out.
   */
  Entries entries(Yaml.Mapping map) {
    List<Yaml.Entry> all = map.entries();
    // Most maps have a handful of entries and no fault: neither a table nor a copy is made then.
    Map<String, Yaml.Entry> table = all.size() > FEW ? new HashMap<>(all.size() * 2) : null;
    List<Yaml.Entry> left = null;
    for (int i = 0; i < all.size(); i++) {
      Yaml.Entry entry = all.get(i);
      String key = text(entry.key(), "a key");
      Yaml.Entry first =
          key == null ? null : table == null ? find(all, i, key) : table.putIfAbsent(key, entry);
      if (first != null) {
        faults.fault(
            entry.key(),
            key,
            "duplicate key " + Texts.quote(key) + "; the first is in line " + first.key().line());
      }
      if (left == null && (key == null || first != null)) {
        left = new ArrayList<>(all.subList(0, i));
      } else if (left != null && key != null && first == null) {
        left.add(entry);
      }
    }
    return new Entries(left == null ? all : left);
  }

  /** The key of such an entry. */
  static String key(Yaml.Entry entry) {
    return ((Yaml.Scalar) entry.key()).text();
  }

  /** The first of so many entries that has a key, or {@code null}. */
  private static Yaml.Entry find(List<Yaml.Entry> entries, int count, String key) {
    for (int i = 0; i < count; i++) {
      Yaml.Entry entry = entries.get(i);
      if (entry.key() instanceof Yaml.Scalar scalar
          && scalar.text().equals(key)
          && !scalar.isNull()) {
        return entry;
      }
    }
    return null;
  }

  /** The entries of a map that has a fixed set of keys; an unknown one is a fault and left out. */
  Entries entries(Yaml.Mapping map, List<String> known) {
    Entries entries = entries(map);
    List<Yaml.Entry> left = null;
    for (int i = 0; i < entries.size(); i++) {
      Yaml.Scalar key = (Yaml.Scalar) entries.get(i).key();
      boolean isKnown = known.contains(key.text());
      if (!isKnown) {
        faults.fault(key, unknown("key", key.text(), suggestion(key.text(), known), known));
        left = left == null ? new ArrayList<>(entries.subList(0, i)) : left;
      } else if (left != null) {
        left.add(entries.get(i));
      }
    }
    return left == null ? entries : new Entries(left);
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
