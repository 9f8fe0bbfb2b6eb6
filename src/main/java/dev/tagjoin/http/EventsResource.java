package dev.tagjoin.http;

import dev.tagjoin.http.eventbridge.EventBridgeSignature;
import dev.tagjoin.resource.Deadline;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Takes tag-change events from HTTP callers. */
@Path("/events")
public final class EventsResource {
  private final EventHandler handler;
  private final RequestContextReader calls;
  private final Provider<EventBridgeSignature> signature;

  /** The parameters of the URL that EventBridge signs, or {@code null} without signatures. */
  private final Map<String, List<String>> signedQuery;

  EventsResource(
      EventHandler handler,
      RequestContextReader calls,
      Provider<EventBridgeSignature> signature,
      HttpSettings settings) {
    this.handler = handler;
    this.calls = calls;
    this.signature = signature;
    this.signedQuery =
        settings.auth() == HttpSettings.Auth.EVENTBRIDGE
            ? new QueryStringDecoder(settings.publicUrl()).parameters()
            : null;
  }

  /**
   * Handles one event or an array of them. The content type is not looked at: senders do not agree
   * on one.
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response events(
      InputStream body,
      @QueryParam("dryRun") String dryRun,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    boolean reportsOnly =
        signedQuery == null
            ? QueryParameters.flag(uri, "dryRun")
            : QueryParameters.flag(uri, signedQuery, "dryRun");
    RequestInfo request = calls.read("/events", headers, reportsOnly);
    Deadline deadline = request.context().deadline();
    byte[] bytes = RequestBody.read(body, headers, deadline);
    if (signedQuery != null) {
      EventBridgeSignature.Refusal refusal =
          signature.get().refusal(headers::getHeaderString, bytes, deadline);
      if (refusal != null) {
        throw new ProblemException(
            refusal.status(),
            refusal.status() == 401 ? "Unauthorized" : "Unavailable",
            refusal.detail(),
            null);
      }
    }
    return handler.handle(request, bytes, headers);
  }
}
