package dev.tagjoin.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reports requests that did not come from {@link Deliveries}: those of a shell, and sweeps. */
@Provider
@NonBlocking
@IfBuildProfile("dev")
public final class AnswerWatch implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Set<String> WATCHED = Set.of("/events", "/invoke", "/sweep");
  private static final String START = AnswerWatch.class.getName();

  private final jakarta.inject.Provider<Feed> feed;
  private final jakarta.inject.Provider<Deliveries> deliveries;

  /** Filters are made before the application starts. */
  AnswerWatch(jakarta.inject.Provider<Feed> feed, jakarta.inject.Provider<Deliveries> deliveries) {
    this.feed = feed;
    this.deliveries = deliveries;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(START, Instant.now());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String path = request.getUriInfo().getPath();
    if (WATCHED.contains(path)
        && request.getHeaderString(Deliveries.HEADER) == null
        && request.getProperty(START) instanceof Instant start
        && response.getEntity() instanceof byte[] body) {
      String title = request.getMethod() + " " + path;
      Delivery.Attempt attempt =
          deliveries.get().attempt(start, response.getStatus(), deliveries.get().tree(body));
      feed.get()
          .delivery(
              new Delivery(
                  feed.get().nextId(),
                  title,
                  null,
                  null,
                  Delivery.State.DONE,
                  List.of(attempt),
                  null));
      feed.get().board();
    }
  }
}
