package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns {@code groups} into {@link Groups}. Not safe for use by several threads. */
final class GroupsParser {
  static final int MAX_GROUPS = 500;

  /** The longest name of a resource group, by the vendor's metadata. */
  private static final int MAX_GROUP_NAME = 50;

  private final NodeReader reader;
  private final Map<String, GroupRef> refs = new LinkedHashMap<>();
  private final List<Glob> patterns = new ArrayList<>();

  GroupsParser(NodeReader reader) {
    this.reader = reader;
  }

  /** The groups, without those that are not valid. */
  Groups parse(Yaml.Node node) {
    int size =
        node instanceof Yaml.Sequence list
            ? list.items().size()
            : node instanceof Yaml.Mapping map ? map.entries().size() : 0;
    if (size > MAX_GROUPS) {
      reader.error(node, "%s groups are too many; the limit is %s", size, MAX_GROUPS);
      return Groups.NONE;
    }
    if (node instanceof Yaml.Sequence list) {
      names(list);
    } else if (node instanceof Yaml.Mapping map) {
      entries(map);
    } else {
      reader.error(
          node,
          "groups must be a map of names to ids, or a list of names, not %s",
          NodeReader.describe(node));
    }
    return new Groups(refs, patterns);
  }

  // ---- a list of names and patterns

  private void names(Yaml.Sequence list) {
    Map<String, Yaml.Node> first = new HashMap<>();
    for (Yaml.Node item : list.items()) {
      String text = reader.text(item, "the name of a group");
      if (text == null) {
        continue;
      }
      Yaml.Node other = first.putIfAbsent(text, item);
      if (other != null) {
        reader.duplicate("group", text, item, other);
      } else if (Glob.isPattern(text)) {
        pattern(item, text);
      } else if (isGroupName(item, text)) {
        refs.put(text, new GroupRef.Named(text));
      }
    }
    for (String name : refs.keySet()) {
      for (Glob pattern : patterns) {
        if (pattern.matches(name)) {
          reader.warning(
              first.get(name),
              "the pattern %s already allows %s; remove one",
              quote(pattern.pattern()),
              quote(name));
          break;
        }
      }
    }
  }

  private void pattern(Yaml.Node item, String text) {
    if (text.equals("*")) {
      reader.warning(item, "\"*\" allows every group of the account; name them instead");
    } else if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      reader.error(item, "the pattern %s has no letter or digit; add some", quote(text));
      return;
    }
    patterns.add(new Glob(text));
  }

  /** Whether a resource group can have such a name; an error when it cannot. */
  private boolean isGroupName(Yaml.Node at, String name) {
    if (Groups.isId(name)) {
      reader.error(at, "%s is an id; list ids as a map of names to ids", quote(name));
      return false;
    }
    boolean isValid =
        !name.isEmpty()
            && name.length() <= MAX_GROUP_NAME
            && !name.equals("leave")
            && !TemplateParser.isTemplate(name)
            && DisplayText.isVisible(name);
    if (!isValid) {
      reader.error(
          at,
          "%s cannot be the name of a resource group; a name has 1 to %s visible characters without"
              + " braces and is not \"leave\"",
          quote(name),
          MAX_GROUP_NAME);
    }
    return isValid;
  }

  // ---- a map of the book's own names

  private void entries(Yaml.Mapping map) {
    Map<GroupRef, String> names = new HashMap<>();
    for (Yaml.Entry entry : reader.entries(map).values()) {
      String name = reader.name(entry.key(), "the name of a group");
      if (name.equals("leave") || Groups.isId(name) || TemplateParser.isTemplate(name)) {
        reader.error(
            entry.key(),
            "%s cannot be the name of a group; use a name without braces that is neither an id nor"
                + " \"leave\"",
            quote(name));
      }
      GroupRef ref = ref(name, entry.value());
      // Without an id the group is known by name all the same, so that rules do not fail too.
      refs.put(name, ref == null ? new GroupRef.Id("") : ref);
      String other = ref == null ? null : names.putIfAbsent(ref, name);
      if (other != null) {
        reader.warning(
            entry.key(),
            "groups %s and %s %s",
            quote(other),
            quote(name),
            ref instanceof GroupRef.Id ? "have the same id" : "are the same group");
      }
    }
    for (Yaml.Entry entry : map.entries()) {
      if (entry.key() instanceof Yaml.Scalar key
          && refs.get(key.text()) instanceof GroupRef.Named named
          && refs.get(named.name()) instanceof GroupRef.Id) {
        reader.warning(
            key,
            "group %s is looked up by the name %s, for which the book also has an id; use one of"
                + " the two",
            quote(key.text()),
            quote(named.name()));
      }
    }
  }

  /** The group that a value refers to; {@code null} after an error. */
  private GroupRef ref(String name, Yaml.Node value) {
    if (!(value instanceof Yaml.Mapping map)) {
      String id = id(value);
      return id == null ? null : new GroupRef.Id(id);
    }
    Map<String, Yaml.Entry> entries = reader.entries(map);
    if (entries.containsKey("name")) {
      reader.entries(map, List.of("name"));
      Yaml.Node at = entries.get("name").value();
      String named = reader.text(at, "the name of a group");
      return named != null && isGroupName(at, named) ? new GroupRef.Named(named) : null;
    }
    if (entries.isEmpty()) {
      reader.error(map, "the group is empty; add name, or an id for each account");
      return null;
    }
    Map<String, String> ids = new HashMap<>();
    for (Map.Entry<String, Yaml.Entry> entry : entries.entrySet()) {
      String account = entry.getKey();
      if (account.length() != 16 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
        reader.error(
            entry.getValue().key(),
            "%s is not an account; use its id, which has 16 digits",
            quote(account));
      }
      String id = id(entry.getValue().value());
      if (id != null) {
        ids.put(account, id);
      }
    }
    return new GroupRef.PerAccount(name, ids);
  }

  /** The id of a group; {@code null} after an error. */
  private String id(Yaml.Node value) {
    String id = reader.text(value, "the id of a group");
    if (id != null && !Groups.isId(id)) {
      reader.error(
          value,
          "%s is not the id of a resource group; an id is rg- and 4 to 64 letters or digits",
          quote(id));
    }
    return id;
  }
}
