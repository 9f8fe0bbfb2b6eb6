package dev.tagjoin.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.RequestContext;
import java.net.URI;
import java.util.Map;

/** Asks who the function is. Safe for use by several threads. */
public final class AccountProbe {
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
}
