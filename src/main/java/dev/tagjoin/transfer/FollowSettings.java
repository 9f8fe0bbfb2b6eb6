package dev.tagjoin.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Translates the settings of associated transfer into {@code follow}. Stateless. */
final class FollowSettings {
  private FollowSettings() {}

  /**
   * The part of the book, or an empty text.
   *
   * @param problem takes what has no counterpart, with the original
   */
  static String yaml(List<JsonNode> settings, BiConsumer<String, JsonNode> problem) {
    Map<String, Set<String>> follow = new LinkedHashMap<>();
    for (JsonNode setting : settings) {
      for (JsonNode pair : TransferRules.member(setting, "rulesettings")) {
        if (isOn(setting) && isOn(pair)) {
          add(pair, follow, problem);
        }
      }
    }
    StringBuilder yaml = new StringBuilder();
    if (!follow.isEmpty()) {
      yaml.append("\n# associated transfer: these go where their leader belongs\nfollow:\n");
      follow.forEach(
          (kind, kinds) -> yaml.append("  " + kind + ": " + ConditionWriter.texts(kinds) + "\n"));
    }
    return yaml.toString();
  }

  private static void add(
      JsonNode pair, Map<String, Set<String>> follow, BiConsumer<String, JsonNode> problem) {
    String leader = type(pair, "master");
    String follower = type(pair, "associated");
    String kind = ConditionReader.kind(leader);
    String followerKind = ConditionReader.kind(follower);
    try {
      Translation.parse("follow: {" + kind + ": [" + followerKind + "]}\n");
      follow.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(followerKind);
    } catch (UntranslatedException e) {
      problem.accept(
          "associated transfer from " + leader + " to " + follower + " has no counterpart", pair);
    }
  }

  private static boolean isOn(JsonNode node) {
    String status = TransferRules.text(node, "status");
    return status == null || status.equalsIgnoreCase("Enable");
  }

  private static String type(JsonNode pair, String role) {
    String service = TransferRules.text(pair, role + "service");
    return (service + "." + TransferRules.text(pair, role + "resourcetype"))
        .toLowerCase(Locale.ROOT);
  }
}
