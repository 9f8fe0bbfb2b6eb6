package dev.tagjoin.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.rule.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A rule of the book that is being made. Immutable.
 *
 * @param name its name in the book
 * @param origin which rule it was
 * @param notes what is to be looked at
 * @param when its conditions; none fits everything
 * @param group the id of the group to join
 * @param created when the rule was made there
 * @param json the record it was made of
 */
record Draft(
    String name,
    String origin,
    List<String> notes,
    List<Condition> when,
    String group,
    Instant created,
    JsonNode json) {
  /**
   * The rule as an item of {@code rules}.
   *
   * @param groups names of groups by their ids
   */
  String yaml(Map<String, String> groups) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("  ").append(Comments.line(origin));
    notes.forEach(note -> yaml.append("  ").append(Comments.line("check: " + note)));
    yaml.append("  - name: ").append(ConditionWriter.text(name)).append('\n');
    if (!when.isEmpty()) {
      yaml.append("    when:\n");
      ConditionWriter.entries(when)
          .forEach((key, value) -> yaml.append("      " + key + ": " + value + "\n"));
    }
    String target = ConditionWriter.text(groups.get(group));
    return yaml.append("    join: ").append(target).append('\n').toString();
  }
}
