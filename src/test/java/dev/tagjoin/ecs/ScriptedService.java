package dev.tagjoin.ecs;

import com.sun.net.httpserver.HttpServer;
import dev.tagjoin.resource.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An HTTP server that gives prepared answers, one after the other and the last one again and again:
 * those that the embedded ECS does not give.
 */
final class ScriptedService implements AutoCloseable {
  private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  ScriptedService(String... answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          queries.add(exchange.getRequestURI().getQuery());
          String answer = answers[Math.min(queries.size(), answers.length) - 1];
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  /** A client for which this server is all services. */
  ServiceClient client() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return EcsClients.client(
        new EcsConnection(new EcsEndpoint(address), new Credentials("an-id", "a-secret", null)));
  }

  /** The decoded query strings of the requests, in their order. */
  List<String> queries() {
    return List.copyOf(queries);
  }

  /** The value of a parameter in each request; {@code null} where it is missing. */
  List<String> values(String parameter) {
    List<String> values = new ArrayList<>();
    for (String query : queries()) {
      String value = null;
      for (String pair : query.split("&", -1)) {
        value = pair.startsWith(parameter + '=') ? pair.substring(parameter.length() + 1) : value;
      }
      values.add(value);
    }
    return values;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
