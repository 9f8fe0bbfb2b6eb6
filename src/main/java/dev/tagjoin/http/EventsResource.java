package dev.tagjoin.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Takes tag-change events from HTTP callers. */
@Path("/events")
public final class EventsResource {
  private final EventHandler handler;
  private final EventBridgeSignature signature;

  EventsResource(EventHandler handler, EventBridgeSignature signature, HttpSettings settings) {
    this.handler = handler;
    this.signature = settings.auth() == HttpSettings.Auth.EVENTBRIDGE ? signature : null;
  }

  /**
   * Handles one event or an array of them. The content type is not looked at: senders do not agree
   * on one.
   *
   * @param body the event, at most 1 MiB
   * @param dryRun whether to report only
   * @param headers the request's headers
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response events(
      InputStream body,
      @QueryParam("dryRun") @DefaultValue("false") String dryRun,
      @Context HttpHeaders headers) {
    return switch (dryRun) {
      case "true", "" -> handler.handle(body, headers, true, signature);
      case "false" -> handler.handle(body, headers, false, signature);
      default ->
          Problem.response(
              400, "Bad parameter", "dryRun: true or false expected, not " + dryRun, null);
    };
  }
}
