package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.aliyuncs.CommonRequest;
import com.aliyuncs.CommonResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.AlibabaCloudCredentials;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.BasicSessionCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** The vendor's own client, pointed at an embedded ECS. */
public final class EcsClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedEcs ecs;
  private final DefaultAcsClient client;

  public EcsClient(EmbeddedEcs ecs) {
    this(
        ecs,
        new BasicCredentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET));
  }

  EcsClient(EmbeddedEcs ecs, AlibabaCloudCredentials credentials) {
    this.ecs = ecs;
    DefaultProfile profile = DefaultProfile.getProfile("cn-hangzhou");
    profile.setCloseTrace(true);
    this.client = new DefaultAcsClient(profile, new StaticCredentialsProvider(credentials));
  }

  static AlibabaCloudCredentials session(String id, String secret, String token) {
    return new BasicSessionCredentials(id, secret, token);
  }

  DefaultAcsClient sdk() {
    return client;
  }

  String hostAndPort() {
    return ecs.endpoint().getAuthority();
  }

  /** Calls an ECS API in cn-hangzhou; {@code parameters} win. */
  public JsonNode call(String action, Map<String, String> parameters) throws ClientException {
    return call("2014-05-26", action, parameters);
  }

  JsonNode call(String version, String action, Map<String, String> parameters)
      throws ClientException {
    CommonRequest request = new CommonRequest();
    request.setSysMethod(MethodType.POST);
    request.setSysDomain(hostAndPort());
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysVersion(version);
    request.setSysAction(action);
    request.putQueryParameter("RegionId", "cn-hangzhou");
    parameters.forEach(request::putQueryParameter);
    CommonResponse response = client.getCommonResponse(request);
    assertEquals(200, response.getHttpStatus());
    try {
      return JSON.readTree(response.getData());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(response.getData(), e);
    }
  }

  /** The exception of a call that must fail. */
  ClientException fail(String action, Map<String, String> parameters) {
    return assertThrows(ClientException.class, () -> call(action, parameters));
  }

  /** The error code of a call that must fail. */
  String failure(String action, Map<String, String> parameters) {
    return fail(action, parameters).getErrCode();
  }
}
