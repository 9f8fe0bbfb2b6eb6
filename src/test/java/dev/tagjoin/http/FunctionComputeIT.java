package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.Executable;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged function on Function Compute: the test calls the real process as it would. */
class FunctionComputeIT extends PackagedFunction {
  private static final String ROLE_KEY = "STS.NVrole";
  private static final String ROLE_SECRET = "secret-of-the-role";
  private static final String ROLE_TOKEN = "token-of-the-role";

  @BeforeAll
  static void start() {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    EmbeddedAccount account = EmbeddedAccount.seeded();
    account.accept(ROLE_KEY, ROLE_SECRET, ROLE_TOKEN, Instant.now().plusSeconds(3600));
    // no TAGJOIN_ACCOUNTS: the platform says whose function this is
    start(account, Executable.usual().with("TAGJOIN_ACCOUNTS", "").with("TAGJOIN_AUTH", "deny"));
  }

  /** What the platform puts on every call, here without a role. */
  private static Map<String, String> headers(String controlPath) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/octet-stream");
    headers.put("x-fc-control-path", controlPath);
    headers.put("x-fc-request-id", "1-69b2c4f1-15c4f7a0-8d2e3b1c5a6f");
    headers.put("x-fc-function-name", "tagjoin");
    headers.put("x-fc-function-timeout", "30");
    headers.put("x-fc-region", "cn-hangzhou");
    headers.put("x-fc-account-id", EmbeddedAccount.ID);
    headers.put("x-fc-access-key-id", "");
    headers.put("x-fc-access-key-secret", "");
    headers.put("x-fc-security-token", "");
    return headers;
  }

  private static Map<String, String> roleHeaders() {
    Map<String, String> headers = headers("/invoke");
    headers.put("x-fc-access-key-id", ROLE_KEY);
    headers.put("x-fc-access-key-secret", ROLE_SECRET);
    headers.put("x-fc-security-token", ROLE_TOKEN);
    return headers;
  }

  private static Executable.Answer invoke(Map<String, String> headers) {
    return function.call("POST", "/invoke", headers, Events.tagged(ResourceKind.INSTANCE, WEB));
  }

  @Test
  void handlesEventWithKeysOfEnvironment() {
    Executable.Answer answer = invoke(headers("/invoke"));
    assertEquals(200, answer.status(), answer.body());
    assertEquals("200", answer.headers().get("x-fc-status"));
    assertTrue(answer.body().contains("{\"joined\":1}"), answer.body());
    assertKeyUsed(EmbeddedAccount.ACCESS_KEY_ID);
  }

  @Test
  void prefersRoleKeysOfCall() {
    assertEquals(200, invoke(roleHeaders()).status());
    assertKeyUsed(ROLE_KEY);
  }

  @Test
  void ignoresRoleKeysWithoutToken() {
    Map<String, String> headers = roleHeaders();
    headers.put("x-fc-security-token", "");
    assertEquals(200, invoke(headers).status());
    assertKeyUsed(EmbeddedAccount.ACCESS_KEY_ID);
  }

  private static void assertKeyUsed(String id) {
    // keys without a token need not be of the platform's account: once, STS is asked whose they are
    int others = ecs.calls().size() - ecs.calls("GetCallerIdentity").size();
    // a look, the move, and a look after it
    assertEquals(3, others, () -> ecs.calls().toString());
    assertTrue(
        ecs.calls().stream().allMatch(c -> id.equals(c.accessKeyId())),
        () -> ecs.calls().toString());
  }

  @Test
  void reportsFailureInPlatformsHeader() {
    // more often than the function tries
    ecs.faults().failNext("JoinResourceGroup", "Throttling", 400, "slow down", 50);
    Executable.Answer answer = invoke(headers("/invoke"));
    assertEquals(503, answer.status());
    assertEquals("404", answer.headers().get("x-fc-status"));
  }

  @Test
  void authenticatesCallsThroughTrigger() {
    String event = Events.tagged(ResourceKind.INSTANCE, WEB);
    for (String path : new String[] {"/invoke", "/events"}) {
      assertEquals(401, function.call("POST", path, headers("/http-invoke"), event).status(), path);
    }
    assertEquals(401, function.call("POST", "/events", headers("/invoke"), event).status());
    assertEquals(401, function.call("POST", "/invoke", Map.of(), event).status());
    assertEquals(0, ecs.calls().size());
  }

  @Test
  void answersLifeCycleCalls() {
    Executable.Answer initialized =
        function.call("POST", "/initialize", headers("/initialize"), "");
    assertEquals(200, initialized.status());
    assertEquals("200", initialized.headers().get("x-fc-status"));
    for (String path : new String[] {"/pre-freeze", "/pre-stop"}) {
      assertEquals(200, function.call("GET", path, headers(path), null).status(), path);
    }
    // it lives; whether it is ready depends on the keys that another test gives it
    assertEquals(
        200, function.call("GET", "/q/health/live", headers("/http-invoke"), null).status());
  }

  @Test
  void marksLogAndLogsNoSecret() {
    Map<String, String> headers = roleHeaders();
    headers.put("x-fc-request-id", "1-69b2c4f1-marked");
    invoke(headers);
    ecs.faults().failNext("JoinResourceGroup", "SignatureDoesNotMatch", 400, "bad", 1);
    ecs.account().setGroup(ResourceKind.INSTANCE, WEB, EmbeddedAccount.DEFAULT_GROUP);
    invoke(headers);
    function.call("POST", "/invoke", headers, "{");

    String said = function.output();
    assertTrue(said.contains("\nFC Invoke Start RequestId: 1-69b2c4f1-marked\n"), said);
    assertTrue(said.contains("\nFC Invoke End RequestId: 1-69b2c4f1-marked\n"), said);
    assertFalse(said.contains(ROLE_SECRET), said);
    assertFalse(said.contains(ROLE_TOKEN), said);
    assertFalse(said.contains(EmbeddedAccount.ACCESS_KEY_SECRET), said);
    assertFalse(said.contains("Signature="), said);
  }

  @Test
  void doesNothingAfterAnswer() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      invoke(headers("/invoke"));
    }
    Thread.sleep(200);
    long before = processorTicks();
    Thread.sleep(2_000);
    long spent = processorTicks() - before;
    // a tick is 10 ms; the JVM has its own housekeeping
    assertTrue(spent <= (isNative() ? 1 : 20), () -> spent + " ticks of CPU in 2 idle seconds");
  }

  private static boolean isNative() {
    return Files.exists(Path.of(System.getProperty("native.image.path")));
  }

  /** User and system time so far. */
  private static long processorTicks() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + function.process().pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  @Test
  void keepsPlatformsDeadline() throws InterruptedException {
    ecs.faults().failNext("*", FaultInjector.Kind.HUNG, 20);
    Map<String, String> headers = headers("/invoke");
    headers.put("x-fc-function-timeout", "2");
    long start = System.nanoTime();
    Executable.Answer answer = invoke(headers);
    assertEquals(503, answer.status(), answer.body());
    assertTrue(System.nanoTime() - start < 2_000_000_000L, "answered after the platform's limit");
    // a call that was given up may still arrive, and must not be counted by the next test
    Thread.sleep(1_500);
  }

  @Test
  void startsZipWithBootstrap() throws IOException {
    try (ZipFile zip = new ZipFile("target/function-compute.zip")) {
      ZipEntry bootstrap = zip.getEntry("bootstrap");
      assertNotNull(bootstrap);
      if (isNative()) {
        assertEquals(
            Files.size(Path.of(System.getProperty("native.image.path"))), bootstrap.getSize());
        assertEquals(
            Set.of("bootstrap"),
            zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> !name.startsWith("META-INF/"))
                .collect(Collectors.toSet()));
      } else {
        assertNotNull(zip.getEntry("quarkus-run.jar"));
      }
    }
    // the JDK does not tell a file's mode: in the central directory, as zipinfo reads it
    byte[] archive = Files.readAllBytes(Path.of("target/function-compute.zip"));
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    int name = text.lastIndexOf("bootstrap");
    // an entry of the directory begins 46 bytes before its name, not a jar with a longer name
    while (!text.startsWith("PK\001\002", name - 46)) {
      name = text.lastIndexOf("bootstrap", name - 1);
      assertTrue(name > 46, "there is no entry bootstrap");
    }
    int mode = (archive[name - 6] & 0xff) | (archive[name - 5] & 0xff) << 8;
    assertEquals(0755, mode & 0777);
  }
}
