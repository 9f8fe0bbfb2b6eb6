package dev.tagjoin.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * {@link RequestHeads} in a server of Vert.x alone: the tests of Quarkus load Netty apart from the
 * application, so that it finds no service of it. {@link RequestHeadsIT} has the whole.
 */
class RequestHeadsTest implements SlowHeads {
  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    new RequestHeads.Switch().customizeHttpServer(new HttpServerOptions());
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(
                request -> {
                  long millis = request.path().equals("/long") ? 12_000 : 1;
                  vertx.setTimer(millis, timer -> request.response().end("done"));
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    System.clearProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY);
    vertx.close();
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public String longRequest() {
    return "GET /long HTTP/1.1\r\nHost: tagjoin\r\n\r\n";
  }
}
