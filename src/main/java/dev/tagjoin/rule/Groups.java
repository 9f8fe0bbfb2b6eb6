package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups that may be joined, found by name and by id. Immutable once it is built. */
final class Groups {
  /** No groups. */
  static final Groups NONE = new Groups(Map.of(), Map.of());

  private final Map<String, String> idsByName;
  private final Map<String, List<String>> namesById;

  private Groups(Map<String, String> idsByName, Map<String, List<String>> namesById) {
    this.idsByName = Collections.unmodifiableMap(idsByName);
    this.namesById = namesById;
  }

  /** Collects groups. The maps are not copied, since a book can have many thousands. */
  static final class Builder {
    private final Map<String, String> idsByName;
    private final Map<String, List<String>> namesById;

    /**
     * @param size how many groups are expected
     */
    Builder(int size) {
      int capacity = size + size / 3 + 1;
      idsByName = new LinkedHashMap<>(capacity);
      namesById = new HashMap<>(capacity);
    }

    boolean contains(String name) {
      return idsByName.containsKey(name);
    }

    /**
     * Adds a group whose name is new.
     *
     * @return the first name that was given to the same id, or {@code null}
     */
    String add(String name, String id) {
      idsByName.put(name, id);
      List<String> others = namesById.putIfAbsent(id, List.of(name));
      if (others == null) {
        return null;
      }
      List<String> names = others.size() == 1 ? new ArrayList<>(others) : others;
      names.add(name);
      namesById.put(id, names);
      return others.get(0);
    }

    /** The groups; nothing may be added any more. */
    Groups build() {
      return new Groups(idsByName, namesById);
    }
  }

  /** Names to ids, in the order in which they were written. */
  Map<String, String> byName() {
    return idsByName;
  }

  /** The id of a group that is given by its name or by its id, or {@code null}. */
  String find(String nameOrId) {
    String id = idsByName.get(nameOrId);
    return id != null ? id : namesById.containsKey(nameOrId) ? nameOrId : null;
  }

  /** The names of a group, none when the id is {@code null} or not listed. */
  List<String> names(String id) {
    return id == null ? List.of() : namesById.getOrDefault(id, List.of());
  }

  /** The beginning of a message about a text that is neither a name nor the id of a group. */
  String unknown(String text, Faults faults) {
    String suggestion = faults.suggestion(text, idsByName.keySet());
    String expected =
        idsByName.isEmpty()
            ? "xpected a name from groups, which has none"
            : "xpected one of " + Texts.list(idsByName.keySet());
    return "unknown group "
        + Texts.quote(text)
        + suggestion
        + (suggestion.endsWith("?") ? " E" : "; e")
        + expected;
  }

  /** {@code rg-} and 4 to 64 letters or digits; the vendor's pages disagree about the length. */
  static boolean isId(String text) {
    if (!text.startsWith("rg-") || text.length() < 7 || text.length() > 67) {
      return false;
    }
    for (int i = 3; i < text.length(); i++) {
      if (!isLetterOrDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
