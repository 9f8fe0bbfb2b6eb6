package dev.tagjoin.ecs;

import com.aliyuncs.CommonRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.RequestContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Asks who the function is and which resource groups exist. Safe for use by several threads. */
public final class AccountProbe {
  private static final String RESOURCE_MANAGER_VERSION = "2020-03-31";
  private static final int PAGE = 100;

  private final ServiceClient client;

  public AccountProbe(ServiceClient client) {
    this.client = client;
  }

  /**
   * Who the credentials belong to.
   *
   * @param account the account's id
   * @param arn the user or the assumed role
   */
  public record Identity(String account, String arn) {}

  /**
   * Where the credentials of a call come from, for a person.
   *
   * @throws EcsException when there are none
   */
  public String source(RequestContext context) throws EcsException {
    return client.source(context);
  }

  /**
   * The URL at which ECS of a region is reached.
   *
   * @throws EcsException when the region may not be contacted
   */
  public URI ecsUrl(RequestContext context, String region) throws EcsException {
    return client.ecsUrl(context, region);
  }

  /** The role that is assumed for each account that has one, by the account's id. */
  public Map<String, String> roles() {
    return client.connection().roles();
  }

  /**
   * Asks with {@code GetCallerIdentity}, which needs no permission.
   *
   * @param context whose credentials and deadline hold
   * @param region the region whose STS is asked
   * @param account the account whose role is assumed first, or {@code null} for the function's own
   *     credentials
   * @throws EcsException when STS refuses or cannot be reached
   */
  public Identity identity(RequestContext context, String region, String account)
      throws EcsException {
    JsonNode answer =
        client.call(
            client.connection().sts(),
            context,
            account,
            region,
            () -> ServiceClient.request("Sts", "2015-04-01", "GetCallerIdentity"));
    return new Identity(answer.path("AccountId").asText(null), answer.path("Arn").asText(null));
  }

  /**
   * The status of resource groups ({@code OK}, {@code Creating}, {@code PendingDelete}, ...), by
   * their ids, with {@code ListResourceGroups}.
   *
   * @param context whose credentials and deadline hold
   * @param region the region whose STS is asked for a role
   * @param account as with {@link #identity}
   * @param wanted the ids of interest; reading ends when all were seen
   * @return those of the wanted that the account has
   * @throws EcsException when Resource Manager refuses or cannot be reached
   */
  public Map<String, String> groups(
      RequestContext context, String region, String account, Set<String> wanted)
      throws EcsException {
    Map<String, String> found = new HashMap<>();
    int seen = 0;
    for (int page = 1; found.size() < wanted.size(); page++) {
      String number = Integer.toString(page);
      JsonNode answer =
          client.call(
              client.connection().resourceManager(),
              context,
              account,
              region,
              () -> {
                CommonRequest request =
                    ServiceClient.request(
                        "ResourceManager", RESOURCE_MANAGER_VERSION, "ListResourceGroups");
                request.putQueryParameter("PageNumber", number);
                request.putQueryParameter("PageSize", Integer.toString(PAGE));
                return request;
              });
      JsonNode groups = answer.path("ResourceGroups").path("ResourceGroup");
      for (JsonNode group : groups) {
        seen++;
        String id = group.path("Id").asText("");
        if (wanted.contains(id)) {
          found.put(id, group.path("Status").asText(""));
        }
      }
      if (groups.isEmpty() || seen >= answer.path("TotalCount").asInt()) {
        break;
      }
    }
    return found;
  }
}
