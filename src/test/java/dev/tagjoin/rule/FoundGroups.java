package dev.tagjoin.rule;

import java.util.Map;

/**
 * The groups of an account, as a look-up finds them.
 *
 * @param ids names to ids
 */
public record FoundGroups(Map<String, String> ids) implements AccountGroups {
  @Override
  public boolean exists(String name) {
    return ids.containsKey(name);
  }

  @Override
  public String id(String name) {
    return ids.get(name);
  }

  @Override
  public String name(String id) {
    return ids.entrySet().stream()
        .filter(group -> group.getValue().equals(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
