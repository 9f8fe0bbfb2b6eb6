package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Action;
import dev.tagjoin.rule.Decision;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides by a book's plain maps and lists as the language's description reads, slowly. */
public final class NaiveBook {
  private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

  private final Map<?, ?> book;
  private final Map<?, ?> groups;
  private final String day;

  NaiveBook(Map<String, Object> book, LocalDate day) {
    this.book = book;
    this.day = day.toString();
    this.groups = (Map<?, ?>) book.get("groups");
  }

  Decision decide(ResourceState state) {
    for (Object rule : (List<?>) book.get("rules")) {
      Decision decision = apply((Map<?, ?>) rule, state);
      if (decision != null) {
        return decision;
      }
    }
    Object otherwise = book.get("otherwise");
    List<?> last =
        otherwise == null
            ? List.of()
            : otherwise instanceof List<?> list ? list : List.of(otherwise);
    for (Object target : last) {
      Map<String, Object> rule = new HashMap<>(Map.of("name", "otherwise", "when", Map.of()));
      rule.put(target.equals("leave") ? "leave" : "join", target);
      Decision decision = apply(rule, state);
      if (decision != null) {
        return decision;
      }
    }
    return new Decision(Action.LEAVE, null, null);
  }

  Map<String, Boolean> applies(ResourceState state) {
    Map<String, Boolean> applies = new LinkedHashMap<>();
    for (Object rule : (List<?>) book.get("rules")) {
      Map<?, ?> map = (Map<?, ?>) rule;
      applies.put((String) map.get("name"), apply(map, state) != null);
    }
    return applies;
  }

  private Decision apply(Map<?, ?> rule, ResourceState state) {
    String name = (String) rule.get("name");
    if (Boolean.FALSE.equals(rule.get("enabled")) || !fits((Map<?, ?>) rule.get("when"), state)) {
      return null;
    }
    if (rule.containsKey("until") && day.compareTo((String) rule.get("until")) > 0) {
      return null;
    }
    if (rule.containsKey("leave")) {
      return new Decision(Action.LEAVE, name, null);
    }
    String join = (String) rule.get("join");
    Map<String, String> attributes = attributes(state);
    for (Matcher place = PLACE.matcher(join); place.find(); ) {
      if (attributes.get(place.group(1)) == null) {
        return null;
      }
    }
    boolean template = join.contains("{");
    String filled =
        PLACE
            .matcher(join)
            .replaceAll(place -> Matcher.quoteReplacement(attributes.get(place.group(1))));
    String target = rule.containsKey("table") ? lookUp(rule.get("table"), filled) : filled;
    if (target == null) {
      return null;
    }
    if (rule.containsKey("among")
        && ((List<?>) rule.get("among")).stream().noneMatch(g -> glob((String) g, target))) {
      return null;
    }
    String id = (String) groups.get(target);
    if (id == null && !template) {
      id = target;
    }
    return id == null ? null : new Decision(Action.JOIN, name, id);
  }

  private String lookUp(Object table, String value) {
    Map<?, ?> rows = (Map<?, ?>) ((Map<?, ?>) book.get("tables")).get(table);
    if (rows.containsKey(value)) {
      return (String) rows.get(value);
    }
    return (String)
        rows.entrySet().stream()
            .filter(row -> ((String) row.getKey()).matches("(?s).*[*?].*"))
            .filter(row -> glob((String) row.getKey(), value))
            .findFirst()
            .map(Map.Entry::getValue)
            .orElse(null);
  }

  private boolean fits(Map<?, ?> when, ResourceState state) {
    return when.entrySet().stream().allMatch(entry -> fits(entry, state));
  }

  private boolean fits(Map.Entry<?, ?> entry, ResourceState state) {
    String key = (String) entry.getKey();
    Object value = entry.getValue();
    if (key.equals("all")) {
      return ((List<?>) value).stream().allMatch(part -> fits((Map<?, ?>) part, state));
    }
    if (key.equals("any")) {
      return ((List<?>) value).stream().anyMatch(part -> fits((Map<?, ?>) part, state));
    }
    if (key.equals("not")) {
      return !fits((Map<?, ?>) value, state);
    }
    String actual = attributes(state).get(key);
    List<String> candidates = new ArrayList<>();
    if (actual != null) {
      candidates.add(actual);
      if (key.equals("group")) {
        groups.forEach(
            (name, id) -> {
              if (id.equals(actual)) {
                candidates.add((String) name);
              }
            });
      }
    }
    if (value instanceof String || value instanceof List) {
      return check("in", value, candidates, false);
    }
    boolean folded = ((Map<?, ?>) value).containsKey("ignoreCase");
    return ((Map<?, ?>) value)
        .entrySet().stream()
            .allMatch(c -> check((String) c.getKey(), c.getValue(), candidates, folded));
  }

  private static boolean check(
      String key, Object operand, List<String> candidates, boolean folded) {
    List<?> operands = operand instanceof List<?> list ? list : List.of(operand);
    Predicate<String> isListed =
        c -> operands.stream().anyMatch(o -> folded ? c.equalsIgnoreCase((String) o) : c.equals(o));
    return switch (key) {
      case "equals", "in" -> candidates.stream().anyMatch(isListed);
      case "notIn" -> candidates.stream().noneMatch(isListed);
      case "matches" ->
          candidates.stream()
              .anyMatch(c -> operands.stream().anyMatch(g -> glob((String) g, c, folded)));
      case "exists" -> Objects.equals(operand, !candidates.isEmpty());
      case "ignoreCase" -> true;
      default -> throw new AssertionError(key);
    };
  }

  public static boolean glob(String glob, String text) {
    return glob(glob, text, false);
  }

  private static boolean glob(String glob, String text, boolean folded) {
    int flags = Pattern.DOTALL | (folded ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : c < 128 ? "\\x" + hex(c) : "" + c);
    }
    return Pattern.compile(regex.toString(), flags).matcher(text).matches();
  }

  private static String hex(char c) {
    return "" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 15, 16);
  }

  private static Map<String, String> attributes(ResourceState state) {
    Map<String, String> attributes = new HashMap<>();
    state.tags().forEach((key, value) -> attributes.put("tag." + key, value));
    attributes.put("name", state.name());
    attributes.put("kind", state.ref().kind().type());
    attributes.put("region", state.ref().region());
    attributes.put("account", state.ref().account());
    attributes.put("id", state.ref().id());
    attributes.put("group", state.group());
    attributes.put("vpc", state.vpc());
    attributes.put("vswitch", state.vswitch());
    return attributes;
  }
}
