package dev.tagjoin.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sets what the HTTP server can only be told at start, because the configuration of a native
 * executable is fixed: the port, and how long a connection may be idle.
 */
@Singleton
public final class ServerOptions implements HttpServerOptionsCustomizer {
  /**
   * A connection is idle while its request is handled. Function Compute runs a function for up to a
   * day and is the only one to reach the port there.
   */
  static final Duration FUNCTION_COMPUTE_IDLE = Duration.ofHours(25);

  /** What a request may take beyond its deadline: to read its body, and to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(35);

  private final HttpSettings settings;

  ServerOptions(HttpSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    if (settings.port() != null) {
      options.setPort(settings.port());
    }
    // there are no WebSockets: their compression adds a handler to the path of each message
    options
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
    options.setIdleTimeout((int) idle(settings).toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  static Duration idle(HttpSettings settings) {
    return settings.onFunctionCompute() ? FUNCTION_COMPUTE_IDLE : settings.deadline().plus(MARGIN);
  }
}
