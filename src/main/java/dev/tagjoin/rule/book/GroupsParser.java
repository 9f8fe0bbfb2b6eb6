package dev.tagjoin.rule.book;

import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Groups;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns {@code groups} into {@link Groups}. Not safe for use by several threads. */
final class GroupsParser {
  static final int MAX_GROUPS = 500;

  private final Diagnostics diagnostics;
  private final NodeReader reader;

  GroupsParser(Diagnostics diagnostics, NodeReader reader) {
    this.diagnostics = diagnostics;
    this.reader = reader;
  }

  /** The groups, without those that are not valid. */
  Groups parse(Yaml.Node node) {
    Yaml.Mapping map = reader.map(node, "groups must be a map of names to ids");
    if (map == null) {
      return Groups.NONE;
    }
    if (map.entries().size() > MAX_GROUPS) {
      diagnostics.error(
          map, map.entries().size() + " groups are too many; the limit is " + MAX_GROUPS);
      return Groups.NONE;
    }
    Map<String, String> groups = new LinkedHashMap<>();
    Map<String, String> nameOfId = new HashMap<>();
    for (Yaml.Entry entry : reader.entries(map).values()) {
      String name = reader.name(entry.key(), "the name of a group");
      if (name.equals("leave")
          || Groups.isId(name)
          || name.indexOf('{') >= 0
          || name.indexOf('}') >= 0) {
        diagnostics.error(
            entry.key(),
            DisplayText.quote(name)
                + " cannot be the name of a group; use a name without braces that is neither an id"
                + " nor \"leave\"");
      }
      String id = reader.text(entry.value(), "the id of a group");
      // Without an id the group is known by name all the same, so that rules do not fail too.
      groups.put(name, id == null ? "" : id);
      if (id == null) {
        continue;
      }
      if (!Groups.isId(id)) {
        diagnostics.error(
            entry.value(),
            DisplayText.quote(id)
                + " is not the id of a resource group; an id is rg- and 4 to 64 letters or digits");
      }
      String other = nameOfId.putIfAbsent(id, name);
      if (other != null) {
        diagnostics.warning(
            entry.key(),
            name,
            "groups "
                + DisplayText.quote(other)
                + " and "
                + DisplayText.quote(name)
                + " have the same id");
      }
    }
    return new Groups(groups);
  }
}
