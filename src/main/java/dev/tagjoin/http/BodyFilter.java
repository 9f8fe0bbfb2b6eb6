package dev.tagjoin.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.ByteArrayInputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/**
 * Waits for a small body on the event loop, after authentication and before a worker thread is
 * taken. A worker would wait twice, for the bytes and for their end, with two changes of threads
 * each time. It reads larger bodies and those of unknown length.
 *
 * <p>Quarkus requires all other request filters to be non-blocking, too.
 */
@jakarta.ws.rs.ext.Provider
@NonBlocking
public final class BodyFilter implements ResteasyReactiveContainerRequestFilter {
  /** Far above most events; the most that is held for a connection. */
  private static final int MAX_BYTES = 64 << 10;

  /** Filters are made at build time, when the settings are not known yet. */
  @Inject Provider<HttpSettings> settings;

  @Inject Provider<RequestContextReader> calls;

  @Override
  public void filter(ResteasyReactiveContainerRequestContext context) {
    int length = context.getLength();
    HttpServerRequest request =
        ((ResteasyReactiveRequestContext) context.getServerRequestContext())
            .unwrap(HttpServerRequest.class);
    // AWS Lambda hands over whole requests, some without their length
    boolean isSmall = length > 0 ? length <= MAX_BYTES : length < 0 && calls.get().isOnLambda();
    // a sender that expects to be asked for its body is asked by the worker
    if (!isSmall || request.headers().contains(HttpHeaders.EXPECT)) {
      return;
    }
    long millis = Math.min(RequestBody.MAX_MILLIS, settings.get().deadline().toMillis());
    context.suspend();
    request
        .body()
        .timeout(millis, TimeUnit.MILLISECONDS)
        .map(Buffer::getBytes)
        .onComplete(
            bytes -> {
              context.setEntityStream(new ByteArrayInputStream(bytes));
              context.resume();
            },
            failure -> context.resume(RequestBody.incomplete(failure instanceof TimeoutException)));
    request.resume();
  }
}
