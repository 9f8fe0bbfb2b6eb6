package dev.tagjoin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The Runtime API of AWS Lambda, as far as a custom runtime sees it: the function asks for the next
 * call, and posts an answer or an error.
 */
public final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<Invocation> next = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean polled;

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(BASE, this::handle);
    server.start();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Invocation(
      String id, Duration deadline, byte[] payload, CompletableFuture<Posted> posted) {}

  /**
   * What the function posted for a call.
   *
   * @param error whether it was posted as an error
   * @param body as it came
   */
  public record Posted(boolean error, String body) {}

  /** What to put into {@code AWS_LAMBDA_RUNTIME_API}. */
  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  boolean isPolled() {
    return polled;
  }

  /**
   * Has the function called with a payload, and waits for what it posts.
   *
   * @param deadline the time that the function is told to have
   */
  public Posted invoke(String payload, Duration deadline) {
    Invocation invocation =
        new Invocation(
            UUID.randomUUID().toString(),
            deadline,
            payload.getBytes(StandardCharsets.UTF_8),
            new CompletableFuture<>());
    running.put(invocation.id, invocation);
    next.add(invocation);
    return invocation.posted.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** A request of format 2.0 there and back. */
  Executable.Answer call(String method, String path, Map<String, String> headers, String body) {
    ObjectNode request = JSON.createObjectNode().put("version", "2.0").put("routeKey", "$default");
    String[] parts = path.split("\\?", 2);
    request.put("rawPath", parts[0]).put("rawQueryString", parts.length == 1 ? "" : parts[1]);
    ObjectNode sent = request.putObject("headers").put("host", "tagjoin.lambda-url.on.aws");
    headers.forEach(sent::put);
    request.put("isBase64Encoded", false);
    if (body != null) {
      request.put("body", body);
    }
    ObjectNode context = request.putObject("requestContext");
    context.put("accountId", "anonymous").put("requestId", "JKJaXmPLvHcESHA=");
    context.put("routeKey", "$default").put("stage", "$default");
    context
        .putObject("http")
        .put("method", method)
        .put("path", parts[0])
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", "192.0.2.7");
    Posted posted = invoke(request.toString(), TIMEOUT);
    if (posted.error()) {
      throw new IllegalStateException("the function posted an error: " + posted.body());
    }
    return answer(posted.body());
  }

  /** Reads a response of format 2.0. */
  public static Executable.Answer answer(String posted) {
    try {
      JsonNode response = JSON.readTree(posted);
      Map<String, String> headers = new TreeMap<>();
      response
          .path("headers")
          .properties()
          .forEach(
              h ->
                  headers.put(
                      h.getKey().toLowerCase(java.util.Locale.ROOT), h.getValue().asText()));
      String body = response.path("body").asText("");
      return new Executable.Answer(
          response.path("statusCode").intValue(),
          headers,
          response.path("isBase64Encoded").booleanValue()
              ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
              : body);
    } catch (IOException e) {
      throw new UncheckedIOException(posted, e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(BASE.length()).split("/", -1);
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readAllBytes();
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (exchange.getRequestMethod().equals("GET") && path.length == 2 && path[1].equals("next")) {
      giveNext(exchange);
    } else if (path[0].equals("init") && path[1].equals("error")) {
      send(exchange, 202, new byte[0]);
    } else if (path[0].equals("invocation") && running.containsKey(path[1])) {
      running.remove(path[1]).posted.complete(new Posted(path[2].equals("error"), text));
      send(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    } else {
      send(exchange, 404, new byte[0]);
    }
  }

  private void giveNext(HttpExchange exchange) throws IOException {
    polled = true;
    Invocation invocation;
    try {
      invocation = next.take();
    } catch (InterruptedException e) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id);
    exchange
        .getResponseHeaders()
        .set(
            "Lambda-Runtime-Deadline-Ms",
            Long.toString(System.currentTimeMillis() + invocation.deadline.toMillis()));
    exchange
        .getResponseHeaders()
        .set(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:eu-central-1:123456789012:function:tagjoin");
    exchange
        .getResponseHeaders()
        .set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, 200, invocation.payload);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
