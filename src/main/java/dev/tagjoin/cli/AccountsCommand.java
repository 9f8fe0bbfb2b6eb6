package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.DirectoryAccount;
import dev.tagjoin.text.PrintableText;
import java.util.Comparator;
import java.util.List;

/** {@code tagjoin accounts}: the accounts of the resource directory, as YAML. */
final class AccountsCommand extends Command {
  AccountsCommand() {
    super(
        "accounts",
        List.of(),
        "List the accounts of the resource directory, as YAML",
        """
        Prints the ids of the accounts that TAGJOIN_ACCOUNTS=directory:<role name> includes. All
        other accounts of the directory are comments: incomplete ones, those that are being deleted,
        and those of TAGJOIN_ACCOUNTS_EXCEPT. Run it with credentials of the management account or of
        a delegated administrator; it needs the permission of "tagjoin policy list-accounts".
        """,
        List.of(),
        List.of("listed", "the accounts could not be read"),
        List.of("tagjoin accounts", "tagjoin accounts --json | jq '.accounts[] | select(.used)'"),
        "an object with accounts: id, name, status, deletionStatus and used of each");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    AccountList list = services.accounts();
    List<DirectoryAccount> accounts =
        services.directory().stream().sorted(Comparator.comparing(DirectoryAccount::id)).toList();
    if (arguments.has("--json")) {
      ArrayNode all = JsonText.list(accounts, (json, account) -> describe(json, account, list));
      terminal.print(JsonText.of(JsonText.object().set("accounts", all)));
      return OK;
    }
    terminal.print("accounts:");
    for (DirectoryAccount account : accounts) {
      String why = reason(account, list);
      terminal.print(
          (why.isEmpty() ? "  - \"" : "  # - \"")
              + PrintableText.sentence(account.id())
              + "\"  # "
              + PrintableText.sentence(account.name())
              + why);
    }
    return OK;
  }

  /** Why an account is not used, in the words of the directory; empty when it is. */
  private static String reason(DirectoryAccount account, AccountList list) {
    if (list.except().contains(account.id())) {
      return ", TAGJOIN_ACCOUNTS_EXCEPT";
    }
    String status =
        account.deletionStatus().isEmpty() ? account.status() : account.deletionStatus();
    return account.isUsable() ? "" : ", " + PrintableText.sentence(status);
  }

  private static void describe(ObjectNode json, DirectoryAccount account, AccountList list) {
    json.put("id", account.id())
        .put("name", account.name())
        .put("status", account.status())
        .put("deletionStatus", account.deletionStatus())
        .put("used", reason(account, list).isEmpty());
  }
}
