package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups that may be joined, found by name and by id. Immutable. */
public final class Groups {
  /** No groups. */
  public static final Groups NONE = new Groups(Map.of());

  private final Map<String, String> byName;
  private final Map<String, List<String>> names;

  /**
   * @param byName names to ids, in the order in which they were written
   */
  public Groups(Map<String, String> byName) {
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    this.names = new HashMap<>(byName.size() * 2);
    for (Map.Entry<String, String> group : byName.entrySet()) {
      List<String> others = names.get(group.getValue());
      if (others == null) {
        names.put(group.getValue(), List.of(group.getKey()));
      } else {
        List<String> all = new ArrayList<>(others);
        all.add(group.getKey());
        names.put(group.getValue(), all);
      }
    }
  }

  /** Names to ids, in the order in which they were written. */
  public Map<String, String> byName() {
    return byName;
  }

  /** The id of the group with that name, or {@code null}. */
  public String id(String name) {
    return byName.get(name);
  }

  /** The id of a group that is given by its name or by its id, or {@code null}. */
  public String find(String nameOrId) {
    String id = byName.get(nameOrId);
    return id != null ? id : names.containsKey(nameOrId) ? nameOrId : null;
  }

  /** The names of a group; none when the id is {@code null} or not listed. */
  public List<String> names(String id) {
    return id == null ? List.of() : names.getOrDefault(id, List.of());
  }

  /**
   * Whether a text is the id of a resource group: {@code rg-} and 4 to 64 letters or digits. The
   * vendor's pages disagree about the length.
   */
  public static boolean isId(String text) {
    if (text.length() < 7 || text.length() > 67 || !text.startsWith("rg-")) {
      return false;
    }
    for (int i = 3; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
        return false;
      }
    }
    return true;
  }
}
