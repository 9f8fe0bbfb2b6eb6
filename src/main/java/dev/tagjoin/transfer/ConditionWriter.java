package dev.tagjoin.transfer;

import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes conditions in the language of the rule book. Stateless. */
final class ConditionWriter {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*([.-][A-Za-z0-9_]+)*");
  private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private ConditionWriter() {}

  /** The entries of {@code when}: keys to values in flow style. */
  static Map<String, String> entries(List<Condition> conditions) {
    List<Map<String, Map<String, String>>> maps = new ArrayList<>();
    maps.add(new LinkedHashMap<>());
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Test test) {
        ValueTest check = test.check();
        put(maps, text(test.attribute().toString()), operator(check), operand(check));
      } else if (condition instanceof Condition.Any any) {
        put(maps, "any", "", list(any.parts().stream().map(p -> flow(p.entries())).toList()));
      } else {
        throw new IllegalArgumentException("only tests and alternatives are translated");
      }
    }
    Map<String, String> entries = new LinkedHashMap<>();
    maps.get(0).forEach((key, checks) -> entries.put(key, value(checks)));
    if (maps.size() > 1) {
      List<String> others = new ArrayList<>();
      for (Map<String, Map<String, String>> map : maps.subList(1, maps.size())) {
        Map<String, String> other = new LinkedHashMap<>();
        map.forEach((key, checks) -> other.put(key, value(checks)));
        others.add(flow(other));
      }
      entries.put("all", list(others));
    }
    return entries;
  }

  /** Puts a check into the first map in which the key does not have such a check yet. */
  private static void put(
      List<Map<String, Map<String, String>>> maps, String key, String operator, String operand) {
    for (Map<String, Map<String, String>> map : maps) {
      Map<String, String> checks = map.computeIfAbsent(key, k -> new LinkedHashMap<>());
      if (checks.putIfAbsent(operator, operand) == null || checks.get(operator).equals(operand)) {
        return;
      }
    }
    maps.add(new LinkedHashMap<>());
    put(maps, key, operator, operand);
  }

  private static String flow(List<Condition> conditions) {
    return flow(entries(conditions));
  }

  private static String flow(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** The checks of one key. Alone, {@code in} needs no name; beside others it needs a list. */
  private static String value(Map<String, String> checks) {
    if (checks.size() == 1 && (checks.containsKey("in") || checks.containsKey(""))) {
      return checks.values().iterator().next();
    }
    Map<String, String> listed = new LinkedHashMap<>(checks);
    listed.computeIfPresent("in", (k, v) -> v.startsWith("[") ? v : "[" + v + "]");
    return flow(listed);
  }

  private static String operator(ValueTest check) {
    return check instanceof ValueTest.OneOf
        ? "in"
        : check instanceof ValueTest.NoneOf
            ? "notIn"
            : check instanceof ValueTest.Matches ? "matches" : "exists";
  }

  private static String operand(ValueTest check) {
    if (check instanceof ValueTest.OneOf oneOf) {
      return oneOf.values().size() == 1
          ? text(oneOf.values().iterator().next())
          : texts(oneOf.values());
    }
    if (check instanceof ValueTest.NoneOf noneOf) {
      return texts(noneOf.values());
    }
    return check instanceof ValueTest.Matches matches
        ? texts(matches.globs().stream().map(Glob::pattern).toList())
        : "true";
  }

  /** A list of texts in flow style. */
  static String texts(Collection<String> texts) {
    return list(texts.stream().map(ConditionWriter::text).toList());
  }

  private static String list(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }

  /** A text, between quotes unless it is a plain word. */
  static String text(String text) {
    return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches()
        ? text
        : DisplayText.quote(text);
  }
}
