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
 * Waits for a small body before a worker thread is taken, once a caller is let in. A worker would
 * wait for it twice, for the bytes and for their end, and change places with the event loop each
 * time. Larger bodies, and those of unknown length, are left to the worker.
 */
@jakarta.ws.rs.ext.Provider
@NonBlocking
public final class BodyFilter implements ResteasyReactiveContainerRequestFilter {
  /** Most events are far below, and so much is held for each connection at most. */
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
