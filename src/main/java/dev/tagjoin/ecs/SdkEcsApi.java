package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.AlibabaCloudCredentials;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.BasicSessionCredentials;
import com.aliyuncs.ecs.model.v20140526.JoinResourceGroupRequest;
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
import dev.tagjoin.call.Call;
import dev.tagjoin.call.Keys;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@link EcsApi} over the vendor's SDK: one shared client, made at the first call, HTTPS unless the
 * endpoint says otherwise.
 *
 * <p>Answers are read here rather than by the SDK, because its exceptions keep neither the HTTP
 * status nor the headers, and because its response classes would have to be made by reflection.
 */
@RegisterForReflection(targets = CompatibleUrlConnClient.class, fields = false)
public final class SdkEcsApi implements EcsApi {
  /** The longest wait for a connection, in milliseconds. */
  static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  /** The longest wait for an answer, in milliseconds. */
  static final int READ_TIMEOUT_MILLIS = 5_000;

  private static final String VERSION = "2014-05-26";

  private final EcsConnection connection;
  private final ObjectReader json;

  /** The SDK asks its client's one provider for credentials; ours differ from call to call. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Keys> keysOfThisCall = new ThreadLocal<>();

  private volatile DefaultAcsClient client;

  /**
   * @param connection where ECS is reached, and with which credentials when a call carries none
   * @param json a reader of JSON trees
   */
  public SdkEcsApi(EcsConnection connection, ObjectReader json) {
    this.connection = connection;
    this.json = json;
  }

  @Override
  public Map<String, ResourceState> describe(
      Call call, ResourceKind kind, String region, String account, Collection<String> ids)
      throws EcsException {
    if (ids.isEmpty() || ids.size() > kind.describe().maxIds()) {
      throw new IllegalArgumentException(
          kind.describe().action() + " takes 1 to " + kind.describe().maxIds() + " ids");
    }
    Set<String> wanted = new HashSet<>(ids);
    Map<String, ResourceState> found = new LinkedHashMap<>();
    DescribePages pages = new DescribePages(kind, region, ids);
    while (pages.hasNext()) {
      JsonNode answer = send(call, region, describeRequest(kind, pages.parameters()));
      for (JsonNode item : pages.read(answer)) {
        ResourceState state = DescribeItem.state(kind, region, account, item);
        if (state != null && wanted.contains(state.ref().id())) {
          found.put(state.ref().id(), state);
        }
      }
    }
    return found;
  }

  @Override
  public Page list(Call call, ResourceKind kind, String region, String account, String page)
      throws EcsException {
    DescribeListing listing = new DescribeListing(kind, region, account, page);
    while (listing.isSearching()) {
      listing.read(send(call, region, describeRequest(kind, listing.parameters())));
    }
    return listing.page();
  }

  private static AcsRequest<?> describeRequest(ResourceKind kind, Map<String, String> parameters) {
    CommonRequest request = new CommonRequest();
    request.setSysProduct("Ecs");
    request.setSysVersion(VERSION);
    request.setSysAction(kind.describe().action());
    parameters.forEach(request::putQueryParameter);
    return request.buildRequest();
  }

  @Override
  public String join(Call call, ResourceRef ref, String group) throws EcsException {
    JoinResourceGroupRequest request = new JoinResourceGroupRequest();
    request.setResourceType(ref.kind().type());
    request.setResourceId(ref.id());
    request.setResourceGroupId(group);
    // by hand, because the SDK adds it only to requests of the first signature version
    request.putQueryParameter("RegionId", ref.region());
    return send(call, ref.region(), request).path("RequestId").asText(null);
  }

  private JsonNode send(Call call, String region, AcsRequest<?> request) throws EcsException {
    long left = call.deadline().leftMillis();
    if (left == 0) {
      throw outOfTime();
    }
    request.setSysRegionId(region);
    request.setSysAcceptFormat(FormatType.JSON);
    request.setSysEndpoint(connection.endpoint().host(region));
    request.setSysProtocol(connection.endpoint().protocol());
    request.setSysConnectTimeout((int) Math.min(left, CONNECT_TIMEOUT_MILLIS));
    request.setSysReadTimeout((int) Math.min(left, READ_TIMEOUT_MILLIS));
    Keys keys = call.keys() != null ? call.keys() : connection.keys();
    if (keys == null) {
      throw new EcsException(
          EcsError.REFUSED,
          "MissingCredentials",
          "no credentials: neither the request nor the environment"
              + " (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET) carries any",
          null);
    }
    keysOfThisCall.set(keys);
    HttpResponse response;
    try {
      response = client().doAction(request);
    } catch (ClientException e) {
      throw new EcsException(
          EcsError.of(e.getErrCode(), 0),
          e.getErrCode() == null ? "SDK.Unknown" : e.getErrCode(),
          unreachable(e),
          null);
    } finally {
      keysOfThisCall.remove();
    }
    return read(response);
  }

  static EcsException outOfTime() {
    return new EcsException(
        EcsError.RETRY, "DeadlineExceeded", "time ran out before this resource was handled", null);
  }

  /**
   * The SDK's own message holds the whole URL with signature and token, so the cause's is taken.
   */
  private static String unreachable(ClientException e) {
    Throwable cause = e.getCause();
    return cause == null || cause instanceof ClientException
        ? "the call could not be sent"
        : "ECS could not be reached: " + cause.getClass().getSimpleName() + messageOf(cause);
  }

  private static String messageOf(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.contains("Signature=") ? "" : ": " + message;
  }

  private JsonNode read(HttpResponse response) throws EcsException {
    int status = response.getStatus();
    JsonNode body = null;
    if (response.getHttpContent() != null) {
      try {
        body = json.readTree(new ByteArrayInputStream(response.getHttpContent()));
      } catch (IOException e) {
        if (!(e instanceof JsonProcessingException)) {
          throw new IllegalStateException("reading from memory", e);
        }
        // an answer that is no JSON did not come from ECS: told below
      }
    }
    if (status == 200 && body != null && body.isObject()) {
      return body;
    }
    String code = body == null ? null : body.path("Code").asText(null);
    throw new EcsException(
        EcsError.of(code, status),
        code != null ? code : "HTTP " + status,
        code != null
            ? plain(body.path("Message").asText(""))
            : "HTTP status " + status + " with an answer that is not of ECS",
        body == null ? null : body.path("RequestId").asText(null));
  }

  /** A wrong signature's message goes on with all parameters, the security token among them. */
  private static String plain(String message) {
    int end = message.indexOf(" server string to sign is:");
    return end < 0 ? message : message.substring(0, end);
  }

  private DefaultAcsClient client() {
    DefaultAcsClient made = client;
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

  private DefaultAcsClient newClient() {
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
    DefaultAcsClient made = new DefaultAcsClient(profile, this::credentialsOfThisCall);
    made.setHttpClient(new UrlConnectionHttpClient(http));
    return made;
  }

  private AlibabaCloudCredentials credentialsOfThisCall() {
    Keys keys = keysOfThisCall.get();
    return keys.token() == null
        ? new BasicCredentials(keys.id(), keys.secret())
        : new BasicSessionCredentials(keys.id(), keys.secret(), keys.token());
  }
}
