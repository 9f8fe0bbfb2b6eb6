package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.AlibabaCloudCredentials;
import com.aliyuncs.auth.AnonymousCredentials;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.BasicSessionCredentials;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.HttpUtil;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.http.clients.CompatibleUrlConnClient;
import com.aliyuncs.profile.DefaultProfile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.ecs.limit.RetryHint;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Sends one call, once, signed by the vendor's SDK, and reads its answer or classifies its error.
 * One shared client, made at the first call. Safe for use by several threads.
 *
 * <p>Answers are read here rather than by the SDK, because its exceptions keep neither the HTTP
 * status nor the headers, and because its response classes would have to be made by reflection.
 */
@RegisterForReflection(targets = CompatibleUrlConnClient.class, fields = false)
final class SignedCalls {
  /** The longest wait for a connection, in milliseconds. */
  static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  /** The longest wait for an answer, in milliseconds. */
  static final int READ_TIMEOUT_MILLIS = 5_000;

  private final ObjectReader json;

  /** The SDK asks its client's one provider for credentials; ours differ from call to call. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Credentials> credentialsOfThisCall = new ThreadLocal<>();

  private volatile Client client;

  private record Client(DefaultAcsClient sdk, UrlConnectionHttpClient http) {}

  SignedCalls(ObjectReader json) {
    this.json = json;
  }

  /**
   * Sends a call.
   *
   * @param request the call, not sent before; the SDK writes into it
   * @param credentials what to sign with; {@code null} for a call that proves itself otherwise
   */
  JsonNode send(
      AcsRequest<?> request,
      EcsEndpoint endpoint,
      String region,
      Credentials credentials,
      Deadline deadline)
      throws EcsException {
    long left = deadline.leftMillis();
    if (left == 0) {
      throw EcsException.outOfTime();
    }
    // half for either, because both waits can be used up to the end
    int connect = (int) Math.min((left + 1) / 2, CONNECT_TIMEOUT_MILLIS);
    request.setSysRegionId(region);
    request.setSysAcceptFormat(FormatType.JSON);
    request.setSysEndpoint(endpoint.host(region));
    request.setSysProtocol(endpoint.protocol());
    request.setSysConnectTimeout(connect);
    request.setSysReadTimeout((int) Math.min(Math.max(1, left - connect), READ_TIMEOUT_MILLIS));
    credentialsOfThisCall.set(credentials);
    Client used = client();
    try {
      return read(used.sdk.doAction(request), credentials);
    } catch (ClientException e) {
      throw new EcsException(
          ErrorCode.of(e.getErrCode() == null ? "SDK.Unknown" : e.getErrCode()),
          new SecretFilter(credentials, used.http.takeUrl()).message(unreachable(e)),
          null,
          0);
    } finally {
      credentialsOfThisCall.remove();
      String unused = used.http.takeUrl();
    }
  }

  /** The SDK's own message holds the whole URL, so the cause's is taken. */
  private static String unreachable(ClientException e) {
    Throwable cause = e.getCause();
    return cause == null || cause instanceof ClientException
        ? "the call could not be sent"
        : "the service could not be reached: "
            + cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }

  private JsonNode read(HttpResponse response, Credentials credentials) throws EcsException {
    int status = response.getStatus();
    JsonNode body = null;
    if (response.getHttpContent() != null) {
      try {
        body = json.readTree(new ByteArrayInputStream(response.getHttpContent()));
      } catch (IOException e) {
        if (!(e instanceof JsonProcessingException)) {
          throw new IllegalStateException("reading from memory", e);
        }
        // an answer that is no JSON did not come from the vendor's service: told below
      }
    }
    if (status == 200 && body != null && body.isObject()) {
      return body;
    }
    SecretFilter secrets = new SecretFilter(credentials, response.getSysUrl());
    String code = body == null ? null : secrets.name(body.path("Code").asText(null));
    throw new EcsException(
        ErrorCode.of(code, status),
        code != null
            ? secrets.message(body.path("Message").asText(""))
            : "HTTP status " + status + " with an answer that is not of the service",
        body == null ? null : secrets.name(body.path("RequestId").asText(null)),
        RetryHint.millis(response.getSysHeaders()));
  }

  private Client client() {
    Client made = client;
    if (made == null) {
      synchronized (this) {
        made = client;
        if (made == null) {
          made = newClient();
          client = made;
        }
      }
    }
    return made;
  }

  private Client newClient() {
    // DEBUG=sdk in the environment would print requests, signature and token included
    HttpUtil.setIsHttpDebug(false);
    HttpUtil.setIsHttpContentDebug(false);
    HttpClientConfig http = HttpClientConfig.getDefault();
    http.setProtocolType(ProtocolType.HTTPS);
    http.setConnectionTimeoutMillis(CONNECT_TIMEOUT_MILLIS);
    http.setReadTimeoutMillis(READ_TIMEOUT_MILLIS);
    // the client that the SDK makes first is replaced below: this one costs nothing, the other one
    // starts a pool
    http.setCompatibleMode(true);
    DefaultProfile profile = DefaultProfile.getProfile();
    profile.setHttpClientConfig(http);
    profile.setCloseTrace(true);
    DefaultAcsClient made = new DefaultAcsClient(profile, this::sdkCredentials);
    UrlConnectionHttpClient transport = new UrlConnectionHttpClient(http);
    made.setHttpClient(transport);
    return new Client(made, transport);
  }

  private AlibabaCloudCredentials sdkCredentials() {
    Credentials credentials = credentialsOfThisCall.get();
    if (credentials == null) {
      return new AnonymousCredentials();
    }
    return credentials.token() == null
        ? new BasicCredentials(credentials.id(), credentials.secret())
        : new BasicSessionCredentials(credentials.id(), credentials.secret(), credentials.token());
  }
}
