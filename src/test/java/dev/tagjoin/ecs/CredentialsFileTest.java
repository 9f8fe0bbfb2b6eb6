package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials from the file of the vendor's SDKs, against an embedded ECS and STS. */
class CredentialsFileTest {
  private static final String REGION = "cn-hangzhou";
  private static final String ROLE = "acs:ram::" + EmbeddedAccount.ID + ":role/ci";
  private static final Credentials KEYS = new Credentials("file-id", "file-secret", null);

  private final EmbeddedAccount account = new EmbeddedAccount(EmbeddedAccount.ID);
  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(30)));
  private final Map<String, String> environment = new HashMap<>();
  private EmbeddedEcs ecs;
  private Path file;

  @TempDir private Path home;

  @BeforeEach
  void start() throws IOException {
    ecs = EmbeddedEcs.start(account);
    account.accept(KEYS.id(), KEYS.secret());
    account.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    file = home.resolve(".alibabacloud").resolve("credentials.ini");
    Files.createDirectory(file.getParent());
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private CredentialsFile credentials() {
    return new CredentialsFile(environment::get, home);
  }

  private SdkEcsApi api() {
    return CredentialsResolverTest.api(ecs, environment, credentials());
  }

  private static int describe(SdkEcsApi api, RequestContext by) throws EcsException {
    return api.describe(by, ResourceKind.DISK, REGION, null, List.of("d-1")).size();
  }

  private static String profile(String name, String... lines) {
    return "[" + name + "]\n" + String.join("\n", lines) + "\n";
  }

  private static final String[] ACCESS_KEY = {
    "enable = true",
    "type = access_key",
    "access_key_id = file-id",
    "access_key_secret = file-secret"
  };

  private String refusal() {
    EcsException e = assertThrows(EcsException.class, () -> describe(api(), context));
    assertEquals("MissingCredentials", e.code());
    assertEquals(ErrorCode.Kind.REFUSED, e.kind());
    assertFalse(e.getMessage().contains("file-secret"), e::getMessage);
    assertEquals(List.of(), ecs.calls());
    return e.getMessage();
  }

  @Test
  void theDefaultProfileOfTheUsualFileSigns() throws Exception {
    Files.writeString(file, "; mine\n\n" + profile("default", ACCESS_KEY));
    assertEquals(1, describe(api(), context));
    assertEquals("file-id", ecs.calls().get(0).accessKeyId());
    Files.move(file, file.resolveSibling("credentials"));
    assertEquals(1, describe(api(), context));
  }

  @Test
  void fileAndProfileMayBeNamed() throws Exception {
    Path other = home.resolve("other");
    Files.writeString(file, profile("default", ACCESS_KEY));
    Files.writeString(
        other,
        profile("default", "type = access_key", "access_key_id = a", "access_key_secret = b")
            + "[ ci ] # of the pipeline\n"
            + String.join("\n", ACCESS_KEY));
    environment.put("ALIBABA_CLOUD_CREDENTIALS_FILE", other.toString());
    environment.put("ALIBABA_CLOUD_PROFILE", "ci");
    assertEquals(1, describe(api(), context));
  }

  @Test
  void nothingIsReadWhileThereAreOtherCredentials() throws Exception {
    Files.writeString(file, "this is no such file");
    environment.put("ALIBABA_CLOUD_CREDENTIALS_FILE", "\0");
    assertEquals(
        1, describe(api(), new RequestContext(null, KEYS, null, null, context.deadline())));
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", KEYS.id());
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEYS.secret());
    assertEquals(1, describe(api(), context));
  }

  @Test
  void withoutAFileThereAreNoCredentials() {
    assertTrue(refusal().contains("no credentials file"));
  }

  @Test
  void aSecurityTokenGoesAlongAndIsReadAgainWhenItRanOut() throws Exception {
    String sts =
        profile(
            "default",
            "type = sts",
            "access_key_id = file-id",
            "access_key_secret = file-secret",
            "security_token = first");
    Files.writeString(file, sts);
    assertEquals("first", credentials().read().credentials().token());
    Files.writeString(file, profile("default", ACCESS_KEY));
    SdkEcsApi api = api();
    assertEquals(1, describe(api, context));
    account.accept("renewed", "another-secret");
    Files.writeString(
        file,
        profile(
            "default",
            "type = access_key",
            "access_key_id = renewed",
            "access_key_secret = another-secret"));
    ecs.faults().failNext("DescribeDisks", "InvalidSecurityToken.Expired", 400, "Expired.", 1);
    assertEquals(1, describe(api, context));
    assertEquals("renewed", ecs.calls().get(2).accessKeyId());
  }

  @Test
  void aRoleIsAssumedWithTheProfilesKeyOnce() throws Exception {
    account.addRole(ROLE);
    Files.writeString(
        file,
        profile(
            "default",
            "type = ram_role_arn",
            "access_key_id = file-id",
            "access_key_secret = file-secret",
            "role_arn = " + ROLE,
            "role_session_name = pipeline",
            "policy = {\"Version\": \"1\",",
            "\t\"Statement\": []}"));
    SdkEcsApi api = api();
    assertEquals(1, describe(api, context));
    assertEquals(1, describe(api, context));
    assertEquals(1, ecs.calls("AssumeRole").size());
    Map<String, String> asked = ecs.calls("AssumeRole").get(0).parameters();
    assertEquals("pipeline", asked.get("RoleSessionName"));
    assertEquals("{\"Version\": \"1\",\n\"Statement\": []}", asked.get("Policy"));
    assertEquals("file-id", ecs.calls("AssumeRole").get(0).accessKeyId());
    assertTrue(ecs.calls("DescribeDisks").get(1).accessKeyId().startsWith("STS."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs_ram_role", "rsa_key_pair", "oidc_role_arn", "bearer"})
  void otherTypesAreRefusedByName(String type) throws IOException {
    Files.writeString(file, profile("default", "type = " + type));
    assertEquals(
        file
            + ", profile default: type access_key, sts or ram_role_arn expected, "
            + type
            + " is not supported",
        refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          access_key_secret = file-secret        | , line 1: a section such as [default] expected first
          [default]\\nfile-secret                 | , line 2: "name = value" expected
          [default]\\n= file-secret               | , line 2: "name = value" expected
          # x\\n\\n[default                        | , line 3: a section's name between [ and ] expected
          [default] file-secret                  | , line 1: a section's name between [ and ] expected
          [other]                                | : a section [default] expected, there is none
          [default]\\nenable = false              | , profile default is not enabled
          [default]\\naccess_key_secret = file-secret | , profile default: type expected, it is missing or empty
          [default]\\ntype = access_key\\naccess_key_secret = file-secret | , profile default: access_key_id expected, it is missing or empty
          [default]\\ntype = sts                  | , profile default: security_token expected, it is missing or empty
          [default]\\ntype = ram_role_arn\\naccess_key_id = a\\naccess_key_secret = file-secret | , profile default: role_arn expected, it is missing or empty
          """)
  void whatIsWrongIsSaidWithItsPlaceAndNoSecret(String text, String message) throws IOException {
    Files.writeString(file, text.replace("\\n", "\n"));
    assertEquals(file + message, refusal());
  }

  @Test
  void anotherFileIsNotReadToItsEnd() throws IOException {
    Files.writeString(file, "x".repeat((64 << 10) + 1));
    assertTrue(refusal().contains("at most 65536 bytes"));
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertTrue(refusal().contains("UTF-8"));
  }

  @Test
  void aSecretMayHoldTheSignsOfARemark() throws Exception {
    Files.writeString(
        file,
        profile(
            "default",
            "type=access_key",
            "access_key_id=id",
            "access_key_secret=a#b;c=d ; not this"));
    assertEquals("a#b;c=d", credentials().read().credentials().secret());
    assertNull(credentials().read().role());
  }
}
