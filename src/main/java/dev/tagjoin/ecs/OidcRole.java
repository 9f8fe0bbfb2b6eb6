package dev.tagjoin.ecs;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A role that is assumed with a token of an OpenID Connect provider, as a Kubernetes service
 * account has one.
 *
 * @param arn the role's ARN
 * @param provider the ARN of the identity provider in RAM
 * @param tokenFile holds the token; whoever writes it renews it
 */
public record OidcRole(String arn, String provider, Path tokenFile) {
  public OidcRole {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(tokenFile, "tokenFile");
  }

  /**
   * The role that the environment names, under the names that the vendor's tools read.
   *
   * @param environment gives the value of a variable, or {@code null}
   * @return the role, or {@code null} when one of the three variables is missing or empty
   */
  public static OidcRole of(UnaryOperator<String> environment) {
    String arn = environment.apply("ALIBABA_CLOUD_ROLE_ARN");
    String provider = environment.apply("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    String file = environment.apply("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    return isMissing(arn) || isMissing(provider) || isMissing(file)
        ? null
        : new OidcRole(arn, provider, Path.of(file));
  }

  private static boolean isMissing(String value) {
    return value == null || value.isEmpty();
  }
}
