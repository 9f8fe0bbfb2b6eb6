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
    return known != null ? PrintableText.sentence(known) : name(id);
  }

  /** The name with the id in brackets: the name that is known, else the book's. */
  String label(String id, String known) {
    if (known == null || known.equals(id)) {
      return label(id);
    }
    return PrintableText.sentence(known) + (id == null ? "" : " (" + id + ")");
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
