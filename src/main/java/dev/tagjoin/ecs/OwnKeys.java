package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.http.MethodType;
import dev.tagjoin.call.Call;
import dev.tagjoin.call.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;

/**
 * The function's own credentials: those that came with the request, else the environment's, else
 * those of the role that a token in a file opens, with {@code AssumeRoleWithOIDC} of STS. Safe for
 * use by several threads.
 */
final class OwnKeys {
  /** A token is a few KB; a file that is larger is another one. */
  private static final int MAX_TOKEN_BYTES = 64 << 10;

  private final EcsConnection connection;
  private final SignedCalls calls;
  private final Retries retries;
  private final TemporaryKeys ofRole;

  OwnKeys(EcsConnection connection, SignedCalls calls, Retries retries, Clock clock) {
    this.connection = connection;
    this.calls = calls;
    this.retries = retries;
    this.ofRole =
        connection.oidc() == null
            ? null
            : new TemporaryKeys("assuming " + connection.oidc().arn(), clock);
  }

  /**
   * The credentials.
   *
   * @param call may carry some, and has a deadline
   * @param region the region whose STS is asked
   * @throws EcsException when there are none
   */
  Keys get(Call call, String region) throws EcsException {
    if (call.keys() != null) {
      return call.keys();
    }
    if (connection.keys() != null) {
      return connection.keys();
    }
    if (ofRole == null) {
      throw new EcsException(
          EcsError.REFUSED,
          "MissingCredentials",
          "no credentials: neither the request nor the environment"
              + " (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET) carries any",
          null);
    }
    return ofRole.get(
        call.deadline(),
        () ->
            retries.call(
                call.deadline(),
                () -> calls.send(request(), connection.sts(), region, null, call.deadline())));
  }

  /**
   * Gives up credentials that ECS says have run out.
   *
   * @return whether there are others to be had
   */
  boolean forget(Keys expired, Call call) {
    if (ofRole == null || call.keys() != null || connection.keys() != null) {
      return false;
    }
    ofRole.forget(expired);
    return true;
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
        EcsError.REFUSED,
        "MissingCredentials",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE: a file with a token expected at "
            + connection.oidc().tokenFile(),
        null);
  }
}
