package dev.tagjoin.rule.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Rule books as plain maps and lists, and states, from so few words that rules often apply. A map
 * is written as JSON, which is YAML too.
 */
class Books extends DomainContextBase {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<String> IDS =
      List.of("rg-acfmxazb4ph6aiy", "rg-aekzq2m7cbq4tay", "rg-ABCD", "rg-aekzcm4t5z7usaa");
  private static final List<String> NAMES =
      List.of("prod", "payments", "a b", "Prod", "größe", "x");
  private static final List<String> VALUES =
      List.of(
          "prod",
          "Prod",
          "payments",
          "",
          "a b",
          "größe",
          "true",
          "010",
          "💡x",
          "a\"b\n",
          "x",
          "\u0001\\",
          "\uDB80\uDC00");
  private static final List<String> GLOBS =
      List.of(
          "*", "p*", "?rod", "*o*", "p*y*s", "💡?", "??", "", "a b", "*x", "**", "rg-a*", "pro");
  private static final List<String> TAG_KEYS = List.of("env", "team", "a.b", "Env", "k: [#");
  private static final List<String> KINDS =
      Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();
  private static final List<String> REGIONS = List.of("cn-hangzhou", "eu-central-1");
  private static final List<String> ACCOUNTS = List.of("1234567890123456", "1");

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<Book> books() {
    Arbitrary<Map<String, String>> groups =
        Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.of(IDS)).ofMinSize(1);
    return groups.flatMap(
        names -> {
          Arbitrary<String> known = Arbitraries.of(new ArrayList<>(names.keySet()));
          Arbitrary<String> target =
              Arbitraries.frequencyOf(
                  Tuple.of(3, known),
                  Tuple.of(1, Arbitraries.of(new ArrayList<>(names.values()))),
                  Tuple.of(
                      2,
                      Arbitraries.of(
                          "{tag.team}", "{name}", "{region}", "p{tag.Env}", "{tag.a.b}{account}")));
          Arbitrary<Map<String, Object>> rule =
              Combinators.combine(when(2, known), target, Arbitraries.integers().between(0, 9))
                  .as(
                      (when, join, number) -> {
                        Map<String, Object> map = new LinkedHashMap<>();
                        map.put("when", when);
                        if (number == 0) {
                          map.put("leave", true);
                        } else {
                          map.put("join", join);
                        }
                        if (number == 5) {
                          map.put("enabled", false);
                          map.put("description", "a: b");
                        }
                        if (number > 6 && join.contains("{")) {
                          map.put("among", List.of("p*", names.keySet().iterator().next()));
                        }
                        if (number % 3 == 2 && join.contains("{")) {
                          map.put("table", "t");
                        }
                        if (number == 4) {
                          map.put("until", "2026-06-18");
                        }
                        return map;
                      });
          Arbitrary<String> fallback =
              Arbitraries.oneOf(known, Arbitraries.of("leave", "{tag.team}"));
          Arbitrary<Object> otherwise =
              Arbitraries.oneOf(
                  fallback.map(text -> (Object) text),
                  fallback.list().ofMinSize(1).ofMaxSize(3).map(texts -> (Object) texts));
          Arbitrary<Map<String, String>> table =
              Arbitraries.maps(
                      Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.of("p*", "?rod", "*x")),
                      known)
                  .ofMinSize(1)
                  .ofMaxSize(5);
          return Combinators.combine(rule.list().ofMaxSize(6), otherwise.optional(0.7), table)
              .as(
                  (rules, last, rows) -> {
                    Map<String, Object> book = new LinkedHashMap<>();
                    book.put("version", 1);
                    book.put("groups", names);
                    book.put("tables", Map.of("t", rows));
                    List<Object> named = new ArrayList<>();
                    for (Map<String, Object> one : rules) {
                      Map<String, Object> map = new LinkedHashMap<>();
                      map.put("name", "r\"" + named.size());
                      map.putAll(one);
                      named.add(map);
                    }
                    book.put("rules", named);
                    last.ifPresent(text -> book.put("otherwise", text));
                    return new Book(book);
                  });
        });
  }

  /** A generated book. */
  record Book(Map<String, Object> map) {
    String yaml() {
      return write(map);
    }

    @Override
    public String toString() {
      return yaml();
    }
  }

  private Arbitrary<Map<String, Object>> when(int depth, Arbitrary<String> groups) {
    Arbitrary<Map.Entry<String, Object>> entry =
        Arbitraries.oneOf(
            List.of(
                entry(Arbitraries.of(TAG_KEYS).map(key -> "tag." + key), Arbitraries.of(VALUES)),
                entry(Arbitraries.of(TAG_KEYS).map(key -> "tag." + key), Arbitraries.of(VALUES)),
                textEntry(Arbitraries.just("name")),
                textEntry(Arbitraries.of(TAG_KEYS).map(key -> "tag." + key)),
                entry(Arbitraries.of("vpc", "vswitch", "id"), Arbitraries.of(VALUES)),
                entry(Arbitraries.just("kind"), Arbitraries.of(KINDS)),
                entry(Arbitraries.just("region"), Arbitraries.of(REGIONS)),
                entry(Arbitraries.just("account"), Arbitraries.of(ACCOUNTS)),
                entry(Arbitraries.just("group"), Arbitraries.oneOf(groups, Arbitraries.of(IDS)))));
    if (depth > 0) {
      Arbitrary<Map<String, Object>> inner =
          Arbitraries.lazy(() -> when(depth - 1, groups).filter(map -> !map.isEmpty()));
      entry =
          Arbitraries.frequencyOf(
              Tuple.of(6, entry),
              Tuple.of(1, inner.map(map -> Map.entry("not", (Object) map))),
              Tuple.of(
                  1,
                  Combinators.combine(
                          Arbitraries.of("all", "any"), inner.list().ofMinSize(1).ofMaxSize(3))
                      .as((key, list) -> Map.entry(key, (Object) list))));
    }
    return entry
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(
            entries -> {
              Map<String, Object> map = new LinkedHashMap<>();
              entries.forEach(e -> map.put(e.getKey(), e.getValue()));
              return map;
            });
  }

  private static Arbitrary<Map.Entry<String, Object>> entry(
      Arbitrary<String> keys, Arbitrary<String> values) {
    return Combinators.combine(keys, test(values)).as(Map::entry);
  }

  /** A test of a text whose case may not count. */
  private static Arbitrary<Map.Entry<String, Object>> textEntry(Arbitrary<String> keys) {
    return Combinators.combine(keys, test(Arbitraries.of(VALUES)))
        .as(
            (key, test) -> {
              if (test instanceof Map<?, ?> checks
                  && !checks.keySet().stream().allMatch("exists"::equals)) {
                Map<Object, Object> folded = new LinkedHashMap<>(checks);
                folded.put("ignoreCase", true);
                return Map.entry(key, (Object) folded);
              }
              return Map.entry(key, test);
            });
  }

  private static Arbitrary<Object> test(Arbitrary<String> values) {
    Arbitrary<List<String>> list = values.list().ofMinSize(1).ofMaxSize(3).uniqueElements();
    Arbitrary<Object> glob =
        Arbitraries.oneOf(
            Arbitraries.of(GLOBS).map(text -> (Object) text),
            Arbitraries.of(GLOBS).list().ofMinSize(1).ofMaxSize(3).map(texts -> (Object) texts));
    Arbitrary<Map.Entry<String, Object>> check =
        Arbitraries.oneOf(
            List.of(
                values.map(text -> Map.entry("equals", (Object) text)),
                list.map(texts -> Map.entry("in", (Object) texts)),
                list.map(texts -> Map.entry("notIn", (Object) texts)),
                glob.map(globs -> Map.entry("matches", globs)),
                Arbitraries.of(true, false).map(wanted -> Map.entry("exists", (Object) wanted))));
    return Arbitraries.frequencyOf(
        Tuple.of(3, values.map(text -> (Object) text)),
        Tuple.of(2, list.map(texts -> (Object) texts)),
        Tuple.of(
            3,
            check
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(
                    checks -> {
                      Map<String, Object> map = new LinkedHashMap<>();
                      checks.forEach(e -> map.put(e.getKey(), e.getValue()));
                      return (Object) map;
                    })));
  }

  @Provide
  Arbitrary<ResourceState> states() {
    Arbitrary<String> text = Arbitraries.of(VALUES).injectNull(0.3);
    Arbitrary<Map<String, String>> tags =
        Arbitraries.maps(Arbitraries.of(TAG_KEYS), Arbitraries.of(VALUES)).ofMaxSize(4);
    Arbitrary<ResourceRef> refs =
        Combinators.combine(
                Arbitraries.of(ResourceKind.class),
                Arbitraries.of("prod", "x", "i-1"),
                Arbitraries.of(REGIONS),
                Arbitraries.of(ACCOUNTS).injectNull(0.3))
            .as(ResourceRef::new);
    Set<String> groups = new HashSet<>(IDS);
    groups.add("rg-elsewhere");
    return Combinators.combine(
            refs, Arbitraries.of(new ArrayList<>(groups)).injectNull(0.2), text, text, text, tags)
        .as(ResourceState::new);
  }
}
