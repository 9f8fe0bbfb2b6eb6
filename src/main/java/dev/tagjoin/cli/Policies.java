package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Writes RAM policies: what the function needs and nothing else. Stateless. */
final class Policies {
  private Policies() {}

  /**
   * Reading every type and moving those that have a resource name. Describe calls list, so that
   * they are allowed for any resource.
   *
   * @param regions region ids, or {@code *}
   * @param account the account's id, or {@code *}
   */
  static ObjectNode function(List<String> regions, String account) {
    ObjectNode policy = policy();
    ObjectNode join = allow(policy, "ecs:JoinResourceGroup");
    ArrayNode resources = join.putArray("Resource");
    ArrayNode describes = JsonNodeFactory.instance.arrayNode();
    for (ResourceKind kind : ResourceKind.values()) {
      if (kind.apiPage() == ResourceKind.ApiPage.TYPE_AND_RESOURCE_NAME) {
        for (String region : regions) {
          resources.add("acs:ecs:" + region + ":" + account + ":" + kind.type() + "/*");
        }
      }
      describes.add("ecs:" + kind.describe().action());
    }
    ObjectNode read = ((ArrayNode) policy.get("Statement")).addObject().put("Effect", "Allow");
    read.set("Action", describes);
    read.put("Resource", "*");
    return policy;
  }

  /** Moving all types, those without a resource name included. */
  static ObjectNode joinOtherTypes(List<String> regions, String account) {
    ObjectNode policy = policy();
    set(
        allow(policy, "ecs:JoinResourceGroup"),
        "Resource",
        regions.stream().map(region -> "acs:ecs:" + region + ":" + account + ":*").toList());
    return policy;
  }

  /**
   * Looking up resource groups. The vendor's pages name the action with two prefixes; which one is
   * checked is not known, so both are allowed.
   */
  static ObjectNode doctor() {
    ObjectNode policy = policy();
    allow(policy, "ram:ListResourceGroups", "resourcemanager:ListResourceGroups")
        .put("Resource", "*");
    return policy;
  }

  /** Listing the accounts of the resource directory. */
  static ObjectNode listAccounts() {
    ObjectNode policy = policy();
    allow(policy, "resourcemanager:GetResourceDirectory", "resourcemanager:ListAccounts")
        .put("Resource", "*");
    return policy;
  }

  /** Assuming the roles of other accounts. */
  static ObjectNode assumeMembers(Collection<String> roles) {
    ObjectNode policy = policy();
    set(allow(policy, "sts:AssumeRole"), "Resource", new TreeSet<>(roles));
    return policy;
  }

  /** Trust in Function Compute. RAM lets a service assume roles of its own account only. */
  static ObjectNode trustFunctionCompute() {
    ObjectNode policy = policy();
    allow(policy, "sts:AssumeRole")
        .putObject("Principal")
        .putArray("Service")
        .add("fc.aliyuncs.com");
    return policy;
  }

  /** Trust, in another account, in the function's role and in calls over TLS only. */
  static ObjectNode trustCentralAccount(String functionRole) {
    ObjectNode policy = policy();
    ObjectNode statement = allow(policy, "sts:AssumeRole");
    statement.putObject("Principal").putArray("RAM").add(functionRole);
    statement.putObject("Condition").putObject("Bool").put("acs:SecureTransport", "true");
    return policy;
  }

  private static ObjectNode policy() {
    ObjectNode policy = JsonNodeFactory.instance.objectNode().put("Version", "1");
    policy.putArray("Statement");
    return policy;
  }

  private static ObjectNode allow(ObjectNode policy, String... actions) {
    ObjectNode statement = ((ArrayNode) policy.get("Statement")).addObject().put("Effect", "Allow");
    set(statement, "Action", List.of(actions));
    return statement;
  }

  /** One value as a text, several as an array. */
  private static void set(ObjectNode statement, String element, Collection<String> values) {
    if (values.size() == 1) {
      statement.put(element, values.iterator().next());
    } else {
      ArrayNode list = statement.putArray(element);
      values.forEach(list::add);
    }
  }
}
