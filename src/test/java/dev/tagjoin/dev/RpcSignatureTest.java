package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RpcSignatureTest {
  private static final String NONCE = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf";

  @Test
  void signsVendorsExampleAsPublished() {
    Map<String, String> parameters = common();
    parameters.put("Action", "DescribeRegions");
    parameters.put("Format", "XML");
    parameters.put("Timestamp", "2016-02-23T12:46:24Z");
    parameters.put("Signature", "is not part of what is signed");

    String text = RpcSignature.stringToSign("GET", parameters);

    assertEquals(
        "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML"
            + "%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D"
            + NONCE
            + "%26SignatureVersion%3D1.0%26Timestamp%3D2016-02-23T12%253A46%253A24Z"
            + "%26Version%3D2014-05-26",
        text);
    assertEquals("OLeaidS1JvxuMvnyHOwuJ+uX5qY=", RpcSignature.sign("testsecret", text));
  }

  @Test
  void signsPostedJoinAsKnown() {
    Map<String, String> parameters = common();
    parameters.put("Action", "JoinResourceGroup");
    parameters.put("Format", "JSON");
    parameters.put("RegionId", "cn-hangzhou");
    parameters.put("ResourceGroupId", "rg-acfmxazb4ph6aiy");
    parameters.put("ResourceId", "i-bp1b4ym5yh7ciz96h3kq");
    parameters.put("ResourceType", "instance");
    parameters.put("Timestamp", "2026-06-18T08:00:00Z");

    assertEquals(
        "KJoMRd4uwK/SfNBGNX4h0eld/tc=",
        RpcSignature.sign("testsecret", RpcSignature.stringToSign("POST", parameters)));
  }

  @Test
  void signsLikeSdksOwnTest() {
    byte[] hmac = RpcSignature.hmac("HmacSHA1", "sk#$!~~~", "abc~!@#");

    assertEquals("7eV3A584uvdgKVk8Ck8r9ukg1gE=", Base64.getEncoder().encodeToString(hmac));
  }

  @Test
  void everythingButTheUnreservedIsPercentEncodedAsUtf8() {
    assertEquals(
        "a-Z_0.~%20%2A%2B%2F%25%E7%BB%84%F0%9F%9A%80", RpcSignature.encode("a-Z_0.~ *+/%组🚀"));
  }

  private static Map<String, String> common() {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("AccessKeyId", "testid");
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureNonce", NONCE);
    parameters.put("SignatureVersion", "1.0");
    parameters.put("Version", "2014-05-26");
    return parameters;
  }
}
