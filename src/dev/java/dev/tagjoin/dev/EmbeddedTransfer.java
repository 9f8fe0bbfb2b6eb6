package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of Automatic Resource Transfer that an embedded account has, and the calls that show
 * them. They are shown only: nothing is moved by them. Thread-safe.
 */
public final class EmbeddedTransfer {
  private final List<ObjectNode> rules = new ArrayList<>();
  private final List<String> associated = new ArrayList<>();

  EmbeddedTransfer() {}

  /** Adds a rule, as {@code ListAutoGroupingRules} shows it. */
  public synchronized void addRule(ObjectNode rule) {
    rules.add(rule.deepCopy());
  }

  /** Says that a type goes with its instance, for example {@code ecs.disk}. */
  public synchronized void associate(String type) {
    associated.add(type);
  }

  /** Answers {@code ListAutoGroupingRules}. */
  synchronized ObjectNode list(RpcRequest request) {
    int size = request.number("MaxResults", 10, 1, 50);
    int start = Math.min(rules.size(), request.number("NextToken", 0, 0, 1_000_000));
    int end = Math.min(rules.size(), start + size);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("MaxResults", size);
    ArrayNode page = answer.putArray("Rules");
    rules.subList(start, end).forEach(rule -> page.add(rule.deepCopy()));
    return end == rules.size() ? answer : answer.put("NextToken", Integer.toString(end));
  }

  /** Answers {@code ListAssociatedTransferSetting}. */
  synchronized ObjectNode setting(String account) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode setting = answer.putObject("AssociatedTransferSetting");
    setting.put("AccountId", account);
    setting.put("Status", associated.isEmpty() ? "Disable" : "Enable");
    setting.put("EnableExistingResourcesTransfer", "false");
    ArrayNode pairs = setting.putArray("RuleSettings");
    for (String type : associated) {
      String[] words = type.split("\\.", -1);
      pairs
          .addObject()
          .put("MasterService", "ecs")
          .put("MasterResourceType", "instance")
          .put("AssociatedService", words[0])
          .put("AssociatedResourceType", words[1])
          .put("Status", "Enable");
    }
    return answer;
  }
}
