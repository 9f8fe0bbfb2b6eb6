package dev.tagjoin.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Health in the form of MicroProfile Health. Written out rather than taken from the extension,
 * whose own configuration and JSON library would be read at every cold start.
 *
 * <p>An application that answers at all has a valid rule book: an invalid one stops the start.
 */
@Path("/q/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  /** Whether the process answers. */
  @GET
  @Path("live")
  public byte[] live() {
    return health();
  }

  /** Whether events can be handled. */
  @GET
  @Path("ready")
  public byte[] ready() {
    return health("rule book");
  }

  private static byte[] health(String... checks) {
    return JsonBody.object(
        json -> {
          json.writeStringField("status", "UP");
          json.writeArrayFieldStart("checks");
          for (String check : checks) {
            json.writeStartObject();
            json.writeStringField("name", check);
            json.writeStringField("status", "UP");
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
