package dev.tagjoin.http;

import dev.tagjoin.http.eventbridge.EventBridgeSignature;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/**
 * Lets in who may call, by the headers alone: before a body is read and before a worker thread is
 * taken. Health is open; it says nothing that helps an attacker.
 */
@jakarta.ws.rs.ext.Provider
@PreMatching
@NonBlocking
public final class AuthenticationFilter implements ContainerRequestFilter {
  private static final String TOKEN_HEADER = "x-eventbridge-signature-token";

  /** Filters are made at build time, when the settings are not known yet. */
  @Inject Provider<HttpSettings> configured;

  @Inject Provider<EventBridgeSignature> signature;

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (path.equals(LambdaPayloads.UNSUPPORTED_PATH)) {
      throw new ProblemException(
          400,
          "Unsupported payload",
          "AWS Lambda was not called with payload format 2.0; use an HTTP API or a function URL,"
              + " not a REST API, a load balancer or a direct call",
          null);
    }
    HttpSettings settings = configured.get();
    if (path.equals("/q/health/live") || path.equals("/q/health/ready")) {
      return;
    }
    if (settings.onFunctionCompute()
        && FunctionComputeResource.isPlatformCall(
            request.getMethod(),
            path,
            request.getHeaderString(FunctionComputeResource.CONTROL_PATH))) {
      return;
    }
    String refusal =
        switch (settings.auth()) {
          case NONE, PLATFORM -> null;
          case TOKEN -> tokenRefusal(settings, request);
          case EVENTBRIDGE -> eventBridgeRefusal(settings, request, path);
          case DENY ->
              "TAGJOIN_AUTH is not set, so every request is answered 401; set it to token, eventbridge,"
                  + " platform or none";
        };
    if (refusal != null) {
      throw unauthorized(refusal);
    }
  }

  /** As a bearer token, or where EventBridge puts the token of a target. */
  private static String tokenRefusal(HttpSettings settings, ContainerRequestContext request) {
    String shown = request.getHeaderString("authorization");
    if (shown == null) {
      shown = request.getHeaderString(TOKEN_HEADER);
    } else {
      shown = shown.regionMatches(true, 0, "Bearer ", 0, 7) ? shown.substring(7) : null;
    }
    return settings.tokens().contain(shown)
        ? null
        : "no valid token; send it as Authorization: Bearer ..., or configure it on the EventBridge"
            + " target";
  }

  /** The signature itself is checked with the body, on the one path that EventBridge calls. */
  private String eventBridgeRefusal(
      HttpSettings settings, ContainerRequestContext request, String path) {
    if (!path.equals("/events")) {
      return "TAGJOIN_AUTH is eventbridge, so only signed events on /events are accepted";
    }
    if (!settings.tokens().contain(request.getHeaderString(TOKEN_HEADER))) {
      return "the signature of EventBridge needs the token of TAGJOIN_TOKEN; configure the same"
          + " token on the EventBridge target";
    }
    return signature.get().headersRefusal(request::getHeaderString);
  }

  static ProblemException unauthorized(String detail) {
    return new ProblemException(401, "Unauthorized", detail, null);
  }
}
