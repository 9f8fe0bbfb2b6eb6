package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.http.MethodType;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;

/**
 * The function's own credentials: those that came with the request, else the environment's, else
 * those of the role that a token in a file opens, with {@code AssumeRoleWithOIDC} of STS, else
 * those of a profile in a {@link CredentialsFile}. Safe for use by several threads.
 */
final class CredentialsResolver {
  /** A token is a few KB; a file that is larger is another one. */
  private static final int MAX_TOKEN_BYTES = 64 << 10;

  private final EcsConnection connection;
  private final SignedCalls calls;
  private final Retries retries;
  private final CachedStsCredentials ofRole;
  private final Clock clock;

  /** What was read of the file, or {@code null}. */
  private volatile OfFile ofFile;

  /** A profile, and what it opens when it names a role. */
  private record OfFile(CredentialsFile.Profile profile, CachedStsCredentials ofRole) {}

  CredentialsResolver(EcsConnection connection, SignedCalls calls, Retries retries, Clock clock) {
    this.connection = connection;
    this.calls = calls;
    this.retries = retries;
    this.clock = clock;
    this.ofRole =
        connection.oidc() == null
            ? null
            : new CachedStsCredentials("assuming " + connection.oidc().arn(), clock);
  }

  /**
   * The credentials.
   *
   * @param context may carry some, and has a deadline
   * @param region the region whose STS is asked
   * @throws EcsException when there are none
   */
  Credentials get(RequestContext context, String region) throws EcsException {
    if (context.credentials() != null) {
      return context.credentials();
    }
    if (connection.credentials() != null) {
      return connection.credentials();
    }
    if (ofRole == null) {
      return ofFile(context, region);
    }
    return ofRole.get(
        context.deadline(),
        () ->
            retries.call(
                context.deadline(),
                () -> calls.send(request(), connection.sts(), region, null, context.deadline())));
  }

  private Credentials ofFile(RequestContext context, String region) throws EcsException {
    OfFile read = ofFile;
    if (read == null) {
      // by two at once, it is read twice
      read = read();
      ofFile = read;
    }
    CredentialsFile.Profile profile = read.profile;
    return profile.role() == null
        ? profile.credentials()
        : read.ofRole.get(
            context.deadline(),
            () ->
                retries.call(
                    context.deadline(),
                    () ->
                        calls.send(
                            request(profile),
                            connection.sts(),
                            region,
                            profile.credentials(),
                            context.deadline())));
  }

  private OfFile read() throws EcsException {
    CredentialsFile.Profile profile = connection.file() == null ? null : connection.file().read();
    if (profile == null) {
      throw new EcsException(
          ErrorCode.MISSING_CREDENTIALS,
          "no credentials: neither the request nor the environment"
              + " (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET) carries any,"
              + " and there is no credentials file");
    }
    return new OfFile(
        profile,
        profile.role() == null
            ? null
            : new CachedStsCredentials("assuming " + profile.role(), clock));
  }

  private static AcsRequest<?> request(CredentialsFile.Profile profile) {
    CommonRequest request =
        AssumedRoles.assume(
            profile.role(),
            profile.session() == null ? AssumedRoles.SESSION_NAME : profile.session());
    if (profile.policy() != null) {
      request.putQueryParameter("Policy", profile.policy());
    }
    return request.buildRequest();
  }

  /**
   * Where the credentials of a call come from, for a person. Asks nobody, but may read the file.
   *
   * @throws EcsException when there are none
   */
  String source(RequestContext context) throws EcsException {
    if (context.credentials() != null) {
      return "of the request";
    }
    if (connection.credentials() != null) {
      return "of the environment";
    }
    if (ofRole != null) {
      return "of the token in " + connection.oidc().tokenFile();
    }
    return "of " + read().profile.where();
  }

  /**
   * Gives up credentials that ECS says have run out.
   *
   * @return whether there are others to be had
   */
  boolean invalidate(Credentials expired, RequestContext context) {
    if (context.credentials() != null || connection.credentials() != null) {
      return false;
    }
    if (ofRole != null) {
      ofRole.invalidate(expired);
      return true;
    }
    // whoever wrote the file may have renewed it
    boolean isRead = ofFile != null;
    ofFile = null;
    return isRead;
  }

  private AcsRequest<?> request() throws EcsException {
    CommonRequest request = new CommonRequest();
    request.setSysProduct("Sts");
    request.setSysVersion(AssumedRoles.STS_VERSION);
    request.setSysAction("AssumeRoleWithOIDC");
    request.setSysMethod(MethodType.POST);
    request.putQueryParameter("RoleArn", connection.oidc().arn());
    request.putQueryParameter("OIDCProviderArn", connection.oidc().provider());
    request.putQueryParameter("RoleSessionName", AssumedRoles.SESSION_NAME);
    request.putQueryParameter("DurationSeconds", Integer.toString(AssumedRoles.SESSION_SECONDS));
    // in the body, because addresses get into logs
    request.putBodyParameter("OIDCToken", token());
    return request.buildRequest();
  }

  /** Read anew each time: the file changes every hour or so. */
  private String token() throws EcsException {
    try {
      if (Files.size(connection.oidc().tokenFile()) <= MAX_TOKEN_BYTES) {
        return Files.readString(connection.oidc().tokenFile()).strip();
      }
    } catch (IOException e) {
      // told below
    }
    throw new EcsException(
        ErrorCode.MISSING_CREDENTIALS,
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE: a file with a token expected at "
            + connection.oidc().tokenFile());
  }
}
