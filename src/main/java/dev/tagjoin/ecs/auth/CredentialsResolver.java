package dev.tagjoin.ecs.auth;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The function's own credentials: those of the request, else of the environment, else of the role
 * that a token of an OpenID Connect provider opens, else of a {@link CredentialsFile}. The
 * variables have the names that the vendor's tools read. Safe for use by several threads.
 *
 * <p>The SDK's own providers are not used: they know no deadline, keep a file's first content for
 * the life of the process, and reach STS at the vendor's endpoint only.
 */
public final class CredentialsResolver {
  /** A token is a few KB; a file that is larger is another one. */
  private static final int MAX_TOKEN_BYTES = 64 << 10;

  private static final String ROLE = "ALIBABA_CLOUD_ROLE_ARN";
  private static final String PROVIDER = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
  private static final String TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";

  private final Credentials fixed;
  private final UnaryOperator<String> environment;
  private final StsCalls sts;
  private final Clock clock;

  /** The profile that was read, or the role of the token; {@code null} until one is needed. */
  private volatile Source source;

  /**
   * Credentials that are read when needed.
   *
   * @param profile the profile of a file, or {@code null} for the role that a token opens
   * @param session the role's session, or {@code null} when the profile's keys sign
   */
  private record Source(CredentialsFile.Profile profile, CachedStsCredentials session) {}

  /**
   * @param fixed the credentials of the environment, or {@code null}
   */
  public CredentialsResolver(
      Credentials fixed, UnaryOperator<String> environment, StsCalls sts, Clock clock) {
    this.fixed = fixed;
    this.environment = environment;
    this.sts = sts;
    this.clock = clock;
  }

  /**
   * The access key of the environment, without blanks and line breaks around its parts.
   *
   * @return {@code null} when id or secret is missing
   */
  public static Credentials ofEnvironment(UnaryOperator<String> environment) {
    String id = value(environment, "ALIBABA_CLOUD_ACCESS_KEY_ID");
    String secret = value(environment, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    return id == null || secret == null
        ? null
        : new Credentials(id, secret, value(environment, "ALIBABA_CLOUD_SECURITY_TOKEN"));
  }

  private static String value(UnaryOperator<String> environment, String name) {
    String value = environment.apply(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The credentials. */
  public Credentials get(RequestContext context, String region) throws EcsException {
    if (context.credentials() != null) {
      return context.credentials();
    }
    if (fixed != null) {
      return fixed;
    }
    Source used = source;
    if (used == null) {
      // two at once read twice, which does no harm
      used = read();
      source = used;
    }
    CredentialsFile.Profile profile = used.profile;
    if (used.session == null) {
      return profile.credentials();
    }
    return used.session.get(
        context.deadline(),
        () ->
            profile == null
                ? sts.call(
                    "AssumeRoleWithOIDC",
                    session(
                        value(environment, ROLE),
                        StsCalls.SESSION_NAME,
                        "OIDCProviderArn",
                        value(environment, PROVIDER)),
                    Map.of("OIDCToken", token()),
                    null,
                    region,
                    context.deadline())
                : sts.call(
                    "AssumeRole",
                    session(profile.role(), profile.session(), "Policy", profile.policy()),
                    Map.of(),
                    profile.credentials(),
                    region,
                    context.deadline()));
  }

  /**
   * Where the credentials of a call come from, for a person. Asks nobody, but may read the file.
   */
  public String source(RequestContext context) throws EcsException {
    if (context.credentials() != null) {
      return "of the request";
    }
    if (fixed != null) {
      return "of the environment";
    }
    Source read = read();
    return read.profile == null
        ? "of the token in " + value(environment, TOKEN_FILE)
        : "of " + read.profile.where();
  }

  /**
   * Drops credentials that have expired.
   *
   * @return whether there may be others
   */
  public boolean invalidate(Credentials expired, RequestContext context) {
    Source used = source;
    if (context.credentials() != null || fixed != null || used == null) {
      return false;
    }
    if (used.session != null) {
      used.session.invalidate(expired);
    }
    if (used.profile != null) {
      // the file may have been renewed
      source = null;
    }
    return true;
  }

  private Source read() throws EcsException {
    String role = value(environment, ROLE);
    if (role != null
        && value(environment, PROVIDER) != null
        && value(environment, TOKEN_FILE) != null) {
      return new Source(null, new CachedStsCredentials(role, clock));
    }
    CredentialsFile.Profile profile = CredentialsFile.read(environment);
    if (profile == null) {
      throw new EcsException(
          ErrorCode.MISSING_CREDENTIALS,
          "no credentials: neither the request nor the environment"
              + " (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET) carries any,"
              + " and there is no credentials file");
    }
    return new Source(
        profile, profile.role() == null ? null : new CachedStsCredentials(profile.role(), clock));
  }

  private static Map<String, String> session(
      String role, String name, String option, String value) {
    Map<String, String> query = new HashMap<>();
    query.put("RoleArn", role);
    query.put("RoleSessionName", name);
    query.put("DurationSeconds", StsCalls.SESSION_SECONDS);
    if (value != null) {
      query.put(option, value);
    }
    return query;
  }

  /** Read anew each time: the file changes every hour or so. */
  private String token() throws EcsException {
    String name = value(environment, TOKEN_FILE);
    try {
      Path file = Path.of(name);
      if (Files.size(file) <= MAX_TOKEN_BYTES) {
        return Files.readString(file).strip();
      }
    } catch (IOException | InvalidPathException e) {
      // told below
    }
    throw new EcsException(
        ErrorCode.MISSING_CREDENTIALS, TOKEN_FILE + ": no readable file with a token at " + name);
  }
}
