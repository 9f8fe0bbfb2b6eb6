package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import java.util.ArrayList;
import java.util.Arrays;
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
    List<String> resources = new ArrayList<>();
    for (ResourceKind kind : ResourceKind.values()) {
      if (kind.apiPage() == ResourceKind.ApiPage.TYPE_AND_RESOURCE_NAME) {
        regions.forEach(
            region ->
                resources.add("acs:ecs:" + region + ":" + account + ":" + kind.type() + "/*"));
      }
    }
    ObjectNode policy = policy();
    set(allow(policy, List.of("ecs:JoinResourceGroup")), "Resource", resources);
    List<String> describes =
        Arrays.stream(ResourceKind.values())
            .map(kind -> "ecs:" + kind.describe().action())
            .toList();
    allow(policy, describes).put("Resource", "*");
    return policy;
  }

  /** Moving all types, those without a resource name included. */
  static ObjectNode joinOtherTypes(List<String> regions, String account) {
    ObjectNode policy = policy();
    set(
        allow(policy, List.of("ecs:JoinResourceGroup")),
        "Resource",
        regions.stream().map(region -> "acs:ecs:" + region + ":" + account + ":*").toList());
    return policy;
  }

  /** Calls that policies cannot narrow to a resource. */
  static ObjectNode anywhere(String... actions) {
    ObjectNode policy = policy();
    allow(policy, List.of(actions)).put("Resource", "*");
    return policy;
  }

  /** Assuming the roles of other accounts. */
  static ObjectNode assumeMembers(Collection<String> roles) {
    ObjectNode policy = policy();
    set(allow(policy, List.of("sts:AssumeRole")), "Resource", new TreeSet<>(roles));
    return policy;
  }

  /** Trust in Function Compute. RAM lets a service assume roles of its own account only. */
  static ObjectNode trustFunctionCompute() {
    ObjectNode policy = policy();
    trust(policy, "Service", "fc.aliyuncs.com");
    return policy;
  }

  /** Trust, in another account, in the function's role and in calls over TLS only. */
  static ObjectNode trustCentralAccount(String functionRole) {
    ObjectNode policy = policy();
    ObjectNode condition = trust(policy, "RAM", functionRole).putObject("Condition");
    condition.putObject("Bool").put("acs:SecureTransport", "true");
    return policy;
  }

  private static ObjectNode trust(ObjectNode policy, String type, String whom) {
    ObjectNode statement = allow(policy, List.of("sts:AssumeRole"));
    statement.putObject("Principal").putArray(type).add(whom);
    return statement;
  }

  private static ObjectNode policy() {
    ObjectNode policy = JsonText.object().put("Version", "1");
    policy.putArray("Statement");
    return policy;
  }

  /** Adds a statement to a policy. */
  private static ObjectNode allow(ObjectNode policy, Collection<String> actions) {
    ObjectNode statement = policy.withArrayProperty("Statement").addObject().put("Effect", "Allow");
    set(statement, "Action", actions);
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
