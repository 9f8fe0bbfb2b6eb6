package dev.tagjoin.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * Health in the form of MicroProfile Health. Written out rather than taken from the extension,
 * whose own configuration and JSON library would be read at every cold start.
 *
 * <p>An application that answers at all has a valid rule book: an invalid one stops the start.
 */
@Path("/q/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  /**
   * The state of the application or of one part of it.
   *
   * @param name the part's name
   * @param status {@code UP} or {@code DOWN}
   */
  public record Check(String name, String status) {}

  /**
   * The answer.
   *
   * @param status {@code UP} when all checks are
   * @param checks the parts
   */
  public record Health(String status, List<Check> checks) {}

  /** Whether the process answers. */
  @GET
  @Path("live")
  public Health live() {
    return new Health("UP", List.of());
  }

  /** Whether events can be handled. */
  @GET
  @Path("ready")
  public Health ready() {
    return new Health("UP", List.of(new Check("rule book", "UP")));
  }
}
