package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sends RPC calls byte for byte as a test wants them, which the SDK does not let it do. */
final class RawClient {
  private final URI endpoint;
  private final HttpClient http;

  RawClient(URI endpoint) {
    this(endpoint, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  RawClient(URI endpoint, HttpClient http) {
    this.endpoint = endpoint;
    this.http = http;
  }

  Map<String, String> parameters(String action) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("Action", action);
    parameters.put("Version", "2014-05-26");
    parameters.put("Format", "JSON");
    parameters.put("AccessKeyId", EmbeddedAccount.ACCESS_KEY_ID);
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureNonce", UUID.randomUUID().toString());
    parameters.put("Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    parameters.put("RegionId", "cn-hangzhou");
    return parameters;
  }

  Map<String, String> sign(String way, Map<String, String> parameters) {
    String method = way.equals("POST form") ? "POST" : way;
    Map<String, String> signed = new HashMap<>(parameters);
    signed.put(
        "Signature",
        RpcSignature.sign(
            EmbeddedAccount.ACCESS_KEY_SECRET, RpcSignature.stringToSign(method, parameters)));
    return signed;
  }

  HttpResponse<String> send(String way, Map<String, String> parameters)
      throws IOException, InterruptedException {
    String text =
        parameters.entrySet().stream()
            .map(p -> RpcSignature.encode(p.getKey()) + "=" + RpcSignature.encode(p.getValue()))
            .collect(Collectors.joining("&"));
    if (way.equals("POST form")) {
      return form(text);
    }
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/?" + text))
            .method(way, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> form(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }
}
