package dev.tagjoin.dev;

import dev.tagjoin.ecs.ServiceClient;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Locale;

/** Lets the embedded ECS make trouble; in dev mode only. */
@Path("/dev/trouble")
@IfBuildProfile("dev")
public final class TroubleResource {
  private final EmbeddedEcs ecs;
  private final ServiceClient client;
  private final Board board;
  private final Feed feed;

  TroubleResource(EmbeddedEcs ecs, Board board, Feed feed, ServiceClient client) {
    this.ecs = ecs;
    this.client = client;
    this.board = board;
    this.feed = feed;
  }

  /**
   * Makes one kind of trouble and ends any other.
   *
   * @param name {@code calm}, {@code flaky}, {@code throttled}, {@code outage} or {@code denied}
   */
  @PUT
  @Path("{name}")
  public void make(@PathParam("name") String name) {
    for (Trouble trouble : Trouble.values()) {
      if (trouble.toString().equals(name)) {
        trouble.make(ecs);
        // after throttling the rates rise within minutes; nobody wants to wait for that here
        client.resetLimits();
        board.trouble(trouble);
        feed.board();
        return;
      }
    }
    throw new NotFoundException(
        "one of calm, flaky, throttled, outage and denied expected, not "
            + name.toLowerCase(Locale.ROOT));
  }
}
