package dev.tagjoin.dev;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The resource groups of an account of the embedded ECS. Thread-safe. */
abstract sealed class EmbeddedGroups extends AccountAccess permits EmbeddedAccount {
  private final String account;
  private final String defaultGroup;
  private final Map<String, EmbeddedGroup> groups = new LinkedHashMap<>();
  private final Set<String> withoutGroups = new HashSet<>();

  /**
   * Creates them with the default group alone.
   *
   * @param account the account's id
   * @param defaultGroup the id of its default group
   */
  EmbeddedGroups(String account, String defaultGroup) {
    super(Objects.requireNonNull(account, "account"));
    this.account = account;
    this.defaultGroup = Objects.requireNonNull(defaultGroup, "defaultGroup");
    groups.put(
        defaultGroup,
        new EmbeddedGroup(defaultGroup, "default", EmbeddedGroup.Status.OK, Map.of()));
  }

  /** The id of the default group. */
  public String defaultGroup() {
    return defaultGroup;
  }

  /** Adds a group that can be joined everywhere. */
  public synchronized void addGroup(String groupId, String name) {
    groups.put(groupId, new EmbeddedGroup(groupId, name, EmbeddedGroup.Status.OK, Map.of()));
  }

  /** Removes a group; resources keep its id, as they do for a moment in the real service. */
  public synchronized void removeGroup(String groupId) {
    requireGroup(groupId);
    groups.remove(groupId);
  }

  /** Sets a group's state in all regions. */
  public synchronized void groupStatus(String groupId, EmbeddedGroup.Status status) {
    EmbeddedGroup group = requireGroup(groupId);
    groups.put(groupId, group.with(status));
  }

  /** Sets a group's state in one region. */
  public synchronized void groupStatus(String groupId, String region, EmbeddedGroup.Status status) {
    EmbeddedGroup group = requireGroup(groupId);
    groups.put(groupId, group.with(region, status));
  }

  /** All groups, the default one first. */
  public synchronized List<EmbeddedGroup> groups() {
    return List.copyOf(groups.values());
  }

  /** Marks a region as one that does not know resource groups. */
  public synchronized void withoutGroups(String region) {
    withoutGroups.add(region);
  }

  synchronized boolean isWithoutGroups(String region) {
    return withoutGroups.contains(region);
  }

  synchronized EmbeddedGroup group(String groupId) {
    return groups.get(groupId);
  }

  /**
   * A group that has to be there.
   *
   * @throws IllegalArgumentException when it is not
   */
  final synchronized EmbeddedGroup requireGroup(String groupId) {
    EmbeddedGroup group = groups.get(groupId);
    if (group == null) {
      throw new IllegalArgumentException("no group " + groupId + " in account " + account);
    }
    return group;
  }
}
