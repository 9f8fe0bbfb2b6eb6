package dev.tagjoin.http;

import dev.tagjoin.report.JsonWriter;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Health in the form of MicroProfile Health. Written out rather than taken from the extension,
 * whose own configuration and JSON library would be read at every cold start.
 *
 * <p>Answered by the event loop, so that it never waits for a worker thread that others hold. An
 * application that answers at all has a valid rule book: an invalid one stops the start.
 */
@Path("/q/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  @Inject RecentTrouble trouble;

  /** Whether the process answers. */
  @GET
  @NonBlocking
  @Path("live")
  public Response live(@Context UriInfo uri) {
    QueryParameters.none(uri);
    return health(Map.of());
  }

  /**
   * Whether events can be handled: not for a minute after ECS rejected the credentials, so that a
   * platform that looks sends them elsewhere.
   */
  @GET
  @NonBlocking
  @Path("ready")
  public Response ready(@Context UriInfo uri) {
    QueryParameters.none(uri);
    Map<String, Boolean> checks = new LinkedHashMap<>();
    checks.put("rule book", true);
    checks.put("credentials", !trouble.areKeysRefused());
    return health(checks);
  }

  private static Response health(Map<String, Boolean> checks) {
    boolean up = !checks.containsValue(false);
    byte[] body =
        JsonWriter.object(
            json -> {
              json.writeStringField("status", up ? "UP" : "DOWN");
              json.writeArrayFieldStart("checks");
              for (Map.Entry<String, Boolean> check : checks.entrySet()) {
                json.writeStartObject();
                json.writeStringField("name", check.getKey());
                json.writeStringField("status", check.getValue() ? "UP" : "DOWN");
                json.writeEndObject();
              }
              json.writeEndArray();
            });
    return Response.status(up ? 200 : 503).entity(body).build();
  }
}
