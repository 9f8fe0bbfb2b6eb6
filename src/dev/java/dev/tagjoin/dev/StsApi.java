package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * {@code AssumeRole}, {@code AssumeRoleWithOIDC} and {@code GetCallerIdentity} of STS, version
 * 2015-04-01.
 */
final class StsApi {
  private static final SecureRandom RANDOM = new SecureRandom();

  private StsApi() {}

  /** Whether a call proves itself by a token instead of a signature. */
  static boolean isAnonymous(RpcRequest request) {
    return "AssumeRoleWithOIDC".equals(request.action()) && "2015-04-01".equals(request.version());
  }

  /**
   * Gives out temporary credentials, which the role's account accepts from then on.
   *
   * @throws RpcError as the API does
   */
  static ObjectNode assumeRole(
      RpcRequest request, EmbeddedAccount caller, List<EmbeddedAccount> accounts) {
    String arn = required(request, "RoleArn");
    String session = required(request, "RoleSessionName");
    int seconds = request.number("DurationSeconds", 3600, 900, 43_200);
    for (EmbeddedAccount account : accounts) {
      Set<String> trusted = account.trustedBy(arn);
      if (trusted != null && trusted.contains(caller.id())) {
        return grant(account, arn, session, seconds);
      }
      if (trusted != null) {
        throw new RpcError(
            403,
            "NoPermission",
            "You are not authorized to do this action. You should be authorized by RAM.");
      }
    }
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    throw new RpcError(404, "EntityNotExist.Role", "The role not exists: " + name + ".");
  }

  /**
   * Gives out temporary credentials to who shows a token that an account's identity provider
   * vouches for.
   *
   * @throws RpcError as the API does
   */
  static ObjectNode assumeRoleWithOidc(RpcRequest request, List<EmbeddedAccount> accounts) {
    String arn = required(request, "RoleArn");
    String provider = required(request, "OIDCProviderArn");
    String token = required(request, "OIDCToken");
    String session = required(request, "RoleSessionName");
    int seconds = request.number("DurationSeconds", 3600, 900, 43_200);
    for (EmbeddedAccount account : accounts) {
      if (account.trustedBy(arn) != null) {
        if (!account.vouches(provider, token)) {
          throw new RpcError(
              400, "AuthenticationFail.OIDCToken.Invalid", "This JWT token is invalid.");
        }
        return grant(account, arn, session, seconds);
      }
    }
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    throw new RpcError(404, "EntityNotExist.Role", "The role not exists: " + name + ".");
  }

  private static ObjectNode grant(
      EmbeddedAccount account, String arn, String session, int seconds) {
    String principal = arn.replace(":role/", ":assumed-role/") + "/" + session;
    Instant expires =
        Instant.now().plus(Duration.ofSeconds(seconds)).truncatedTo(ChronoUnit.SECONDS);
    // The token has Base64's + and / on purpose: a client that does not encode them fails.
    AccountAccess.Credential credential =
        new AccountAccess.Credential(
            "STS." + random(15, false), random(24, false), random(300, true), expires, principal);
    account.accept(credential);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("AssumedRoleUser")
        .put("Arn", principal)
        .put("AssumedRoleId", "3" + account.id() + ":" + session);
    answer
        .putObject("Credentials")
        .put("AccessKeyId", credential.id())
        .put("AccessKeySecret", credential.secret())
        .put("SecurityToken", credential.token())
        .put("Expiration", expires.toString());
    return answer;
  }

  static ObjectNode callerIdentity(EmbeddedAccount caller, AccountAccess.Credential credential) {
    boolean assumed = credential.token() != null;
    return JsonNodeFactory.instance
        .objectNode()
        .put("IdentityType", assumed ? "AssumedRoleUser" : "Account")
        .put("AccountId", caller.id())
        .put("PrincipalId", caller.id())
        .put("UserId", caller.id())
        .put("Arn", credential.principal());
  }

  private static String required(RpcRequest request, String name) {
    String value = request.get(name);
    if (value == null) {
      throw RpcError.missing(400, name);
    }
    return value;
  }

  private static String random(int bytes, boolean withSigns) {
    byte[] content = new byte[bytes];
    RANDOM.nextBytes(content);
    String text = Base64.getEncoder().encodeToString(content);
    return withSigns ? text : text.replace("+", "a").replace("/", "b").replace("=", "");
  }
}
