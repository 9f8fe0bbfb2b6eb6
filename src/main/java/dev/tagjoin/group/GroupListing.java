package dev.tagjoin.group;

import dev.tagjoin.ecs.ResourceGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of an account at one moment. Immutable.
 *
 * <p>Names are compared exactly. A group that is being deleted has a name, for the resources that
 * are still in it, but is not found by it.
 */
final class GroupListing {
  private final long readAt;
  private final Map<String, ResourceGroup> byName = new HashMap<>();
  private final Map<String, ResourceGroup> byId = new HashMap<>();

  /**
   * @param readAt when the reading began, by {@link System#nanoTime()}
   */
  GroupListing(List<ResourceGroup> groups, long readAt) {
    this.readAt = readAt;
    for (ResourceGroup group : groups) {
      byId.put(group.id(), group);
      if (group.isUsable() || group.isBeingCreated()) {
        byName.put(group.name(), group);
      }
    }
  }

  /** When the reading began, by {@link System#nanoTime()}. */
  long readAt() {
    return readAt;
  }

  /** The group with exactly this name that can be joined or is being created, or {@code null}. */
  ResourceGroup named(String name) {
    return byName.get(name);
  }

  /** The name of the group with this id, whatever its status, or {@code null}. */
  String nameOf(String id) {
    ResourceGroup group = byId.get(id);
    return group == null ? null : group.name();
  }
}
