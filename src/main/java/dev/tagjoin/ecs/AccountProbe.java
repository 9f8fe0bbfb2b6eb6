package dev.tagjoin.ecs;

import com.aliyuncs.CommonRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.RequestContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks who the function is. Safe for use by several threads. */
public final class AccountProbe {
  private static final int MAX_PAGES = 1_000;

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

  /** Where the credentials of a call come from, for a person. */
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

  /** The ARN of the role that is assumed in another account, or {@code null}. */
  public String role(String account) {
    return client.connection().accounts().role(account);
  }

  /**
   * Asks with {@code GetCallerIdentity}, which needs no permission.
   *
   * @param account the account whose role is assumed first, or {@code null} for the function's own
   *     credentials
   */
  public Identity identity(RequestContext context, String region, String account)
      throws EcsException {
    JsonNode answer =
        client.call(
            client.connection().endpoints().sts(),
            context,
            account,
            region,
            () -> ServiceClient.request("Sts", "2015-04-01", "GetCallerIdentity"));
    return new Identity(answer.path("AccountId").asText(null), answer.path("Arn").asText(null));
  }

  /**
   * Reads all pages of a call of Resource Manager that pages by token or not at all.
   *
   * @param action the call, for example {@code ListAutoGroupingRules}
   * @param parameters its parameters besides the token
   */
  public List<JsonNode> pages(
      RequestContext context, String region, String action, Map<String, String> parameters)
      throws EcsException {
    List<JsonNode> pages = new ArrayList<>();
    String token = "";
    do {
      String next = token;
      JsonNode page =
          client.call(
              client.connection().endpoints().resourceManager(),
              context,
              null,
              region,
              () -> {
                CommonRequest request =
                    ServiceClient.request("ResourceManager", "2020-03-31", action);
                parameters.forEach(request::putQueryParameter);
                if (!next.isEmpty()) {
                  request.putQueryParameter("NextToken", next);
                }
                return request;
              });
      pages.add(page);
      token = page.path("NextToken").asText("");
    } while (!token.isEmpty() && pages.size() < MAX_PAGES);
    if (!token.isEmpty()) {
      throw new EcsException(
          "TooManyPages",
          "more than " + MAX_PAGES + " pages; ask for less, for example with --since");
    }
    return pages;
  }
}
