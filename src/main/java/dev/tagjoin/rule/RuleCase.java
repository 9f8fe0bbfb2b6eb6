package dev.tagjoin.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A state together with what a rule book is expected to decide about it.
 *
 * @param place where the case stands: source, line and column; its message is the case's name
 * @param state the state
 * @param lead who leads the resource, or {@code null} when its kind follows nothing
 * @param group the id of the group to join, or {@code null} when the resource is to be left
 * @param rule the name of the rule that is to decide, or {@code null} when any may
 */
public record RuleCase(Fault place, ResourceState state, Lead lead, String group, String rule) {
  private static final List<String> KEYS = List.of("name", "state", "expect", "rule");

  /**
   * Reads a list of cases.
   *
   * @param source names the text in messages
   * @param yaml a list of maps with {@code state} (as {@link StateReader#read} takes it), {@code
   *     expect} (the name or id of a group, or {@code leave}) and, if wanted, {@code name} and
   *     {@code rule}
   * @param book the book that the cases are about
   * @throws RuleBookException with all faults of the text
   */
  public static List<RuleCase> parse(String source, String yaml, RuleBook book)
      throws RuleBookException {
    Yaml.Node root = Yaml.read(source, yaml);
    Faults faults = new Faults(source);
    List<RuleCase> cases = new ArrayList<>();
    if (root instanceof Yaml.Sequence list) {
      for (Yaml.Node item : list.items()) {
        if (item instanceof Yaml.Mapping map) {
          cases.add(one(source, map, cases.size() + 1, book, faults));
        } else {
          faults.fault(
              item,
              Fields.offending(item),
              "a case expected, a map with state and expect, not " + Fields.kind(item));
        }
      }
    } else {
      Yaml.Node at = root == null ? new Yaml.Scalar("", true, 1, 1) : root;
      faults.fault(at, Fields.offending(at), "a list of cases expected, not " + Fields.kind(at));
    }
    faults.throwIfAny();
    return List.copyOf(cases);
  }

  /** How the book's decision differs from what was expected, or empty when it does not. */
  public Optional<String> difference(RuleBook book) {
    Decision decision = book.wanted(state, lead).decision();
    boolean sameGroup = group == null ? decision.group() == null : group.equals(decision.group());
    if (sameGroup && (rule == null || rule.equals(decision.rule()))) {
      return Optional.empty();
    }
    String wanted = said(group, rule, book);
    return Optional.of(
        wanted + " expected, but it is " + said(decision.group(), decision.rule(), book));
  }

  private static String said(String group, String rule, RuleBook book) {
    StringBuilder text = new StringBuilder();
    if (group == null) {
      text.append("leave");
    } else {
      List<String> names = book.groupIndex().names(group);
      text.append("join ").append(names.isEmpty() ? group : Texts.list(names));
    }
    if (rule != null) {
      text.append(" by ").append(rule.equals(Decision.OTHERWISE) ? rule : Texts.quote(rule));
    }
    return text.toString();
  }

  /** One case; {@code null}, which is never seen, behind a fault. */
  private static RuleCase one(
      String source, Yaml.Mapping map, int number, RuleBook book, Faults faults) {
    Groups groups = book.groupIndex();
    Fields fields = new Fields(faults);
    Fields.Entries entries = fields.entries(map, KEYS);
    String name = "case " + number;
    if (entries.has("name")) {
      name = fields.text(entries.get("name").value(), "the name of a case");
    }
    String rule = null;
    if (entries.has("rule")) {
      rule = fields.text(entries.get("rule").value(), "the name of a rule");
    }
    String group = null;
    if (!entries.has("expect")) {
      faults.fault(map, "", "expect is missing; expected the name of a group, or leave");
    } else {
      Yaml.Node at = entries.get("expect").value();
      String expect = fields.text(at, "the name of a group, or leave");
      if (expect != null && !expect.equals("leave")) {
        group = groups.find(expect);
        if (group == null) {
          faults.fault(at, expect, groups.unknown(expect, faults) + ", or leave");
        }
      }
    }
    if (!entries.has("state")) {
      faults.fault(map, "", "state is missing");
      return null;
    }
    Yaml.Node at = entries.get("state").value();
    try {
      JsonNode json = json(at, fields);
      ResourceState state = StateReader.read(json);
      Lead lead = StateReader.readLead(json, state.ref(), book);
      return name == null
          ? null
          : new RuleCase(
              new Fault(source, map.line(), map.column(), "", name), state, lead, group, rule);
    } catch (StateException e) {
      Yaml.Node place = find(at, e.pointer());
      faults.fault(place, Fields.offending(place), e.getMessage());
      return null;
    }
  }

  private static JsonNode json(Yaml.Node node, Fields fields) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.isNull()
          ? JsonNodeFactory.instance.nullNode()
          : JsonNodeFactory.instance.textNode(scalar.text());
    }
    if (node instanceof Yaml.Sequence list) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      list.items().forEach(item -> array.add(json(item, fields)));
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields
        .entries((Yaml.Mapping) node)
        .forEach(entry -> object.set(Fields.key(entry), json(entry.value(), fields)));
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
