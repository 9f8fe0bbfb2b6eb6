package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.rule.Nearest;
import java.util.Collection;
import java.util.List;

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
          join-other-types        besides, move the types without a resource name
          doctor                  look up resource groups
          assume-members          assume the roles that TAGJOIN_ACCOUNTS names
          list-accounts           list the accounts of the resource directory
          trust-function-compute  trust policy of the function's role
          trust-central-account   trust policy of the role in each other account
        Account and regions come from TAGJOIN_ACCOUNTS (the one without a role) and
        TAGJOIN_REGIONS unless options name them; without them the policy has "*". A book that is
        bound to no region needs every region where resources are.
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
    String name = arguments.operands().get(0);
    if (!NAMES.contains(name)) {
      throw new UsageException("unknown policy \"" + name + "\"" + Nearest.suggestion(name, NAMES));
    }
    terminal.print(JsonText.of(policy(name, arguments, services)));
    return OK;
  }

  private static ObjectNode policy(String name, Arguments arguments, Services services)
      throws CommandException {
    return switch (name) {
      case "function" ->
          Policies.function(regions(arguments, services), account(arguments, services));
      case "join-other-types" ->
          Policies.joinOtherTypes(regions(arguments, services), account(arguments, services));
      // the vendor's pages name the action with two prefixes; which one is checked is not known
      case "doctor" ->
          Policies.anywhere("ram:ListResourceGroups", "resourcemanager:ListResourceGroups");
      case "assume-members" -> {
        AccountList list = services.accounts();
        Collection<String> roles =
            list.isDirectory() ? List.of(list.role("*")) : list.roles().values();
        yield Policies.assumeMembers(roles.isEmpty() ? List.of(ANY_MEMBER) : roles);
      }
      case "list-accounts" ->
          Policies.anywhere("resourcemanager:GetResourceDirectory", "resourcemanager:ListAccounts");
      case "trust-function-compute" -> Policies.trustFunctionCompute();
      default -> Policies.trustCentralAccount(functionRole(arguments));
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
}
