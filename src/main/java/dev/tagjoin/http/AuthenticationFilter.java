package dev.tagjoin.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/** Lets in who may call. Health is open: it says nothing that helps an attacker. */
@Provider
@PreMatching
public final class AuthenticationFilter implements ContainerRequestFilter {
  private static final Set<String> OPEN = Set.of("/q/health/live", "/q/health/ready");

  private final jakarta.inject.Provider<HttpSettings> configured;

  /** Filters are made at build time, when the settings are not known yet. */
  AuthenticationFilter(jakarta.inject.Provider<HttpSettings> configured) {
    this.configured = configured;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    HttpSettings settings = configured.get();
    String path = request.getUriInfo().getPath();
    if (OPEN.contains(path) || isPlatformCall(settings, request, path)) {
      return;
    }
    boolean allowed =
        switch (settings.auth()) {
          case NONE, PLATFORM -> true;
          case TOKEN -> showsToken(settings, request);
          case EVENTBRIDGE, DENY -> false;
        };
    if (!allowed) {
      request.abortWith(Problem.response(401, "Unauthorized", detail(settings.auth()), null));
    }
  }

  /** Function Compute sets the header itself and refuses callers who try to. */
  private static boolean isPlatformCall(
      HttpSettings settings, ContainerRequestContext request, String path) {
    return settings.trustsFunctionCompute()
        && path.equals(request.getHeaderString("x-fc-control-path"));
  }

  /**
   * As a bearer token, or where EventBridge puts the token of a target. Compared by digest, so that
   * the time taken tells neither length nor content.
   */
  private static boolean showsToken(HttpSettings settings, ContainerRequestContext request) {
    String shown = request.getHeaderString("authorization");
    if (shown != null) {
      shown = shown.regionMatches(true, 0, "Bearer ", 0, 7) ? shown.substring(7).trim() : null;
    } else {
      shown = request.getHeaderString("x-eventbridge-signature-token");
    }
    return shown != null && MessageDigest.isEqual(digest(shown), digest(settings.token()));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String detail(HttpSettings.Auth auth) {
    return switch (auth) {
      case DENY ->
          "TAGJOIN_AUTH is not set, so that nobody may call; it can be token, eventbridge,"
              + " platform or none";
      case TOKEN ->
          "a token expected: Authorization: Bearer ..., or the token of an EventBridge target";
      case EVENTBRIDGE, PLATFORM, NONE -> "not authenticated";
    };
  }
}
