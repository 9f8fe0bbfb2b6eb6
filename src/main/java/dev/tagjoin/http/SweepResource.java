package dev.tagjoin.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/** Takes requests for a sweep over everything that exists. */
@Path("/sweep")
public final class SweepResource {
  @Inject SweepHandler handler;
  @Inject RequestContextReader calls;

  /**
   * Makes a sweep, or goes on with one.
   *
   * @param body what to look at, a JSON object; empty for a report with all defaults
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response sweep(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
    QueryParameters.none(uri);
    RequestInfo request = calls.read("/sweep", headers, false);
    return handler.handle(request, RequestBody.read(body, headers, request.context().deadline()));
  }
}
