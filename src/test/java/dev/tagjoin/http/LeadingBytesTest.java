package dev.tagjoin.http;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@link LeadingBytes} on the JVM. */
@QuarkusTest
class LeadingBytesTest implements LeadingBytes {
  @Inject Vertx vertx;

  private HttpServer server;

  /** A port of its own: on the platform lambda tests have none. */
  @BeforeEach
  void listen() {
    server = vertx.createHttpServer().requestHandler(VertxHttpRecorder.getRootHandler());
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public int port() {
    return server.actualPort();
  }
}
