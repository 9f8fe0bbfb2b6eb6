package dev.tagjoin.http;

import dev.tagjoin.event.Finding;
import dev.tagjoin.text.PrintableText;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;

/**
 * The paths that Function Compute calls in a custom runtime: events come to {@code /invoke}, the
 * others belong to the life cycle of an instance.
 *
 * <p>Whether a call succeeded is told by the header {@code x-fc-status}, {@code 200} or {@code
 * 404}: without it a call counts as a success whatever the status line says, and is never retried.
 */
@Path("/")
public final class FunctionComputeResource {
  static final String CONTROL_PATH = "x-fc-control-path";
  private static final String STATUS_HEADER = "x-fc-status";

  @Inject EventHandler handler;
  @Inject SweepResource sweeps;
  @Inject RequestContextReader calls;
  @Inject HttpSettings settings;

  /**
   * Whether the platform itself makes a call, so that it has authenticated who asked for it. Only
   * to be asked on Function Compute: elsewhere anybody can send its headers.
   *
   * @param path the path as the server normalises it
   * @param controlPath the header {@link #CONTROL_PATH}, or {@code null}
   */
  static boolean isPlatformCall(String method, String path, String controlPath) {
    String expected =
        switch (path) {
          case "/invoke", "/initialize" -> "POST";
          case "/pre-freeze", "/pre-stop" -> "GET";
          default -> null;
        };
    return method.equals(expected) && path.equals(controlPath);
  }

  /**
   * Whether the {@code x-fc-} headers of a request that was let in are the platform's: those of its
   * event calls, and those that its HTTP trigger adds whatever the path. Only to be asked on
   * Function Compute.
   */
  static boolean hasPlatformHeaders(String path, String controlPath) {
    return "/http-invoke".equals(controlPath) || isPlatformCall("POST", path, controlPath);
  }

  /** Handles one event or an array of them, or a timer event. */
  @POST
  @Path("invoke")
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response invoke(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
    QueryParameters.none(uri);
    RequestInfo request = calls.read("/invoke", headers, false);
    String id = settings.onFunctionCompute() ? request.context().id() : null;
    mark("Invoke Start", id);
    try {
      return withStatus(handle(request, body, headers));
    } finally {
      mark("Invoke End", id);
    }
  }

  private Response handle(RequestInfo request, InputStream body, HttpHeaders headers) {
    byte[] bytes = RequestBody.read(body, headers, request.context().deadline());
    List<Finding> findings = handler.read(request, bytes, headers);
    Finding.Timer timer = EventHandler.timerOf(findings);
    Response swept = timer == null ? null : sweeps.timer(timer, request);
    return swept == null ? handler.answer(findings, request) : swept;
  }

  /** The answer with the header by which Function Compute tells a success. */
  static Response withStatus(Response response) {
    return Response.fromResponse(response)
        .header(STATUS_HEADER, response.getStatus() == 200 ? "200" : "404")
        .build();
  }

  /** Called once before the first request, when the function is configured so. */
  @POST
  @Path("initialize")
  @Consumes(MediaType.WILDCARD)
  @NonBlocking
  public Response initialize(@Context UriInfo uri) {
    return ok(uri);
  }

  /** Called before an instance is frozen; nothing is left to do after an answer. */
  @GET
  @Path("pre-freeze")
  @NonBlocking
  public Response preFreeze(@Context UriInfo uri) {
    return ok(uri);
  }

  /** Called before an instance is ended; nothing is left to do after an answer. */
  @GET
  @Path("pre-stop")
  @NonBlocking
  public Response preStop(@Context UriInfo uri) {
    return ok(uri);
  }

  private static Response ok(UriInfo uri) {
    QueryParameters.none(uri);
    return Response.ok().header(STATUS_HEADER, "200").build();
  }

  /** The console groups log lines by these marks; they have to stand on standard output alone. */
  @SuppressWarnings("SystemOut")
  private static void mark(String what, String id) {
    if (id != null) {
      System.out.println("FC " + what + " RequestId: " + PrintableText.of(id));
    }
  }
}
