package dev.tagjoin.dev;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * <p>It answers RPC calls on the loopback interface: the 15 describe calls and {@code
 * JoinResourceGroup} (version 2014-05-26), {@code AssumeRole}, {@code AssumeRoleWithOIDC} and
 * {@code GetCallerIdentity} (2015-04-01), {@code ListResourceGroups} (2020-03-31) and {@code
 * ListAccounts} (2022-04-19), to calls signed with RPC signature 1.0. It speaks JSON only.
 * Parameters it does not know are ignored, as the real service does.
 */
public final class EmbeddedEcs implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int BACKLOG = 1024;
  private static final int MAX_CALLS = 20_000;
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final HttpServer server;
  private final String scheme;
  private final List<EmbeddedAccount> accounts;
  private final EmbeddedDirectory directory;
  private final Gate gate;
  private final FaultInjector faults = new FaultInjector();
  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads;

  private EmbeddedEcs(HttpServer server, String scheme, List<EmbeddedAccount> accounts) {
    this.server = server;
    this.scheme = scheme;
    this.accounts = new CopyOnWriteArrayList<>(accounts);
    this.directory = new EmbeddedDirectory(this.accounts);
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
    return List.copyOf(accounts);
  }

  /** The resource directory; it has no members at first. */
  public EmbeddedDirectory directory() {
    return directory;
  }

  /** The trouble it makes. */
  public FaultInjector faults() {
    return faults;
  }

  /** The latest calls, oldest first, at most 20,000. */
  public List<RecordedCall> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /** The latest calls of one action, oldest first. */
  public List<RecordedCall> calls(String action) {
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
    EcsExchange one = new EcsExchange(this, exchange);
    try (exchange) {
      try {
        one.run();
      } finally {
        // Before the connection closes, for the same reason as in send.
        one.record();
      }
    }
  }

  Gate gate() {
    return gate;
  }

  /** Keeps a call for {@link #calls()}. */
  void remember(RecordedCall call) {
    synchronized (calls) {
      if (calls.size() == MAX_CALLS) {
        calls.removeFirst();
      }
      calls.addLast(call);
    }
  }

  /** Waits, but not longer than this server lives. */
  void pause(Duration time) {
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
