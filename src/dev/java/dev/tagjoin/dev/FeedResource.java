package dev.tagjoin.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** Lets pages listen to the {@link Feed}; in dev mode only. */
@Path("/dev/feed")
@IfBuildProfile("dev")
public final class FeedResource {
  private final Feed feed;

  FeedResource(Feed feed) {
    this.feed = feed;
  }

  /** Server-sent events until one side ends the connection; each has JSON for data. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void listen(@Context SseEventSink sink, @Context Sse sse) {
    feed.join(sink, sse);
  }
}
