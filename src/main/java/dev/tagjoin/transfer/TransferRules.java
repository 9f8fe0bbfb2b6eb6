package dev.tagjoin.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules of Automatic Resource Transfer, collected from one or more JSON documents. Not safe for
 * use by several threads.
 *
 * <p>A document is the answer of {@code ListAutoGroupingRules}, {@code GetAutoGroupingRule} or
 * {@code ListAssociatedTransferSetting}, the output of {@code terraform show -json}, a Terraform
 * state, or any JSON that holds one of these. Names of members count without case and underscores,
 * because the API and Terraform spell them differently.
 */
public final class TransferRules {
  /** A rule as it was read; its id ({@code gr-...}) and its name may be {@code null}. */
  record TransferRule(String id, String name, JsonNode json) {
    /** The id and the name, as far as they are known. */
    String label() {
      String quoted = name == null ? "" : '"' + name + '"';
      return id == null ? quoted : name == null ? id : quoted + " (" + id + ")";
    }
  }

  private final Map<String, TransferRule> rules = new LinkedHashMap<>();
  private final List<JsonNode> settings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Adds the rules of a document.
   *
   * @return whether the document is one that can hold rules; an empty list of rules is one
   */
  public boolean add(JsonNode document) {
    boolean isKnown = member(document, "associatedtransfersetting") != null;
    if (member(document, "rulecontents") != null || member(document, "ruletype") != null) {
      addRule(document);
      return true;
    }
    if (member(document, "rulesettings") != null) {
      settings.add(document);
      return true;
    }
    JsonNode list = document.isObject() ? member(document, "rules") : null;
    if (list != null && list.isArray()) {
      isKnown |= list.isEmpty();
      if (JsonNodes.scalar(member(document, "nexttoken")) != null) {
        problems.add("the answer is one page of several (NextToken is set): add the other pages");
      }
    }
    for (JsonNode child : document) {
      isKnown |= child.isContainerNode() && add(child);
    }
    return isKnown;
  }

  private void addRule(JsonNode json) {
    String id = text(json, "ruleid");
    id = id == null ? text(json, "id") : id;
    TransferRule rule = new TransferRule(id, text(json, "rulename"), json);
    TransferRule first = rules.putIfAbsent(id == null ? "rule " + rules.size() : id, rule);
    // the plan of Terraform holds each resource twice
    if (first != null && !contents(first).equals(contents(rule))) {
      problems.add("rule " + rule.label() + " appears twice and differs; the first one was read");
    }
  }

  /** The rules, in the order in which they were read. */
  List<TransferRule> rules() {
    return List.copyOf(rules.values());
  }

  /** The settings of associated transfer. */
  List<JsonNode> settings() {
    return List.copyOf(settings);
  }

  /** Why rules may be missing. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The records of a rule: each has conditions and a target of its own. */
  static List<JsonNode> contents(TransferRule rule) {
    List<JsonNode> contents = new ArrayList<>();
    JsonNode list = member(rule.json, "rulecontents");
    if (list != null) {
      (list.isArray() ? list : List.of(list)).forEach(contents::add);
    }
    return contents;
  }

  /**
   * A member of an object by its name without case and underscores.
   *
   * @param name in lower case, without underscores
   * @return {@code null} when there is none or it is empty
   */
  static JsonNode member(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getKey().replace("_", "").toLowerCase(Locale.ROOT).equals(name)) {
        return JsonNodes.isAbsent(field.getValue()) ? null : field.getValue();
      }
    }
    return null;
  }

  /** The text of a member, or {@code null}. */
  static String text(JsonNode object, String name) {
    return JsonNodes.scalar(member(object, name));
  }

  /**
   * The names of groups by their ids in an answer of {@code ListResourceGroups}.
   *
   * @return empty when the document is something else
   */
  public static Map<String, String> groupNames(JsonNode answer) {
    Map<String, String> names = new LinkedHashMap<>();
    for (JsonNode group : answer.findPath("ResourceGroup")) {
      String id = JsonNodes.scalar(group, "Id");
      String name = JsonNodes.scalar(group, "Name");
      if (id != null && name != null) {
        names.put(id, name);
      }
    }
    return names;
  }
}
