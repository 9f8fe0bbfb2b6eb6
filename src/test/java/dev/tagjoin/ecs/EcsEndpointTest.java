package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import com.aliyuncs.ecs.Endpoint;
import com.aliyuncs.ecs.model.v20140526.JoinResourceGroupRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcsEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "cn-hangzhou,    ecs-cn-hangzhou.aliyuncs.com",
    "cn-shanghai,    ecs.cn-shanghai.aliyuncs.com",
    "ap-southeast-1, ecs.ap-southeast-1.aliyuncs.com",
    "xx-new-9,       ecs.xx-new-9.aliyuncs.com",
  })
  void takesHostFromSdksTable(String region, String host) throws ClientException {
    EcsEndpoint endpoint = new EcsEndpoint(null);
    assertEquals(host, endpoint.host(region));
    assertEquals(ProtocolType.HTTPS, endpoint.protocol());

    DefaultAcsClient sdk =
        new DefaultAcsClient(
            DefaultProfile.getProfile(region),
            new StaticCredentialsProvider(new BasicCredentials("id", "key")));
    assertEquals(host, sdk.getDomain(new JoinResourceGroupRequest(), region).getDomainName());
  }

  @Test
  void knowsEveryRegionOfTheSdk() throws IOException {
    Set<String> regions = new TreeSet<>(Endpoint.endpointMap.keySet());
    try (InputStream in = DefaultAcsClient.class.getResourceAsStream("/endpoints.json")) {
      new ObjectMapper()
          .readTree(in)
          .get("regions")
          .forEach(region -> regions.add(region.asText()));
    }
    assertTrue(regions.size() > 50, regions::toString);

    regions.removeAll(VendorRegions.all());

    assertEquals(Set.of(), regions);
  }

  @Test
  void overridesEveryRegion() {
    EcsEndpoint http = new EcsEndpoint(URI.create("http://127.0.0.1:8089"));
    assertEquals("127.0.0.1:8089", http.host("cn-hangzhou"));
    assertEquals(ProtocolType.HTTP, http.protocol());
    EcsEndpoint https = new EcsEndpoint(URI.create("https://ecs-vpc.cn-hangzhou.aliyuncs.com/"));
    assertEquals("ecs-vpc.cn-hangzhou.aliyuncs.com", https.host("cn-shanghai"));
    assertEquals(ProtocolType.HTTPS, https.protocol());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecs.aliyuncs.com",
        "ftp://ecs.aliyuncs.com",
        "https://user@ecs.aliyuncs.com",
        "https://ecs.aliyuncs.com/path",
        "https://ecs.aliyuncs.com?a=b",
        "https:///nothing"
      })
  void anotherFormIsRefused(String override) {
    assertThrows(
        IllegalArgumentException.class, () -> new EcsEndpoint(URI.create(override)), override);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8089,         true,  false",
    "http://127.1.2.3,              true,  false",
    "http://localhost:8089,         true,  false",
    "http://[::1]:8089,             true,  false",
    "https://localhost,             true,  false",
    "http://127.example.com,        false, true",
    "http://127.0.0.1.example.com,  false, true",
    "http://10.0.0.1,               false, true",
    "http://localhost.example.com,  false, true",
    "https://ecs.example.com,       false, false",
    ",                              false, false",
  })
  void tellsCallsThatLeaveTheMachineUnencrypted(URI url, boolean loopback, boolean unencrypted) {
    EcsEndpoint endpoint = new EcsEndpoint(url);

    assertEquals(loopback, endpoint.isLoopback());
    assertEquals(unencrypted, endpoint.isUnencrypted());
  }

  @Test
  void givesTheUrlOfARegion() {
    assertEquals(
        URI.create("https://ecs.cn-shanghai.aliyuncs.com"),
        new EcsEndpoint(null).url("cn-shanghai"));
    assertEquals(
        URI.create("http://127.0.0.1:8089"),
        new EcsEndpoint(URI.create("http://127.0.0.1:8089/")).url("cn-shanghai"));
  }
}
