package dev.tagjoin.cli;

import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.text.PrintableText;
import java.util.HashMap;
import java.util.Map;

/** The names that a rule book gives to the ids of groups. Immutable. */
final class GroupNames {
  private final Map<String, String> byId = new HashMap<>();

  GroupNames(RuleBook book) {
    book.groups().forEach((name, id) -> byId.putIfAbsent(id, name));
  }

  /** The name of a group: the one that is known, else the book's, else its id. */
  String name(String id, String known) {
    return known != null ? PrintableText.sentence(known) : byId.getOrDefault(id, id);
  }

  /** The same with the id in brackets; empty when neither is known. */
  String label(String id, String known) {
    String name = name(id, known == null || known.equals(id) ? null : known);
    if (id == null || id.equals(name)) {
      return name == null ? "" : name;
    }
    return name + " (" + id + ")";
  }
}
