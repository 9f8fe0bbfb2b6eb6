package dev.tagjoin.ecs.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.ecs.ServiceEndpoints;
import dev.tagjoin.ecs.VendorRegions;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.Regions;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acting with a role that a token in a file opens, as in Kubernetes. */
class CredentialsResolverTest {
  private static final String REGION = "cn-hangzhou";
  private static final String ROLE = "acs:ram::" + EmbeddedAccount.ID + ":role/tagjoin";
  private static final String PROVIDER =
      "acs:ram::" + EmbeddedAccount.ID + ":oidc-provider/ack-rrsa-c1";

  private final EmbeddedAccount account = new EmbeddedAccount(EmbeddedAccount.ID);
  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(20)));
  private final Map<String, String> environment = new HashMap<>();
  private EmbeddedEcs ecs;

  @TempDir private Path directory;

  @BeforeEach
  void start() throws IOException {
    ecs = EmbeddedEcs.start(account);
    account.addRole(ROLE);
    account.addProvider(PROVIDER, "header.payload.signature");
    account.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    Path file = directory.resolve("token");
    Files.writeString(file, "header.payload.signature\n");
    environment.put("HOME", directory.toString());
    environment.put("ALIBABA_CLOUD_ROLE_ARN", ROLE);
    environment.put("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", PROVIDER);
    environment.put("ALIBABA_CLOUD_OIDC_TOKEN_FILE", file.toString());
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private EcsApi api() {
    return api(ecs, environment);
  }

  /** Reaches an embedded ECS with the credentials that an environment names. */
  static EcsApi api(EmbeddedEcs ecs, Map<String, String> environment) {
    return api(ecs, environment, Map.of());
  }

  static EcsApi api(EmbeddedEcs ecs, Map<String, String> environment, Map<String, String> roles) {
    return new EcsApi(
        EcsClients.impatient(
            new EcsConnection(
                ServiceEndpoints.of(new EcsEndpoint(ecs.endpoint())),
                environment::get,
                AccountList.of(roles.keySet(), roles),
                Regions.of(VendorRegions.all())),
            Clock.systemUTC()));
  }

  private int describe(EcsApi api, RequestContext by) throws EcsException {
    return api.describe(by, ResourceKind.DISK, REGION, null, List.of("d-1")).size();
  }

  private int assumed() {
    return ecs.calls("AssumeRoleWithOIDC").size();
  }

  @Test
  void assumesRoleWithTokenOnce() throws EcsException {
    EcsApi api = api();
    assertEquals(1, describe(api, context));
    assertEquals(1, describe(api, context));
    assertEquals(1, assumed());
    assertTrue(ecs.calls("DescribeDisks").get(0).accessKeyId().startsWith("STS."));
    assertNull(ecs.calls("AssumeRoleWithOIDC").get(0).accessKeyId(), "it is not signed");
  }

  @Test
  void keysOfTheRequestAndOfTheEnvironmentComeFirst() throws EcsException {
    Credentials credentials =
        new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);
    describe(api(), new RequestContext(null, credentials, null, null, context.deadline()));
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", EmbeddedAccount.ACCESS_KEY_ID);
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", EmbeddedAccount.ACCESS_KEY_SECRET);
    describe(api(), context);
    assertEquals(0, assumed());
  }

  @Test
  void credentialsThatEcsTakesForExpiredAreRenewedOnce() throws EcsException {
    EcsApi api = api();
    describe(api, context);
    ecs.faults().failNext("DescribeDisks", "InvalidSecurityToken.Expired", 400, "Expired.", 1);
    assertEquals(1, describe(api, context));
    assertEquals(2, assumed());
  }

  @Test
  void hidesTokenThatIsNotAccepted() {
    account.addProvider(PROVIDER, "another");
    EcsException e = assertThrows(EcsException.class, () -> describe(api(), context));
    assertEquals("AuthenticationFail.OIDCToken.Invalid", e.code());
    assertEquals(ErrorCode.Kind.REFUSED, e.kind());
    assertTrue(e.getMessage().contains(ROLE), e::getMessage);
    assertFalse(e.getMessage().contains("payload"), e::getMessage);
  }

  @Test
  void namesMissingTokenFile() throws IOException {
    Files.delete(directory.resolve("token"));
    EcsException e = assertThrows(EcsException.class, () -> describe(api(), context));
    assertEquals("MissingCredentials", e.code());
    assertTrue(e.getMessage().contains("ALIBABA_CLOUD_OIDC_TOKEN_FILE"), e::getMessage);
  }

  @Test
  void needsAllThreeVariablesForRole() {
    environment.remove("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    EcsException e = assertThrows(EcsException.class, () -> describe(api(), context));
    assertEquals("MissingCredentials", e.code());
    assertEquals(0, assumed());
  }

  @Test
  void takesBlanksAndLineBreaksOffKeysAndTokens() {
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", " an-id\n");
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "\ta-secret\r\n");
    environment.put("ALIBABA_CLOUD_SECURITY_TOKEN", " a-token ");

    assertEquals(
        new Credentials("an-id", "a-secret", "a-token"),
        CredentialsResolver.ofEnvironment(environment::get));

    environment.put("ALIBABA_CLOUD_SECURITY_TOKEN", " \n");
    assertNull(CredentialsResolver.ofEnvironment(environment::get).token());
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "\n");
    assertNull(CredentialsResolver.ofEnvironment(environment::get));
  }

  @Test
  void tellsWhereCredentialsComeFrom() throws EcsException, IOException {
    String file = directory.resolve("token").toString();
    assertEquals("of the token in " + file, source());

    environment.remove("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    assertEquals("MissingCredentials", assertThrows(EcsException.class, this::source).code());
  }

  private String source() throws EcsException {
    return new AccountProbe(
            EcsClients.client(
                new EcsConnection(
                    ServiceEndpoints.of(new EcsEndpoint(ecs.endpoint())),
                    environment::get,
                    AccountList.NONE,
                    Regions.of(VendorRegions.all()))))
        .source(context);
  }
}
