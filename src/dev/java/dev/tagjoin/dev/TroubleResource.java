package dev.tagjoin.dev;

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
  private final Board board;
  private final Feed feed;

  TroubleResource(EmbeddedEcs ecs, Board board, Feed feed) {
    this.ecs = ecs;
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
