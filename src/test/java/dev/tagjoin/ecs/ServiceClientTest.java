package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.Regions;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every call: whose account, which regions, which session, how many connections. */
class ServiceClientTest {
  private static final String REGION = "cn-hangzhou";
  private static final String OTHER = "2222222222222222";
  private static final String ROLE = "acs:ram::" + OTHER + ":role/tagjoin-member";
  private static final Credentials KEYS = new Credentials("own-key", "own-secret", null);
  private static final Credentials SESSION = new Credentials("STS.fc", "fc-secret", "fc-token");

  private final EmbeddedAccount own = new EmbeddedAccount(EmbeddedAccount.ID);
  private final EmbeddedAccount other = new EmbeddedAccount(OTHER);
  private EmbeddedEcs ecs;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(List.of(own, other));
    own.accept(KEYS.id(), KEYS.secret());
    own.accept(SESSION.id(), SESSION.secret(), SESSION.token(), null);
    other.addRole(ROLE, EmbeddedAccount.ID);
    own.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    other.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private static RequestContext context(Credentials credentials, String account) {
    return context(credentials, account, Duration.ofSeconds(20));
  }

  private static RequestContext context(Credentials credentials, String account, Duration time) {
    return new RequestContext(null, credentials, account, null, Deadline.in(time));
  }

  private EcsApi api(URI endpoint, Credentials environment, String ownAccount) {
    return new EcsApi(
        EcsClients.client(
            new EcsConnection(
                ServiceEndpoints.of(new EcsEndpoint(endpoint)),
                name -> null,
                environment,
                AccountList.of(
                    ownAccount == null ? Set.of(OTHER) : Set.of(OTHER, ownAccount),
                    Map.of(OTHER, ROLE)),
                Regions.of(VendorRegions.all()))));
  }

  private EcsApi api(Credentials environment, String ownAccount) {
    return api(ecs.endpoint(), environment, ownAccount);
  }

  private static int describe(EcsApi api, RequestContext by, String account) throws EcsException {
    return api.describe(by, ResourceKind.DISK, REGION, account, List.of("d-1")).size();
  }

  @Test
  void takesTheAccountThatThePlatformTells() throws EcsException {
    assertEquals("42", api(KEYS, null).ownAccount(context(SESSION, "42"), REGION));
    assertEquals("42", api(SESSION, null).ownAccount(context(null, "42"), REGION));
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void takesTheAccountThatTheConfigurationNames() throws EcsException {
    assertEquals("43", api(KEYS, "43").ownAccount(context(null, null), REGION));
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void asksStsOnceForTheAccountOfOtherKeys() throws EcsException {
    EcsApi api = api(KEYS, null);

    // keys of the environment need not be those of the platform's account
    assertEquals(EmbeddedAccount.ID, api.ownAccount(context(null, "42"), REGION));
    assertEquals(EmbeddedAccount.ID, api.ownAccount(context(null, null), REGION));
    assertEquals(1, ecs.calls("GetCallerIdentity").size());

    assertEquals(EmbeddedAccount.ID, api.ownAccount(context(SESSION, null), REGION));
    assertEquals(2, ecs.calls("GetCallerIdentity").size());
  }

  @Test
  void retriesWhenTheAccountCannotBeFoundOut() {
    ecs.faults().failNext("GetCallerIdentity", FaultInjector.Kind.UNAVAILABLE, 99);

    EcsException e =
        assertThrows(
            EcsException.class,
            () -> api(KEYS, null).ownAccount(context(null, null, Duration.ofMillis(500)), REGION));

    assertEquals(ErrorCode.Kind.RETRY, e.kind());
    assertTrue(e.getMessage().contains("TAGJOIN_ACCOUNTS"), e::getMessage);
  }

  @Test
  void keepsASessionForTheCredentialsThatGotIt() throws EcsException {
    EcsApi api = api(KEYS, null);
    Credentials stranger = new Credentials("stranger", "own-secret", null);
    Credentials liar = new Credentials(KEYS.id(), "guessed-secret", null);

    assertEquals(1, describe(api, context(null, null), OTHER));
    assertEquals(1, describe(api, context(SESSION, null), OTHER));
    assertThrows(EcsException.class, () -> describe(api, context(stranger, null), OTHER));
    assertThrows(EcsException.class, () -> describe(api, context(liar, null), OTHER));

    assertEquals(1, describe(api, context(null, null), OTHER));
    List<String> signers =
        ecs.calls("AssumeRole").stream().map(c -> c.accessKeyId()).distinct().toList();
    assertTrue(signers.containsAll(List.of(KEYS.id(), SESSION.id())), signers::toString);
    assertEquals(3, ecs.calls("DescribeDisks").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oss-cn-hangzhou", "evil", "cn-hangzhou.example", "xx-new-9"})
  void neverContactsARegionThatIsNotKnown(String region) {
    EcsApi api = api(KEYS, null);
    RequestContext by = context(null, null);

    for (EcsException e :
        List.of(
            assertThrows(
                EcsException.class,
                () -> api.describe(by, ResourceKind.DISK, region, OTHER, List.of("d-1"))),
            assertThrows(
                EcsException.class, () -> api.list(by, ResourceKind.DISK, region, null, null)),
            assertThrows(EcsException.class, () -> api.ownAccount(by, region)))) {
      assertEquals(ErrorCode.UNKNOWN_REGION, e.code());
      assertEquals(ErrorCode.Kind.NOT_JOINABLE, e.kind());
      assertTrue(e.getMessage().contains("TAGJOIN_REGIONS"), e::getMessage);
    }
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void opensNoMoreConnectionsThanCallsAtOnce() throws Exception {
    try (Relay relay = new Relay(ecs.endpoint().getPort())) {
      EcsApi api = api(relay.endpoint(), KEYS, null);
      ecs.faults().delay(Duration.ofMillis(5));
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
          calls.add(threads.submit(() -> describe(api, context(null, null), null)));
        }
        for (Future<Integer> call : calls) {
          assertEquals(1, call.get(20, TimeUnit.SECONDS));
        }
      } finally {
        threads.shutdownNow();
      }

      assertEquals(160, ecs.calls("DescribeDisks").size());
      assertTrue(relay.accepted.get() <= 8, () -> relay.accepted + " connections");
    }
  }

  @Test
  void keepsTheWaitThatAnAnswerNamesToItsRegion() throws EcsException {
    ecs.faults().rate(1);
    EcsApi api =
        new EcsApi(
            EcsClients.impatient(
                new EcsConnection(new EcsEndpoint(ecs.endpoint()), KEYS), Clock.systemUTC()));
    RequestContext soon = context(null, null, Duration.ofMillis(600));
    for (int i = 0; i < 9 && api.quietMillis() == 0; i++) {
      try {
        describe(api, soon, null);
      } catch (EcsException e) {
        assertEquals(ErrorCode.Kind.RETRY, e.kind());
      }
    }
    assertTrue(api.quietMillis() > 0);
    ecs.faults().rate(1_000);

    int before = ecs.calls().size();
    api.list(context(null, null), ResourceKind.DISK, "cn-shanghai", null, null);

    assertEquals(before + 1, ecs.calls().size());
  }

  /** Passes bytes on and counts connections. */
  private static final class Relay implements AutoCloseable {
    private final AtomicInteger accepted = new AtomicInteger();
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Relay(int to) throws IOException {
      server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      threads.execute(
          () -> {
            while (!server.isClosed()) {
              try {
                Socket from = server.accept();
                accepted.incrementAndGet();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), to);
                threads.execute(() -> pass(from, there));
                threads.execute(() -> pass(there, from));
              } catch (IOException e) {
                // the test is over
              }
            }
          });
    }

    private URI endpoint() {
      return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private static void pass(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // one of the two has gone
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      threads.shutdownNow();
    }
  }

  @Test
  void tellsNoSecretOfAHostileAnswer() throws Exception {
    ecs.faults()
        .failNext(
            "DescribeDisks",
            "Echo.own-secret",
            400,
            "key=own-key secret=own-secret " + "x".repeat(1 << 20),
            1);

    EcsException e =
        assertThrows(
            EcsException.class, () -> describe(api(KEYS, null), context(null, null), null));

    assertEquals("Echo.***", e.code());
    assertFalse(e.getMessage().contains("own-"), e::getMessage);
    assertTrue(e.getMessage().length() < 1_100, () -> "" + e.getMessage().length());
  }

  @Test
  void saysWhyTheServiceCannotBeReached() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    EcsApi api = api(URI.create("http://127.0.0.1:" + port), KEYS, null);
    RequestContext soon = context(null, null, Duration.ofMillis(50));

    EcsException e = assertThrows(EcsException.class, () -> describe(api, soon, null));

    assertTrue(e.error().isUnreachable(), e::code);
    assertTrue(
        e.getMessage().startsWith("the service could not be reached: ConnectException: "),
        e::getMessage);
  }

  @Test
  void endsWaitForTheAccountWhenInterrupted() {
    Thread.currentThread().interrupt();

    EcsException e =
        assertThrows(
            EcsException.class, () -> api(KEYS, null).ownAccount(context(null, null), REGION));

    assertTrue(Thread.interrupted());
    assertEquals("DeadlineExceeded", e.code());
    assertEquals(List.of(), ecs.calls());
  }
}
