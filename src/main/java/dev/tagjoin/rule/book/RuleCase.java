package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Action;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.RuleBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A state together with the decision that a rule book should make about it. Immutable.
 *
 * @param place where the case stands: source, line and column; its message is the case's name
 * @param state the state
 * @param leader the resource's leader, or {@code null} when its kind follows nothing
 * @param group the id or the name of the group to join, or {@code null} when the resource is to be
 *     left
 * @param rule the name of the rule that should decide, or {@code null} when any may
 * @param day the day of the decision, or {@code null} for that of the book
 */
public record RuleCase(
    Diagnostic place,
    ResourceState state,
    Leader leader,
    String group,
    String rule,
    LocalDate day) {
  private static final List<String> KEYS = List.of("name", "state", "expect", "rule", "day");

  /**
   * Reads a list of cases.
   *
   * @param source names the text in messages
   * @param yaml a list of maps with {@code state} (as {@link StateReader#read} takes it), {@code
   *     expect} (the name or id of a group, or {@code leave}) and, if wanted, {@code name}, {@code
   *     rule} and {@code day}
   * @param book the book that the cases are about
   * @throws RuleBookException with all faults of the text
   */
  public static List<RuleCase> parse(String source, String yaml, RuleBook book)
      throws RuleBookException {
    NodeReader reader = new NodeReader(source);
    Yaml.Node root = Yaml.read(yaml, reader);
    List<RuleCase> cases = new ArrayList<>();
    if (root instanceof Yaml.Sequence list) {
      for (Yaml.Node item : list.items()) {
        Yaml.Mapping map = reader.map(item, "a case must be a map with state and expect");
        if (map != null) {
          cases.add(one(map, cases.size() + 1, book, reader));
        }
      }
    } else {
      reader.error(root, "cases must be a list, not " + NodeReader.describe(root));
    }
    reader.throwIfErrors();
    return List.copyOf(cases);
  }

  /** How the book's decision differs from the expected one, or empty when it does not. */
  public Optional<String> difference(RuleBook book) {
    RuleBook then = day == null ? book : book.on(() -> day);
    Decision decision = then.placement(state, leader).decision();
    boolean sameGroup =
        group == null
            ? decision.action() == Action.LEAVE
            : group.equals(decision.group()) || group.equals(decision.groupName());
    if (sameGroup && (rule == null || rule.equals(decision.rule()))) {
      return Optional.empty();
    }
    String is = decision.group() == null ? decision.groupName() : decision.group();
    return Optional.of(
        "should be %s, but is %s"
            .formatted(describe(group, rule, book), describe(is, decision.rule(), book)));
  }

  private static String describe(String group, String rule, RuleBook book) {
    String by = rule == null ? "" : " by " + (rule.equals(Decision.OTHERWISE) ? rule : quote(rule));
    if (group == null) {
      return "leave" + by;
    }
    List<String> names = book.groupIndex().names(group);
    return "join " + (names.isEmpty() ? group : DisplayText.list(names)) + by;
  }

  /** One case; {@code null}, which is never seen, after an error. */
  private static RuleCase one(Yaml.Mapping map, int number, RuleBook book, NodeReader reader) {
    Map<String, Yaml.Entry> entries = reader.entries(map, KEYS);
    String given = reader.text(entries.get("name"), "the name of a case");
    String rule = reader.text(entries.get("rule"), "the name of a rule");
    String group = expected(map, entries.get("expect"), book.groupIndex(), reader);
    LocalDate day = reader.day(entries.get("day"), "the day of a case");
    if (!entries.containsKey("state")) {
      reader.error(map, "state is missing; add the state of a resource");
      return null;
    }
    Yaml.Node at = entries.get("state").value();
    try {
      JsonNode json = json(at, reader);
      ResourceState state = StateReader.read(json);
      Leader leader = StateReader.readLeader(json, state.ref(), book);
      String name = given == null ? "case " + number : given;
      Diagnostic place = new Diagnostic(reader.source(), map.line(), map.column(), name);
      return new RuleCase(place, state, leader, group, rule, day);
    } catch (StateException e) {
      reader.error(find(at, e.pointer()), e.getMessage());
      return null;
    }
  }

  private static String expected(
      Yaml.Mapping map, Yaml.Entry entry, Groups groups, NodeReader reader) {
    if (entry == null) {
      reader.error(map, "expect is missing; add the name of a group, or leave");
      return null;
    }
    String text = reader.text(entry, "expect");
    if (text == null || text.equals("leave")) {
      return null;
    }
    GroupRef group = groups.find(text);
    if (group == null) {
      reader.error(entry.value(), TargetParser.unknownGroup(text, groups, reader));
      return null;
    }
    return group instanceof GroupRef.Id id
        ? id.id()
        : group instanceof GroupRef.Named named
            ? named.name()
            : ((GroupRef.PerAccount) group).name();
  }

  private static JsonNode json(Yaml.Node node, NodeReader reader) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.isNull()
          ? JsonNodeFactory.instance.nullNode()
          : JsonNodeFactory.instance.textNode(scalar.text());
    }
    if (node instanceof Yaml.Sequence list) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      list.items().forEach(item -> array.add(json(item, reader)));
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    reader
        .entries((Yaml.Mapping) node)
        .forEach((key, entry) -> object.set(key, json(entry.value(), reader)));
    return object;
  }

  /** The node that a pointer leads to, or the last one on its way. */
  private static Yaml.Node find(Yaml.Node from, String pointer) {
    Yaml.Node node = from;
    for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String key = step.replace("~1", "/").replace("~0", "~");
      if (node instanceof Yaml.Mapping map) {
        for (Yaml.Entry entry : map.entries()) {
          if (entry.key() instanceof Yaml.Scalar scalar && scalar.text().equals(key)) {
            node = entry.value();
            break;
          }
        }
      }
    }
    return node;
  }
}
