package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

  /** Nobody can wait that long, so that only the pipeline is there, with a clock of its own. */
  @Test
  void aConnectionIsNotKeptForEver() {
    EmbeddedChannel connection = pipeline();
    for (int i = 0; i < 2; i++) {
      say(connection, LIVE);
      // however long the answer takes, and whatever is said before it
      connection.writeOutbound(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      pass(connection, RequestHeads.KEPT.multipliedBy(2));
      assertTrue(connection.isOpen());
      connection.writeOutbound(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
      pass(connection, RequestHeads.KEPT.minusSeconds(1));
      assertTrue(connection.isOpen());
    }
    pass(connection, Duration.ofSeconds(2));
    assertFalse(connection.isOpen());
    connection.finishAndReleaseAll();
  }

  /** In packets of their own, as no socket promises. */
  @Test
  void aHeadThatBeginsWhileAnAnswerIsOwedHasTimeFromThatOn() {
    EmbeddedChannel connection = pipeline();
    say(connection, LIVE);
    say(connection, HALF);
    pass(connection, RequestHeads.BOUND.multipliedBy(2));
    assertTrue(connection.isOpen());
    connection.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    pass(connection, RequestHeads.BOUND.minusSeconds(1));
    assertTrue(connection.isOpen());
    pass(connection, Duration.ofSeconds(2));
    assertFalse(connection.isOpen());
    connection.finishAndReleaseAll();
  }

  private static EmbeddedChannel pipeline() {
    EmbeddedChannel connection =
        new EmbeddedChannel(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast("httpDecoder", new HttpRequestDecoder());
                channel.pipeline().addLast("httpEncoder", new HttpResponseEncoder());
                RequestHeads.bound(channel);
              }
            });
    connection.freezeTime();
    return connection;
  }

  private static void say(EmbeddedChannel connection, String text) {
    connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private static void pass(EmbeddedChannel connection, Duration time) {
    connection.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
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
