package dev.tagjoin.ecs;

import com.aliyuncs.CommonRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists the accounts of the resource directory, with the function's own credentials: those of the
 * management account or of a delegated administrator. Safe for use by several threads.
 */
public final class ResourceDirectoryApi {
  /** What a policy has to allow. */
  public static final String PERMISSION =
      "resourcemanager:ListAccounts and resourcemanager:GetResourceDirectory";

  private static final String VERSION = "2022-04-19";
  private static final String PAGE = "100";

  /** A directory has far fewer than 100,000 accounts. */
  private static final int MAX_PAGES = 1_000;

  private final ServiceClient client;

  public ResourceDirectoryApi(ServiceClient client) {
    this.client = client;
  }

  /**
   * Reads all accounts, whatever their status, by their ids. The management account, which {@code
   * ListAccounts} does not list, is among them.
   *
   * @param context whose credentials and deadline hold
   * @param region the region whose STS is asked for credentials
   * @throws EcsException when the directory refuses or cannot be reached
   */
  public List<DirectoryAccount> accounts(RequestContext context, String region)
      throws EcsException {
    Map<String, DirectoryAccount> byId = new LinkedHashMap<>();
    JsonNode directory =
        call(context, region, "GetResourceDirectory", Map.of()).path("ResourceDirectory");
    String management = directory.path("MasterAccountId").asText("");
    if (management.isEmpty()) {
      throw unexpected("GetResourceDirectory", "an answer without MasterAccountId");
    }
    byId.put(
        management,
        new DirectoryAccount(management, directory.path("MasterAccountName").asText(""), "", ""));
    String token = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode answer =
          call(
              context,
              region,
              "ListAccounts",
              token.isEmpty()
                  ? Map.of("MaxResults", PAGE)
                  : Map.of("MaxResults", PAGE, "NextToken", token));
      JsonNode accounts = answer.path("Accounts").path("Account");
      if (!accounts.isArray()) {
        throw unexpected("ListAccounts", "an answer without accounts");
      }
      for (JsonNode account : accounts) {
        DirectoryAccount read = read(account);
        byId.putIfAbsent(read.id(), read);
      }
      token = answer.path("NextToken").asText("");
      if (token.isEmpty()) {
        return new ArrayList<>(byId.values());
      }
    }
    throw unexpected("ListAccounts", "more than " + MAX_PAGES + " pages");
  }

  private static DirectoryAccount read(JsonNode account) {
    return new DirectoryAccount(
        account.path("AccountId").asText(""),
        account.path("DisplayName").asText(""),
        // one without a status must not count as usable
        account.path("Status").asText("unknown"),
        account.path("DeletionStatus").asText(""));
  }

  private static EcsException unexpected(String action, String what) {
    return new EcsException("SDK.InvalidServerResponse", action + ": " + what);
  }

  private JsonNode call(
      RequestContext context, String region, String action, Map<String, String> parameters)
      throws EcsException {
    return client.call(
        client.connection().endpoints().resourceDirectory(),
        context,
        null,
        region,
        () -> {
          CommonRequest request = ServiceClient.request("ResourceDirectoryMaster", VERSION, action);
          parameters.forEach(request::putQueryParameter);
          return request;
        });
  }
}
