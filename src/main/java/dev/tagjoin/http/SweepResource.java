package dev.tagjoin.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Takes requests for a pass over everything that exists. */
@Path("/sweep")
public final class SweepResource {
  private final SweepHandler handler;

  SweepResource(SweepHandler handler) {
    this.handler = handler;
  }

  /**
   * Makes a pass, or goes on with one.
   *
   * @param body what to look at, a JSON object; empty for a report with all defaults
   * @param headers the request's headers
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response sweep(InputStream body, @Context HttpHeaders headers) {
    return handler.handle(body, headers);
  }
}
