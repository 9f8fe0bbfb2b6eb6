package dev.tagjoin.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * The paths that Function Compute calls in a custom runtime: events come to {@code /invoke}, the
 * others belong to the life of an instance.
 *
 * <p>Whether a call succeeded is told by the header {@code x-fc-status}, {@code 200} or {@code
 * 404}: without it a call counts as a success whatever the status line says, and is never retried.
 */
@Path("/")
public final class FunctionComputeResource {
  private static final String STATUS_HEADER = "x-fc-status";

  private final EventHandler handler;
  private final HttpSettings settings;

  FunctionComputeResource(EventHandler handler, HttpSettings settings) {
    this.handler = handler;
    this.settings = settings;
  }

  /**
   * Handles one event or an array of them.
   *
   * @param body the event, at most 1 MiB
   * @param headers the request's headers
   */
  @POST
  @Path("invoke")
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response invoke(InputStream body, @Context HttpHeaders headers) {
    String id =
        settings.trustsFunctionCompute() ? headers.getHeaderString("x-fc-request-id") : null;
    mark("Invoke Start", id);
    try {
      Response response = handler.handle(body, headers, false, null);
      return Response.fromResponse(response)
          .header(STATUS_HEADER, response.getStatus() == 200 ? "200" : "404")
          .build();
    } finally {
      mark("Invoke End", id);
    }
  }

  /** Called once before the first request, when the function is configured so. */
  @POST
  @Path("initialize")
  @Consumes(MediaType.WILDCARD)
  public Response initialize() {
    return ok();
  }

  /** Called before an instance is frozen; nothing is left to do after an answer. */
  @GET
  @Path("pre-freeze")
  public Response preFreeze() {
    return ok();
  }

  /** Called before an instance is ended; nothing is left to do after an answer. */
  @GET
  @Path("pre-stop")
  public Response preStop() {
    return ok();
  }

  private static Response ok() {
    return Response.ok().header(STATUS_HEADER, "200").build();
  }

  /** The console groups log lines by these marks; they have to stand on standard output alone. */
  @SuppressWarnings("SystemOut")
  private static void mark(String what, String id) {
    if (id != null) {
      System.out.println("FC " + what + " RequestId: " + id.replaceAll("[^A-Za-z0-9-]", "?"));
    }
  }
}
