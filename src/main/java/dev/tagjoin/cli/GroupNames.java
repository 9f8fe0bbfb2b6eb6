package dev.tagjoin.cli;

import dev.tagjoin.rule.RuleBook;
import java.util.HashMap;
import java.util.Map;

/** The names that a rule book gives to the ids of groups. Immutable. */
final class GroupNames {
  private final Map<String, String> byId = new HashMap<>();

  GroupNames(RuleBook book) {
    book.groups().forEach((name, id) -> byId.putIfAbsent(id, name));
  }

  /** The name of a group, or its id when the book does not name it. */
  String name(String id) {
    return byId.getOrDefault(id, id);
  }

  /** The name with the id in brackets; empty for {@code null}. */
  String label(String id) {
    if (id == null) {
      return "";
    }
    String name = byId.get(id);
    return name == null || name.equals(id) ? id : name + " (" + id + ")";
  }
}
