package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** {@code tagjoin policy NAME}: a RAM policy for the accounts and regions of the settings. */
final class PolicyCommand extends Command {
  private static final List<String> NAMES =
      List.of(
          "function",
          "join-other-types",
          "doctor",
          "assume-members",
          "list-accounts",
          "trust-function-compute",
          "trust-central-account");
  private static final String ANY_MEMBER = "acs:ram::*:role/tagjoin-member";
  private static final String ROLE = "--function-role";

  PolicyCommand() {
    super(
        "policy",
        List.of("NAME"),
        "Write a RAM policy for your accounts and regions",
        """
        NAME is one of:
          function                read every type, move those with a resource name
          join-other-types        also move the types without a resource name
          doctor                  look up resource groups
          assume-members          assume the roles that TAGJOIN_ACCOUNTS names
          list-accounts           list the accounts of the resource directory
          trust-function-compute  trust policy of the function's role
          trust-central-account   trust policy of the role in each other account
        Without options, account and regions are those of TAGJOIN_ACCOUNTS (the one without a role)
        and TAGJOIN_REGIONS; without these the policy has "*". If your rules name no regions, include
        every region that has resources.
        """,
        List.of(
            new Option(SweepOptions.ACCOUNT, "ID", "the account whose resources are moved"),
            SweepOptions.REGIONS,
            new Option(ROLE, "ARN", "for trust-central-account: the function's role")),
        List.of("written", "an error"),
        List.of(
            "tagjoin policy function --account 1234567890123456 --regions cn-hangzhou",
            "tagjoin policy assume-members    # with TAGJOIN_ACCOUNTS",
            "tagjoin policy trust-central-account --function-role"
                + " acs:ram::1234567890123456:role/tagjoin"),
        null);
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    String policy = arguments.operands().get(0);
    if (!NAMES.contains(policy)) {
      throw new UsageException(
          "unknown policy \"" + policy + "\"" + Nearest.suggestion(policy, NAMES));
    }
    terminal.print(JsonText.of(policy(policy, arguments, services)));
    return OK;
  }

  private static ObjectNode policy(String name, Arguments arguments, Services services)
      throws CommandException {
    return switch (name) {
      case "function" -> function(regions(arguments, services), account(arguments, services));
      case "join-other-types" ->
          joinOtherTypes(regions(arguments, services), account(arguments, services));
      // the vendor's pages name the action with two prefixes; which one is checked is not known
      case "doctor" -> anywhere("ram:ListResourceGroups", "resourcemanager:ListResourceGroups");
      case "assume-members" -> {
        AccountList list = services.accounts();
        Collection<String> roles =
            list.isDirectory() ? List.of(list.role("*")) : list.roles().values();
        yield assumeMembers(roles.isEmpty() ? List.of(ANY_MEMBER) : roles);
      }
      case "list-accounts" ->
          anywhere("resourcemanager:GetResourceDirectory", "resourcemanager:ListAccounts");
      case "trust-function-compute" -> trustFunctionCompute();
      default -> trustCentralAccount(functionRole(arguments));
    };
  }

  private static List<String> regions(Arguments arguments, Services services)
      throws CommandException {
    List<String> asked = SweepOptions.regions(arguments);
    List<String> regions = asked == null ? services.regions(null) : asked;
    return regions.isEmpty() ? List.of("*") : regions;
  }

  private static String account(Arguments arguments, Services services) throws CommandException {
    String own = services.accounts().own();
    return SweepOptions.account(arguments).orElse(own == null ? "*" : own);
  }

  private static String functionRole(Arguments arguments) throws UsageException {
    String arn = arguments.value(ROLE).orElse("");
    if (!arn.matches("acs:ram::\\d+:role/[\\w.-]+")) {
      throw new UsageException(
          ROLE + " needs the ARN of the function's role: acs:ram::1234567890123456:role/tagjoin");
    }
    return arn;
  }

  /**
   * Reading every type and moving those that have a resource name. Describe calls list, so that
   * they are allowed for any resource.
   *
   * @param regions region ids, or {@code *}
   * @param account the account's id, or {@code *}
   */
  private static ObjectNode function(List<String> regions, String account) {
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
  private static ObjectNode joinOtherTypes(List<String> regions, String account) {
    ObjectNode policy = policy();
    set(
        allow(policy, List.of("ecs:JoinResourceGroup")),
        "Resource",
        regions.stream().map(region -> "acs:ecs:" + region + ":" + account + ":*").toList());
    return policy;
  }

  /** Calls that policies cannot narrow to a resource. */
  private static ObjectNode anywhere(String... actions) {
    ObjectNode policy = policy();
    allow(policy, List.of(actions)).put("Resource", "*");
    return policy;
  }

  /** Assuming the roles of other accounts. */
  private static ObjectNode assumeMembers(Collection<String> roles) {
    ObjectNode policy = policy();
    set(allow(policy, List.of("sts:AssumeRole")), "Resource", new TreeSet<>(roles));
    return policy;
  }

  /** Trust in Function Compute. RAM lets a service assume roles of its own account only. */
  private static ObjectNode trustFunctionCompute() {
    ObjectNode policy = policy();
    trust(policy, "Service", "fc.aliyuncs.com");
    return policy;
  }

  /** Trust, in another account, in the function's role and in calls over TLS only. */
  private static ObjectNode trustCentralAccount(String functionRole) {
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
