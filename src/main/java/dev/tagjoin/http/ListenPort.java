package dev.tagjoin.http;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Listens on the port that Function Compute names in {@code FC_SERVER_PORT}. Read here rather than
 * by the configuration, which is fixed in a native executable.
 */
@Singleton
public final class ListenPort implements HttpServerOptionsCustomizer {
  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    String port = System.getenv("FC_SERVER_PORT");
    if (port != null && !port.isEmpty()) {
      options.setPort(number(port));
    }
  }

  static int number(String port) {
    try {
      int number = Integer.parseInt(port);
      if (number > 0 && number < 1 << 16) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new ConfigurationException("FC_SERVER_PORT: a port expected, not \"" + port + "\"");
  }
}
