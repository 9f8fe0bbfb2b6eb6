package dev.tagjoin.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes off the content type before anything reads it: senders do not agree on one, the body
 * decides, and the server answers 415 to what is no media type.
 */
@Singleton
public final class HeaderFilter {
  private static final int FIRST = 1_000;

  void register(@Observes Filters filters) {
    filters.register(HeaderFilter::filter, FIRST);
  }

  private static void filter(RoutingContext request) {
    request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
    request.next();
  }
}
