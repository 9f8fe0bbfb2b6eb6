package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Turns {@code follow} into leaders and the kinds that follow them. */
final class FollowParser {
  private FollowParser() {}

  /** The leaders with their followers, without those that are not valid. */
  static Map<ResourceKind, List<ResourceKind>> parse(Yaml.Node node, NodeReader reader) {
    Map<ResourceKind, List<ResourceKind>> follow = new EnumMap<>(ResourceKind.class);
    Yaml.Mapping map = reader.map(node, "follow must be a map such as {instance: [disk, eni]}");
    if (map == null) {
      return follow;
    }
    List<String> leaders =
        types(kind -> Arrays.stream(ResourceKind.values()).anyMatch(below -> below.isBelow(kind)));
    for (Map.Entry<String, Yaml.Entry> entry : reader.entries(map, leaders).entrySet()) {
      ResourceKind leader = ResourceKind.ofType(entry.getKey()).orElseThrow();
      List<String> known = types(kind -> kind.isBelow(leader));
      List<Yaml.Scalar> items = reader.texts(entry.getValue().value(), leader.type());
      if (items == null) {
        continue;
      }
      Set<ResourceKind> followers = new LinkedHashSet<>();
      for (Yaml.Scalar item : items) {
        String follower = item.text();
        if (!known.contains(follower)) {
          reader.error(item, reader.unknown("follower of " + leader, follower, known));
        } else if (!followers.add(ResourceKind.ofType(follower).orElseThrow())) {
          reader.warning(item, follower + " is in its list twice");
        }
      }
      follow.put(leader, List.copyOf(followers));
    }
    follow.forEach(
        (leader, followers) -> {
          for (ResourceKind follower : followers) {
            ResourceKind nearer = follower.attachment().to();
            if (nearer != leader && follow.getOrDefault(nearer, List.of()).contains(follower)) {
              reader.warning(
                  map,
                  "%1$s under %2$s has no effect: a %1$s follows its %3$s, as the list of %3$s"
                      + " says",
                  follower,
                  leader,
                  nearer);
            }
          }
        });
    return follow;
  }

  private static List<String> types(Predicate<ResourceKind> wanted) {
    return Arrays.stream(ResourceKind.values()).filter(wanted).map(ResourceKind::type).toList();
  }
}
