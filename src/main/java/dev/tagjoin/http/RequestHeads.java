package dev.tagjoin.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections on which the head of a request does not come to its end. Neither Vert.x nor
 * Quarkus bounds that: a caller that sends a byte now and then would hold a connection for ever.
 * Safe for use by several threads.
 *
 * <p>Netty finds this class as a service, when a system property says that it is to look, and shows
 * it every connection that it accepts.
 */
@RegisterForReflection(fields = false, methods = false)
public final class RequestHeads extends ChannelInitializerExtension {
  /** As long as a part of a body may take ({@code quarkus.http.read-timeout}). */
  static final Duration BOUND = Duration.ofSeconds(10);

  /** Function Compute asks for 15 minutes at least. */
  static final Duration KEPT = Duration.ofMinutes(30);

  /** What decodes and encodes HTTP/1.1 in the pipeline that Vert.x makes. */
  private static final String CODEC = "httpEncoder";

  /** A {@link Problem} before there is a request that could be answered with one. */
  private static final String DETAIL =
      "{\"type\":\"about:blank\",\"title\":\"Request Timeout\",\"status\":408,\"detail\":\"the head of the request did not"
          + " come to its end, an empty line, within 10 seconds\"}";

  private static final String TIMEOUT =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
          + "Content-Length: "
          + DETAIL.length()
          + "\r\n\r\n"
          + DETAIL;

  /** For Netty. */
  public RequestHeads() {}

  /** Has Netty look for services before the server begins to listen. */
  @Singleton
  public static final class Switch implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
      System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    // on AWS Lambda requests come whole, through memory
    if (channel instanceof SocketChannel) {
      bound(channel);
    }
  }

  static void bound(Channel channel) {
    channel.pipeline().addFirst(new Bytes());
  }

  /**
   * The front of a connection, where bytes come in. The time runs from when it opens, from the
   * first byte of each request until the head is complete, and while nothing is asked; but not
   * while an answer is owed, since then what comes next may wait for it.
   */
  private static final class Bytes extends ChannelInboundHandlerAdapter {
    private int owed;
    private boolean isInBody;
    private boolean isBegun;
    private Future<?> end;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ChannelHandler codec = ctx.pipeline().get(CODEC);
      if (codec != null) {
        ctx.pipeline().addAfter(CODEC, null, new Messages(this, ctx));
        start(ctx, BOUND);
      }
      ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      if (!isInBody && !isBegun) {
        isBegun = true;
        if (owed == 0) {
          start(ctx, BOUND);
        }
      }
      ctx.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      stop();
      ctx.fireChannelInactive();
    }

    private void start(ChannelHandlerContext ctx, Duration time) {
      stop();
      end = ctx.executor().schedule(() -> timeIsUp(ctx), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stop() {
      if (end != null) {
        end.cancel(false);
        end = null;
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void timeIsUp(ChannelHandlerContext ctx) {
      if (!isBegun) {
        // who sent nothing would take the answer for that to a later request
        ctx.close();
        return;
      }
      // a close right after it ends as well who does not even read
      ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), TIMEOUT));
      ctx.close();
    }

    private void head() {
      stop();
      owed++;
      isInBody = true;
      isBegun = false;
    }

    private void answered(ChannelHandlerContext ctx) {
      owed = Math.max(0, owed - 1);
      if (owed == 0) {
        start(ctx, isBegun ? BOUND : KEPT);
      }
    }
  }

  /** Behind the codec, where messages are whole. */
  private static final class Messages extends ChannelDuplexHandler {
    private final Bytes bytes;
    private final ChannelHandlerContext front;

    Messages(Bytes bytes, ChannelHandlerContext front) {
      this.bytes = bytes;
      this.front = front;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest) {
        bytes.head();
      }
      if (message instanceof LastHttpContent) {
        bytes.isInBody = false;
      }
      ctx.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ctx.write(message, promise);
      if (message instanceof LastHttpContent && !isInterim(message)) {
        bytes.answered(front);
      }
    }

    /** {@code 100 Continue} is no answer yet. */
    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
