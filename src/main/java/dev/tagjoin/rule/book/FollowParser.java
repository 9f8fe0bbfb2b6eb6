package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceKind;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns {@code follow} into leaders and the kinds that follow them. */
final class FollowParser {
  /** Which types are attached to which, and can follow them. */
  private static final Map<String, List<String>> FOLLOWERS =
      Map.of("instance", List.of("disk", "eni", "snapshot"), "disk", List.of("snapshot"));

  private FollowParser() {}

  /** The leaders with their followers, without those that are not valid. */
  static Map<ResourceKind, List<ResourceKind>> parse(
      Yaml.Node node, Diagnostics diagnostics, NodeReader reader) {
    Map<ResourceKind, List<ResourceKind>> follow = new EnumMap<>(ResourceKind.class);
    Yaml.Mapping map = reader.map(node, "follow must be a map such as {instance: [disk, eni]}");
    if (map == null) {
      return follow;
    }
    for (Map.Entry<String, Yaml.Entry> entry :
        reader.entries(map, List.of("instance", "disk")).entrySet()) {
      String leader = entry.getKey();
      List<String> known = FOLLOWERS.get(leader);
      List<Yaml.Node> items = reader.texts(entry.getValue().value(), leader);
      if (items == null) {
        continue;
      }
      Set<ResourceKind> followers = new LinkedHashSet<>();
      for (Yaml.Node item : items) {
        String follower = ((Yaml.Scalar) item).text();
        if (!known.contains(follower)) {
          diagnostics.error(item, reader.unknown("follower of " + leader, follower, known));
        } else if (!followers.add(ResourceKind.ofType(follower).orElseThrow())) {
          diagnostics.warning(item, follower, follower + " is in its list twice");
        }
      }
      follow.put(ResourceKind.ofType(leader).orElseThrow(), List.copyOf(followers));
    }
    List<ResourceKind> ofDisk = follow.getOrDefault(ResourceKind.DISK, List.of());
    List<ResourceKind> ofInstance = follow.getOrDefault(ResourceKind.INSTANCE, List.of());
    if (ofDisk.contains(ResourceKind.SNAPSHOT) && ofInstance.contains(ResourceKind.SNAPSHOT)) {
      diagnostics.warning(
          map,
          "snapshot",
          "snapshot under instance has no effect: a snapshot follows its disk, as the list of disk"
              + " says");
    }
    return follow;
  }
}
