package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.text.PrintableText;
import java.util.Comparator;
import java.util.List;

/** {@code tagjoin groups}: the resource groups of an account, as YAML to paste into a rule book. */
final class GroupsCommand extends Command {
  private static final String IDS = "--ids";

  GroupsCommand() {
    super(
        "groups",
        List.of(),
        "List the resource groups of an account, as YAML for a rule book",
        """
        Prints the part "groups" of a rule book: the names of the groups, with their ids in
        comments. With --ids it prints names with their ids. Groups that cannot be joined now are
        commented out. Needs the permission of "tagjoin policy doctor".
        """,
        List.of(
            new Option(
                SweepOptions.ACCOUNT,
                "ID",
                "an account of TAGJOIN_ACCOUNTS; else that of the credentials"),
            new Option(IDS, null, "print a map of names to ids")),
        List.of("listed", "the groups could not be read"),
        List.of("tagjoin groups", "tagjoin groups --account=2234567890123456 --ids"),
        "an object with account and groups: id, name, displayName and status of each");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    String account = SweepOptions.account(arguments).orElse(null);
    AccountList list = services.accounts();
    if (account != null && !list.allowed().isEmpty() && !list.allowed().contains(account)) {
      throw new CommandException(
          "the account " + account + " is not one of TAGJOIN_ACCOUNTS: add it with its role");
    }
    List<ResourceGroup> groups =
        services.groups(account).stream()
            .sorted(Comparator.comparing(ResourceGroup::name))
            .toList();
    String owner = groups.isEmpty() ? account : groups.get(0).account();
    if (account != null && owner != null && !account.equals(owner)) {
      throw new CommandException(
          "the credentials belong to the account "
              + PrintableText.sentence(owner)
              + ": set TAGJOIN_ACCOUNTS to "
              + account
              + "=<the ARN of a role there>");
    }
    if (arguments.has("--json")) {
      ObjectNode json = JsonText.object().put("account", owner);
      json.set("groups", JsonText.list(groups, GroupsCommand::describe));
      terminal.print(JsonText.of(json));
    } else {
      print(owner, groups, arguments.has(IDS), terminal);
    }
    return OK;
  }

  private static void describe(ObjectNode json, ResourceGroup group) {
    json.put("id", group.id())
        .put("name", group.name())
        .put("displayName", group.displayName())
        .put("status", group.status());
  }

  private static void print(
      String owner, List<ResourceGroup> groups, boolean withIds, Terminal terminal) {
    if (owner != null) {
      terminal.print("# account " + PrintableText.sentence(owner));
    }
    int width = groups.stream().mapToInt(group -> yaml(group.name()).length()).max().orElse(0);
    terminal.print(groups.isEmpty() ? "groups: []" : "groups:");
    for (ResourceGroup group : groups) {
      String id = PrintableText.sentence(group.id());
      String name = yaml(group.name());
      String shown = PrintableText.sentence(group.displayName());
      String more = group.isUsable() ? "" : ", " + PrintableText.sentence(group.status());
      terminal.print(
          (group.isUsable() ? "  " : "  # ")
              + (withIds
                  ? TextTable.pad(name + ":", width + 1) + " " + id + "  # " + shown + more
                  : "- " + TextTable.pad(name, width) + "  # " + id + ", " + shown + more));
    }
  }

  /** A name as a YAML text. */
  private static String yaml(String name) {
    boolean isPlain =
        name.matches("[A-Za-z][A-Za-z0-9-]*")
            && !name.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return isPlain
        ? name
        : "\"" + PrintableText.sentence(name).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
