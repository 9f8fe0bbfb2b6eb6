package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.ecs.model.v20140526.DescribeDisksRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private final EmbeddedAccount account = EmbeddedAccount.seeded();
  private final EmbeddedEcs ecs = EmbeddedEcs.start(account);
  private final RawClient raw = new RawClient(ecs.endpoint());

  @AfterEach
  void stop() {
    ecs.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "POST form"})
  void letsSignedCallInByQueryOrBody(String way) throws Exception {
    Map<String, String> parameters = raw.parameters("DescribeKeyPairs");
    parameters.put("KeyPairName", "ops-key");
    parameters.put("Some Unknown+Parameter", "a b+c*d~e/组");

    HttpResponse<String> answer = raw.send(way, raw.sign(way, parameters));

    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(1, RawClient.json(answer).path("TotalCount").intValue());
    assertEquals("a b+c*d~e/组", ecs.calls().get(0).parameters().get("Some Unknown+Parameter"));
  }

  @Test
  void refusesChangedParameterWithStringToSign() throws Exception {
    Map<String, String> parameters = raw.sign("POST", raw.parameters("DescribeDisks"));
    parameters.put("PageSize", "50");

    HttpResponse<String> answer = raw.send("POST", parameters);

    assertEquals(400, answer.statusCode());
    JsonNode error = RawClient.json(answer);
    assertEquals("SignatureDoesNotMatch", error.path("Code").textValue());
    assertEquals(
        "Specified signature is not matched with our calculation. server string to sign is:"
            + RpcSignature.stringToSign("POST", parameters),
        error.path("Message").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "Signature, '', 400, IncompleteSignature",
    "SignatureNonce, '', 400, IncompleteSignature",
    "SignatureMethod, HMAC-MD5, 400, IncompleteSignature",
    "SignatureVersion, '', 400, IncompleteSignature",
    "AccessKeyId, '', 400, MissingAccessKeyId",
    "AccessKeyId, nobody, 404, InvalidAccessKeyId.NotFound",
    "Timestamp, '', 400, IllegalTimestamp",
    "Timestamp, yesterday, 400, IllegalTimestamp",
    "Timestamp, 2016-02-23T12:46:24.000Z, 400, IllegalTimestamp",
    "Timestamp, 2016-02-23T12:46:24Z, 400, InvalidTimeStamp.Expired",
    "Timestamp, 2116-02-23T12:46:24Z, 400, InvalidTimeStamp.Expired",
    "Format, XML, 400, UnsupportedParameter",
    "Format, '', 400, UnsupportedParameter",
    "Action, '', 400, MissingParameter",
    "Action, RebootTheWorld, 404, InvalidAction.NotFound",
    "Action, AssumeRole, 404, InvalidAction.NotFound",
    "Version, '', 400, MissingParameter",
    "Version, 2014-05-27, 400, InvalidVersion",
  })
  void refusesImproperCall(String name, String value, int status, String code) throws Exception {
    Map<String, String> parameters = raw.parameters("DescribeDisks");
    parameters.put(name, value);
    Map<String, String> signed = raw.sign("POST", parameters);
    if (name.equals("Signature")) {
      signed.remove("Signature");
    }

    HttpResponse<String> answer = raw.send("POST", signed);

    assertEquals(status, answer.statusCode(), answer.body());
    JsonNode error = RawClient.json(answer);
    assertEquals(code, error.path("Code").textValue());
    assertEquals("ecs-cn-hangzhou.aliyuncs.com", error.path("HostId").textValue());
    assertTrue(error.path("Recommend").textValue().contains(code));
    assertEquals(code, ecs.calls().get(0).code());
    assertEquals(error.path("RequestId").textValue(), ecs.calls().get(0).requestId());
  }

  @ParameterizedTest
  @CsvSource({"-14, true", "14, true", "-16, false", "16, false"})
  void allowsQuarterOfAnHourOfClockSkew(int minutes, boolean letIn) throws Exception {
    Map<String, String> parameters = raw.parameters("DescribeDisks");
    Instant time = Instant.now().plus(minutes, ChronoUnit.MINUTES);
    parameters.put("Timestamp", time.truncatedTo(ChronoUnit.SECONDS).toString());

    HttpResponse<String> answer = raw.send("POST", raw.sign("POST", parameters));

    assertEquals(letIn ? 200 : 400, answer.statusCode());
  }

  @Test
  void refusesUsedNonce() throws Exception {
    Map<String, String> signed = raw.sign("POST", raw.parameters("DescribeDisks"));

    assertEquals(200, raw.send("POST", signed).statusCode());
    HttpResponse<String> again = raw.send("POST", signed);

    assertEquals(400, again.statusCode());
    assertEquals("SignatureNonceUsed", RawClient.json(again).path("Code").textValue());
  }

  @Test
  void refusesOtherMethodsThanGetAndPost() throws Exception {
    HttpResponse<String> answer = raw.send("PUT", raw.sign("PUT", raw.parameters("DescribeDisks")));

    assertEquals(403, answer.statusCode());
    assertEquals("UnsupportedHTTPMethod", RawClient.json(answer).path("Code").textValue());
  }

  @Test
  void refusesInvalidEscape() throws Exception {
    HttpResponse<String> answer = raw.form("Action=Describe%zz");

    assertEquals(400, answer.statusCode());
    assertEquals("InvalidParameter", RawClient.json(answer).path("Code").textValue());
  }

  @Test
  void refusesBodyOverOneMebibyte() throws IOException, InterruptedException {
    assertEquals(413, raw.form("A=" + "x".repeat(1 << 20)).statusCode());
  }

  @Test
  void refusesWrongSecret() {
    EcsClient wrong =
        new EcsClient(ecs, new BasicCredentials(EmbeddedAccount.ACCESS_KEY_ID, "other"));

    assertEquals("SignatureDoesNotMatch", wrong.failure("DescribeDisks", Map.of()));
    DescribeDisksRequest request = new DescribeDisksRequest();
    request.setSysEndpoint(wrong.hostAndPort());
    request.setSysProtocol(ProtocolType.HTTP);
    ClientException e =
        assertThrows(ClientException.class, () -> wrong.sdk().getAcsResponse(request));
    // Here the SDK finds its own text in the message, so that only the secret can be wrong.
    assertEquals("SDK.InvalidAccessKeySecret", e.getErrCode());
  }

  @Test
  void refusesSessionKeyWithoutItsToken() throws ClientException {
    Instant later = Instant.now().plusSeconds(60);
    account.accept("STS.one", "s1", "token+/=1", later);
    account.accept("STS.two", "s2", "token+/=2", later);
    account.accept("STS.old", "s3", "token+/=3", Instant.now().minusSeconds(1));

    new EcsClient(ecs, EcsClient.session("STS.one", "s1", "token+/=1"))
        .call("DescribeDisks", Map.of());

    assertEquals("MissingSecurityToken", sessionFailure("STS.one", "s1", null));
    assertEquals("InvalidSecurityToken.MalFormed", sessionFailure("STS.one", "s1", "none"));
    assertEquals(
        "InvalidSecurityToken.MismatchWithAccessKey", sessionFailure("STS.one", "s1", "token+/=2"));
    assertEquals("InvalidSecurityToken.Expired", sessionFailure("STS.old", "s3", "token+/=3"));
    account.revoke("STS.two");
    assertEquals("InvalidAccessKeyId.NotFound", sessionFailure("STS.two", "s2", "token+/=2"));
  }

  private String sessionFailure(String id, String secret, String token) {
    return new EcsClient(
            ecs,
            token == null ? new BasicCredentials(id, secret) : EcsClient.session(id, secret, token))
        .failure("DescribeDisks", Map.of());
  }

  @Test
  void recordsCallWithoutSecrets() throws ClientException {
    account.accept("STS.one", "s1", "the-token", Instant.now().plusSeconds(60));
    new EcsClient(ecs, EcsClient.session("STS.one", "s1", "the-token"))
        .call("DescribeDisks", Map.of("DiskIds", "[\"d-1\"]"));

    RecordedCall call = ecs.calls("DescribeDisks").get(0);

    assertEquals("cn-hangzhou", call.region());
    assertEquals("[\"d-1\"]", call.parameters().get("DiskIds"));
    assertEquals(200, call.status());
    assertEquals("STS.one", call.accessKeyId());
    assertFalse(call.parameters().containsKey("Signature"));
    assertFalse(call.toString().contains("the-token"));
    ecs.clearCalls();
    assertTrue(ecs.calls().isEmpty());
  }

  @Test
  void takesAccountFromKey() throws Exception {
    EmbeddedAccount other = new EmbeddedAccount("2222222222222222", "rg-otherdefault");
    other.accept("otherid", "othersecret");
    other.add(EmbeddedResource.of(ResourceKind.DISK, "d-other", "cn-hangzhou"));
    try (EmbeddedEcs two = EmbeddedEcs.start(List.of(account, other))) {
      EcsClient asOther = new EcsClient(two, new BasicCredentials("otherid", "othersecret"));

      JsonNode disks = asOther.call("DescribeDisks", Map.of()).at("/Disks/Disk");

      assertEquals(1, disks.size());
      assertEquals("rg-otherdefault", disks.at("/0/ResourceGroupId").textValue());
      assertEquals(
          4, new EcsClient(two).call("DescribeDisks", Map.of()).path("TotalCount").intValue());
    }
  }
}
