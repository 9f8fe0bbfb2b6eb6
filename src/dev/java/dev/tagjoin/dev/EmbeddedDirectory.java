package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resource directory of the embedded ECS and its calls, version 2022-04-19. The server's first
 * account is the management account; without any member there is no directory. Thread-safe.
 */
public final class EmbeddedDirectory {
  private record Member(EmbeddedAccount account, String status, String deletionStatus) {}

  private final List<EmbeddedAccount> accounts;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> delegated = new HashSet<>();

  /**
   * @param accounts those of the server; members are added to it
   */
  EmbeddedDirectory(List<EmbeddedAccount> accounts) {
    this.accounts = accounts;
  }

  /** Adds a member that was created in the directory; its calls are answered from then on. */
  public void add(EmbeddedAccount account) {
    add(account, "CreateSuccess", "");
  }

  /**
   * Adds a member, or changes what is said about it.
   *
   * @param status the vendor's word, {@code CreateSuccess}
   * @param deletionStatus the vendor's word, empty for an account that is not being deleted
   */
  public synchronized void add(EmbeddedAccount account, String status, String deletionStatus) {
    members.put(account.id(), new Member(account, status, deletionStatus));
    if (!accounts.contains(account)) {
      accounts.add(account);
    }
  }

  /** Takes a member out of the directory; its keys and roles are gone as well. */
  public synchronized void remove(String accountId) {
    Member member = members.remove(accountId);
    if (member != null) {
      accounts.remove(member.account);
    }
  }

  /** Lets a member make the directory's calls. */
  public synchronized void delegate(String accountId) {
    delegated.add(accountId);
  }

  synchronized ObjectNode answer(RpcRequest request, EmbeddedAccount caller) {
    String management = accounts.get(0).id();
    if (members.isEmpty()) {
      throw new RpcError(
          404, "EntityNotExists.ResourceDirectory", "The resource directory is not enabled.");
    }
    if (!caller.id().equals(management) && !delegated.contains(caller.id())) {
      throw new RpcError(403, "NoPermission", "You are not authorized to perform this operation.");
    }
    return switch (request.action()) {
      case "ListAccounts" -> list(request);
      case "GetResourceDirectory" -> {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer
            .putObject("ResourceDirectory")
            .put("ResourceDirectoryId", "rd-embedded")
            .put("MasterAccountId", management)
            .put("MasterAccountName", "management")
            .put("RootFolderId", "r-embedded");
        yield answer;
      }
      default -> throw new RpcError(404, "InvalidAction.NotFound", "Specified api is not found.");
    };
  }

  /** The token is the number of members in front of the page. */
  private ObjectNode list(RpcRequest request) {
    int size = request.number("MaxResults", 10, 1, 100);
    int first = request.number("NextToken", 0, 0, Integer.MAX_VALUE);
    List<Member> all = new ArrayList<>(members.values());
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("TotalCount", all.size());
    ArrayNode items = answer.putObject("Accounts").putArray("Account");
    for (Member member : all.subList(Math.min(first, all.size()), all.size())) {
      if (items.size() == size) {
        return answer.put("NextToken", Integer.toString(first + size));
      }
      items
          .addObject()
          .put("AccountId", member.account.id())
          .put("AccountName", member.account.id() + "@rd-embedded.aliyunid.com")
          .put("DisplayName", "account " + member.account.id())
          .put("FolderId", "r-embedded")
          .put("ResourceDirectoryId", "rd-embedded")
          .put("Type", "ResourceAccount")
          .put("JoinMethod", "created")
          .put("Status", member.status)
          .put("DeletionStatus", member.deletionStatus);
    }
    return answer;
  }
}
