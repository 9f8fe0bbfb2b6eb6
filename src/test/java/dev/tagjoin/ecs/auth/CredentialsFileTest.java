package dev.tagjoin.ecs.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
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
    environment.put("HOME", home.toString());
    account.accept(KEYS.id(), KEYS.secret());
    account.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    file = home.resolve(".alibabacloud").resolve("credentials.ini");
    Files.createDirectory(file.getParent());
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private CredentialsFile.Profile profile() throws EcsException {
    return CredentialsFile.read(environment::get);
  }

  private EcsApi api() {
    return CredentialsResolverTest.api(ecs, environment);
  }

  private static int describe(EcsApi api, RequestContext by) throws EcsException {
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
  void signsWithDefaultProfileOfUsualFile() throws Exception {
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
  void readsNoFileWithOtherCredentials() throws Exception {
    Files.writeString(file, "this is no such file");
    environment.put("ALIBABA_CLOUD_CREDENTIALS_FILE", "\0");
    assertEquals(
        1, describe(api(), new RequestContext(null, KEYS, null, null, context.deadline())));
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", KEYS.id());
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEYS.secret());
    assertEquals(1, describe(api(), context));
  }

  @Test
  void failsWithoutFile() {
    assertTrue(refusal().contains("no credentials file"));
  }

  @Test
  void rereadsFileWhenTokenExpired() throws Exception {
    String sts =
        profile(
            "default",
            "type = sts",
            "access_key_id = file-id",
            "access_key_secret = file-secret",
            "security_token = first");
    Files.writeString(file, sts);
    assertEquals("first", profile().credentials().token());
    Files.writeString(file, profile("default", ACCESS_KEY));
    EcsApi api = api();
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
  void assumesProfilesRoleOnce() throws Exception {
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
            "policy = {\"Version\": \"1\", \"Statement\": []}"));
    EcsApi api = api();
    assertEquals(1, describe(api, context));
    assertEquals(1, describe(api, context));
    assertEquals(1, ecs.calls("AssumeRole").size());
    Map<String, String> asked = ecs.calls("AssumeRole").get(0).parameters();
    assertEquals("pipeline", asked.get("RoleSessionName"));
    assertEquals("{\"Version\": \"1\", \"Statement\": []}", asked.get("Policy"));
    assertEquals("file-id", ecs.calls("AssumeRole").get(0).accessKeyId());
    assertTrue(ecs.calls("DescribeDisks").get(1).accessKeyId().startsWith("STS."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs_ram_role", "rsa_key_pair", "oidc_role_arn", "bearer"})
  void otherTypesAreRefusedByName(String type) throws IOException {
    Files.writeString(file, profile("default", "type = " + type));
    assertEquals(
        file
            + ", profile default: type "
            + type
            + " is not supported; use access_key, sts or ram_role_arn",
        refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [default]\\nfile-secret                 | , line 2: neither [profile] nor name = value
          [default]\\n= file-secret               | , line 2: neither [profile] nor name = value
          # x\\n\\n[default                        | , line 3: neither [profile] nor name = value
          [default] file-secret                  | , line 1: neither [profile] nor name = value
          [other]                                | ' has no section [default]'
          access_key_secret = file-secret        | ' has no section [default]'
          [default]\\nenable = false              | , profile default is not enabled
          [default]\\naccess_key_secret = file-secret | , profile default: type is missing or empty
          [default]\\ntype = access_key\\naccess_key_secret = file-secret | , profile default: access_key_id is missing or empty
          [default]\\ntype = sts                  | , profile default: security_token is missing or empty
          [default]\\ntype = ram_role_arn\\naccess_key_id = a\\naccess_key_secret = file-secret | , profile default: role_arn is missing or empty
          """)
  void namesErrorsPlaceWithoutSecrets(String text, String message) throws IOException {
    Files.writeString(file, text.replace("\\n", "\n"));
    assertEquals(file + message, refusal());
  }

  @Test
  void anotherFileIsNotReadToItsEnd() throws IOException {
    Files.writeString(file, "x".repeat((64 << 10) + 1));
    assertTrue(refusal().contains("more than 65536 bytes"));
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertTrue(refusal().contains("UTF-8"));
  }

  @Test
  void keepsCommentSignsInSecret() throws Exception {
    Files.writeString(
        file,
        profile(
            "default",
            "type=access_key",
            "access_key_id=id",
            "access_key_secret=a#b;c=d ; not this"));
    assertEquals("a#b;c=d", profile().credentials().secret());
    assertNull(profile().role());
  }

  @Test
  void readsExpiredKeysAgainWhenARoleIsAssumedWithThem() throws Exception {
    EmbeddedAccount member = new EmbeddedAccount("2222222222222222");
    String role = "acs:ram::2222222222222222:role/member";
    member.addRole(role, EmbeddedAccount.ID);
    member.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    account.accept("STS.old", "old-secret", "old-token", Instant.now().minusSeconds(1));
    account.accept("STS.new", "new-secret", "new-token", null);
    ecs.close();
    ecs = EmbeddedEcs.start(List.of(account, member));
    Files.writeString(file, sts("STS.old", "old-secret", "old-token"));
    EcsApi api = CredentialsResolverTest.api(ecs, environment, Map.of("2222222222222222", role));

    EcsException expired = assertThrows(EcsException.class, () -> describeMember(api));
    Files.writeString(file, sts("STS.new", "new-secret", "new-token"));

    assertEquals("InvalidSecurityToken.Expired", expired.code());
    assertEquals(1, describeMember(api));
  }

  private int describeMember(EcsApi api) throws EcsException {
    return api.describe(context, ResourceKind.DISK, REGION, "2222222222222222", List.of("d-1"))
        .size();
  }

  private static String sts(String id, String secret, String token) {
    return profile(
        "default",
        "type = sts",
        "access_key_id = " + id,
        "access_key_secret = " + secret,
        "security_token = " + token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw----rw-"})
  void refusesAFileThatOthersCanWrite(String permissions) throws IOException {
    Files.writeString(file, profile("default", ACCESS_KEY));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertEquals(file + " can be written by others; run: chmod 600 " + file, refusal());
  }

  @Test
  void readsAFileThatOthersCanRead() throws Exception {
    Files.writeString(file, "\uFEFF" + profile("default", ACCESS_KEY).replace("\n", " \r\n"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertEquals(1, describe(api(), context));
  }
}
