package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.http.MethodType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.RequestContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Asks who the function is and which resource groups there are, for the doctor. Handling events
 * needs neither.
 */
public final class AccountProbe {
  private static final String RESOURCE_MANAGER_VERSION = "2020-03-31";
  private static final int PAGE = 100;

  private final EcsConnection connection;
  private final SignedCalls calls;
  private final Retries retries = new Retries();
  private final CredentialsResolver ownKeys;
  private final AssumedRoles roles;

  /**
   * @param connection how the services are reached, and with which credentials when a call carries
   *     none
   * @param json a reader of JSON trees
   */
  public AccountProbe(EcsConnection connection, ObjectReader json) {
    this.connection = connection;
    this.calls = new SignedCalls(json);
    this.ownKeys = new CredentialsResolver(connection, calls, retries, Clock.systemUTC());
    this.roles =
        new AssumedRoles(connection.roles(), connection.sts(), calls, retries, Clock.systemUTC());
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
    return ownKeys.source(context);
  }

  /** The role that is assumed for each account that has one, by the account's id. */
  public Map<String, String> roles() {
    return connection.roles();
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
        send(
            context,
            region,
            account,
            connection.sts(),
            () -> request("Sts", AssumedRoles.STS_VERSION, "GetCallerIdentity"));
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
          send(
              context,
              region,
              account,
              connection.resourceManager(),
              () -> {
                CommonRequest request =
                    request("ResourceManager", RESOURCE_MANAGER_VERSION, "ListResourceGroups");
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

  private interface Request {
    CommonRequest make();
  }

  private static CommonRequest request(String product, String version, String action) {
    CommonRequest request = new CommonRequest();
    request.setSysProduct(product);
    request.setSysVersion(version);
    request.setSysAction(action);
    request.setSysMethod(MethodType.POST);
    return request;
  }

  private JsonNode send(
      RequestContext context, String region, String account, EcsEndpoint endpoint, Request request)
      throws EcsException {
    Credentials own = ownKeys.get(context, region);
    Credentials credentials = roles.keys(account, own, region, context.deadline());
    return retries.call(
        context.deadline(),
        () -> {
          AcsRequest<?> made = request.make().buildRequest();
          return calls.send(made, endpoint, region, credentials, context.deadline());
        });
  }
}
