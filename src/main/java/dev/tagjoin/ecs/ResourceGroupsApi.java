package dev.tagjoin.ecs;

import com.aliyuncs.CommonRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the resource groups of an account. Safe for use by several threads. */
public final class ResourceGroupsApi {
  /** What a policy has to allow. The vendor's pages name the action with either prefix. */
  public static final String PERMISSION =
      "ram:ListResourceGroups and resourcemanager:ListResourceGroups";

  private static final String VERSION = "2020-03-31";
  private static final int PAGE = 100;

  /** An account has 30 groups unless its quota was raised. */
  private static final int MAX_PAGES = 100;

  /** How often a listing starts anew because a group came or went between two of its pages. */
  private static final int MAX_ATTEMPTS = 3;

  private final ServiceClient client;

  public ResourceGroupsApi(ServiceClient client) {
    this.client = client;
  }

  /**
   * Reads all groups of an account with {@code ListResourceGroups}, whatever their status.
   *
   * @param account the account whose role is assumed, or {@code null} for the function's own
   *     credentials
   */
  public List<ResourceGroup> list(RequestContext context, String region, String account)
      throws EcsException {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      List<ResourceGroup> groups = listOnce(context, region, account);
      if (groups != null) {
        return groups;
      }
    }
    throw new EcsException(
        "SDK.InvalidServerResponse",
        "ListResourceGroups: the number of groups changed during each of "
            + MAX_ATTEMPTS
            + " listings");
  }

  /** All groups, or {@code null} when their number changed: then one may have been left out. */
  private List<ResourceGroup> listOnce(RequestContext context, String region, String account)
      throws EcsException {
    Map<String, ResourceGroup> byId = new LinkedHashMap<>();
    int total = -1;
    for (int page = 1; page <= MAX_PAGES; page++) {
      JsonNode answer = page(context, region, account, page);
      JsonNode groups = answer.path("ResourceGroups").path("ResourceGroup");
      JsonNode count = answer.path("TotalCount");
      if (!groups.isArray() || !count.isInt()) {
        throw new EcsException(
            "SDK.InvalidServerResponse", "ListResourceGroups: an answer without groups");
      }
      if (total >= 0 && total != count.intValue()) {
        return null;
      }
      total = count.intValue();
      for (JsonNode group : groups) {
        ResourceGroup read = read(group);
        byId.put(read.id(), read);
      }
      if (byId.size() >= total) {
        return new ArrayList<>(byId.values());
      }
      if (groups.isEmpty()) {
        return null;
      }
    }
    return null;
  }

  private JsonNode page(RequestContext context, String region, String account, int number)
      throws EcsException {
    return client.call(
        client.connection().endpoints().resourceManager(),
        context,
        account,
        region,
        () -> {
          CommonRequest request =
              ServiceClient.request("ResourceManager", VERSION, "ListResourceGroups");
          request.putQueryParameter("PageNumber", Integer.toString(number));
          request.putQueryParameter("PageSize", Integer.toString(PAGE));
          return request;
        });
  }

  private static ResourceGroup read(JsonNode group) {
    String name = group.path("Name").asText("");
    return new ResourceGroup(
        group.path("Id").asText(""),
        name,
        group.path("DisplayName").asText(name),
        group.path("Status").asText(""),
        group.path("AccountId").asText(null));
  }
}
