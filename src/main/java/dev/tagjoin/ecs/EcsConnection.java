package dev.tagjoin.ecs;

import dev.tagjoin.call.Keys;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How ECS and the services that belong to it are reached when a request says nothing else.
 *
 * @param endpoint where
 * @param keys the credentials of the function's environment, or {@code null} when it has none
 * @param oidc the role whose credentials are used when there are none, or {@code null}
 * @param sts where roles are assumed
 * @param resourceManager where resource groups are looked up
 * @param roles the ARN of the role to assume, by the id of the account; an account that is not in
 *     it is acted in with the function's own credentials
 */
public record EcsConnection(
    EcsEndpoint endpoint,
    Keys keys,
    OidcRole oidc,
    EcsEndpoint sts,
    EcsEndpoint resourceManager,
    Map<String, String> roles) {
  public EcsConnection {
    roles = Map.copyOf(roles);
  }

  /** A connection that assumes no roles. */
  public EcsConnection(EcsEndpoint endpoint, Keys keys) {
    this(
        endpoint,
        keys,
        null,
        EcsEndpoint.ofSts(null),
        EcsEndpoint.ofResourceManager(null),
        Map.of());
  }

  /**
   * The credentials that the environment holds, under the names that the vendor's tools read.
   *
   * @param environment gives the value of a variable, or {@code null}
   * @return the keys, or {@code null} when id or secret is missing or empty
   */
  public static Keys keys(UnaryOperator<String> environment) {
    String id = environment.apply("ALIBABA_CLOUD_ACCESS_KEY_ID");
    String secret = environment.apply("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    String token = environment.apply("ALIBABA_CLOUD_SECURITY_TOKEN");
    return isMissing(id) || isMissing(secret)
        ? null
        : new Keys(id, secret, isMissing(token) ? null : token);
  }

  private static boolean isMissing(String value) {
    return value == null || value.isEmpty();
  }
}
