package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * An ECS in this process, as close to the real one as its API reference allows, for development
 * without an account and for tests. Thread-safe.
 *
 * <p>It answers RPC calls on the loopback interface: the 13 describe calls and {@code
 * JoinResourceGroup} (version 2014-05-26), {@code AssumeRole}, {@code AssumeRoleWithOIDC} and
 * {@code GetCallerIdentity} (2015-04-01), {@code GetResourceGroup} and {@code ListResourceGroups}
 * (2020-03-31), to calls signed with RPC signature 1.0 or with {@code ACS3-HMAC-SHA256}. It speaks
 * JSON only. Parameters it does not know are ignored, as the real service does.
 */
public final class EmbeddedEcs implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int BACKLOG = 1024;
  private static final int MAX_CALLS = 20_000;
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final String ECS = "2014-05-26";
  private static final String STS = "2015-04-01";
  private static final String RESOURCE_MANAGER = "2020-03-31";

  private final HttpServer server;
  private final String scheme;
  private final List<EmbeddedAccount> accounts;
  private final Gate gate;
  private final Faults faults = new Faults();
  private final Deque<Call> calls = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads;

  private EmbeddedEcs(HttpServer server, String scheme, List<EmbeddedAccount> accounts) {
    this.server = server;
    this.scheme = scheme;
    this.accounts = List.copyOf(accounts);
    this.gate = new Gate(this.accounts, faults);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "embedded-ecs-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Starts on a free port.
   *
   * @throws UncheckedIOException when no port can be opened
   */
  public static EmbeddedEcs start(EmbeddedAccount account) {
    return start(List.of(account), 0);
  }

  /**
   * Starts on a port; 0 stands for a free one.
   *
   * @throws UncheckedIOException when the port cannot be opened
   */
  public static EmbeddedEcs start(EmbeddedAccount account, int port) {
    return start(List.of(account), port);
  }

  /**
   * Starts with several accounts on a free port; the access key decides which one a call is for, so
   * no two may accept the same key id.
   *
   * @throws UncheckedIOException when no port can be opened
   */
  public static EmbeddedEcs start(List<EmbeddedAccount> accounts) {
    return start(accounts, 0);
  }

  /**
   * Starts with several accounts on a port; 0 stands for a free one.
   *
   * @throws UncheckedIOException when the port cannot be opened
   */
  public static EmbeddedEcs start(List<EmbeddedAccount> accounts, int port) {
    if (accounts.isEmpty()) {
      throw new IllegalArgumentException("accounts: at least one expected");
    }
    try {
      return new EmbeddedEcs(HttpServer.create(address(port), BACKLOG), "http", accounts);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " of the loopback interface", e);
    }
  }

  /**
   * Starts over TLS on a free port.
   *
   * @param context holds the server's key and certificate; clients call 127.0.0.1
   * @throws UncheckedIOException when no port can be opened
   */
  public static EmbeddedEcs startTls(EmbeddedAccount account, SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(address(0), BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new EmbeddedEcs(server, "https", List.of(account));
    } catch (IOException e) {
      throw new UncheckedIOException("a free port of the loopback interface", e);
    }
  }

  private static InetSocketAddress address(int port) throws IOException {
    // The JDK's server sends head and body in two packets. Without this, which it reads before the
    // first server of the process, the second waits 40 ms for the first to be acknowledged.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  /** Where it listens, for example {@code http://127.0.0.1:40123}. */
  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The first account. */
  public EmbeddedAccount account() {
    return accounts.get(0);
  }

  /** All accounts. */
  public List<EmbeddedAccount> accounts() {
    return accounts;
  }

  /** The trouble it makes. */
  public Faults faults() {
    return faults;
  }

  /** The latest calls, oldest first, at most 20,000. */
  public List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /** The latest calls of one action, oldest first. */
  public List<Call> calls(String action) {
    return calls().stream().filter(c -> action.equals(c.action())).toList();
  }

  /** Forgets the calls so far. */
  public void clearCalls() {
    synchronized (calls) {
      calls.clear();
    }
  }

  /** Stops at once; calls under way get no answer. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Exchange one = new Exchange(exchange);
    try (exchange) {
      try {
        one.run();
      } finally {
        // Before the connection closes, for the same reason as in send.
        one.record();
      }
    }
  }

  /** One call from its first to its last byte. */
  private final class Exchange {
    private final HttpExchange http;
    private final String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    private final Instant arrived = Instant.now();
    private RpcRequest request;
    private Gate.Caller caller;
    private boolean recorded;
    private int status;
    private String code;

    private Exchange(HttpExchange http) {
      this.http = http;
    }

    private void run() throws IOException {
      try {
        request = RpcRequest.read(http);
        boolean isAnonymous = StsApi.isAnonymous(request);
        caller = isAnonymous ? null : gate.admit(request);
        Faults.Plan plan = faults.plan(request.action());
        pause(plan.delay());
        if (plan.rateHeader() != null) {
          http.getResponseHeaders().set("X-RateLimit-User-API", plan.rateHeader());
        }
        RpcError error =
            plan.error() != null ? plan.error() : faults.refusal(request.parameters().values());
        if (error != null) {
          throw error;
        }
        if (plan.kind() == Faults.Kind.DROPPED) {
          return;
        }
        if (plan.kind() == Faults.Kind.HUNG) {
          pause(faults.hang());
          return;
        }
        if (plan.kind() == Faults.Kind.HTML) {
          String page = "<html><head><title>502 Bad Gateway</title></head><body></body></html>";
          send(502, "text/html", page.getBytes(StandardCharsets.UTF_8));
          return;
        }
        ObjectNode answer = isAnonymous ? StsApi.assumeRoleWithOidc(request, accounts) : dispatch();
        if (plan.kind() == Faults.Kind.ANSWER_LOST) {
          return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("RequestId", requestId);
        body.setAll(answer);
        sendJson(200, body);
      } catch (RpcError e) {
        fail(e);
      } catch (RuntimeException e) {
        // A bug of this server: say so to whoever looks at the calls, instead of no answer.
        fail(new RpcError(500, "InternalError", "embedded ECS: " + e));
      }
    }

    private ObjectNode dispatch() {
      String action = request.action();
      EmbeddedAccount account = caller.account();
      switch (request.version()) {
        case ECS -> {
          if (action.equals(JoinApi.ACTION)) {
            faults.joinHook().run();
            return JoinApi.answer(request, account);
          }
          DescribeApi describe = DescribeApi.of(action);
          if (describe != null) {
            return describe.answer(request, account);
          }
        }
        case STS -> {
          if (action.equals("AssumeRole")) {
            return StsApi.assumeRole(request, account, accounts);
          }
          if (action.equals("GetCallerIdentity")) {
            return StsApi.callerIdentity(account, caller.credential());
          }
        }
        case RESOURCE_MANAGER -> {
          if (account.denied(action, null)) {
            throw JoinApi.forbidden();
          }
          if (action.equals("GetResourceGroup")) {
            return ResourceManagerApi.get(request, account);
          }
          if (action.equals("ListAutoGroupingRules")) {
            return account.transfer().list(request);
          }
          if (action.equals("ListAssociatedTransferSetting")) {
            return account.transfer().setting(account.id());
          }
          if (action.equals("ListResourceGroups")) {
            return ResourceManagerApi.list(request, account);
          }
        }
        default ->
            throw new RpcError(400, "InvalidVersion", "Specified parameter Version is not valid.");
      }
      throw new RpcError(
          404,
          "InvalidAction.NotFound",
          "Specified api is not found, please check your url and method.");
    }

    private void fail(RpcError error) throws IOException {
      code = error.code();
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("RequestId", requestId);
      body.put("HostId", host());
      body.put("Code", error.code());
      body.put("Message", error.getMessage());
      body.put(
          "Recommend",
          "https://api.aliyun.com/troubleshoot?q="
              + error.code()
              + "&product="
              + product()
              + "&requestId="
              + requestId);
      if (error.code().equals("Forbidden.RAM") && caller != null) {
        body.putObject("AccessDeniedDetail")
            .put("AuthAction", product().toLowerCase(Locale.ROOT) + ":" + request.action())
            .put(
                "AuthPrincipalType",
                caller.credential().token() == null ? "SubUser" : "AssumedRoleUser")
            .put("AuthPrincipalOwnerId", caller.account().id())
            .put("NoPermissionType", "ImplicitDeny")
            .put("PolicyType", "AccountLevelIdentityBasedPolicy");
      }
      sendJson(error.status(), body);
    }

    private String product() {
      String version = request == null || request.version() == null ? ECS : request.version();
      return switch (version) {
        case STS -> "Sts";
        case RESOURCE_MANAGER -> "ResourceManager";
        default -> "Ecs";
      };
    }

    private String host() {
      if (!product().equals("Ecs")) {
        return product().toLowerCase(Locale.ROOT) + ".aliyuncs.com";
      }
      String region = request == null ? null : request.get("RegionId");
      // The vendor writes the host of this region with a dash.
      boolean dash = region == null || region.equals("cn-hangzhou");
      return dash ? "ecs-cn-hangzhou.aliyuncs.com" : "ecs." + region + ".aliyuncs.com";
    }

    private void sendJson(int httpStatus, ObjectNode body) throws IOException {
      try {
        send(httpStatus, "application/json;charset=utf-8", json.writeValueAsBytes(body));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a tree of texts and numbers can be written", e);
      }
    }

    private void send(int httpStatus, String type, byte[] body) throws IOException {
      status = httpStatus;
      // Before the answer goes out: who has it may look for the call.
      record();
      http.getResponseHeaders().set("Content-Type", type);
      http.getResponseHeaders().set("x-acs-request-id", requestId);
      http.sendResponseHeaders(httpStatus, body.length);
      http.getResponseBody().write(body);
      http.getResponseBody().close();
    }

    private void record() {
      if (recorded) {
        return;
      }
      recorded = true;
      Call call =
          new Call(
              request == null ? null : request.action(),
              request == null ? null : request.get("RegionId"),
              request == null ? Map.of() : request.parameters(),
              status,
              code,
              request == null ? null : request.accessKeyId(),
              requestId,
              arrived,
              request == null ? null : request.header("user-agent"));
      synchronized (calls) {
        if (calls.size() == MAX_CALLS) {
          calls.removeFirst();
        }
        calls.addLast(call);
      }
    }
  }

  /** Waits, but not longer than this server lives. */
  private void pause(Duration time) {
    if (time.isZero()) {
      return;
    }
    try {
      closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
