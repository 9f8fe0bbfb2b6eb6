package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the extension for AWS Lambda gets to read. The packaged function is in LambdaIT. */
class LambdaPayloadsTest {
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new LambdaPayloads())
          .copy()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /** Of the extension's type it has what matters here. */
  static final class APIGatewayV2HTTPEvent {
    public String rawPath;
    public String body;
    public Map<String, String> headers;
    public Map<String, Object> requestContext;
  }

  private APIGatewayV2HTTPEvent read(String payload) throws Exception {
    return json.readValue(payload, APIGatewayV2HTTPEvent.class);
  }

  private static String payload(String path, String stage, String headers) {
    return "{\"version\":\"2.0\",\"rawPath\":\""
        + path
        + "\",\"headers\":"
        + headers
        + ",\"requestContext\":{\"http\":{\"method\":\"POST\"},\"stage\":\""
        + stage
        + "\"},\"body\":\"{}\"}";
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/events,        dev,        /events",
    "/dev/q/health/live, dev,        /q/health/live",
    "/events,            $default,   /events",
    "/$default/events,   $default,   /$default/events",
    "/dev/events,        $default,   /dev/events",
    "/events,            events,     /events",
    "/events/events,     events,     /events",
    "/development/events, dev,       /development/events",
    "/dev,               dev,        /dev",
    "/events,            '',         /events",
  })
  void takesStageOffPath(String path, String stage, String expected) throws Exception {
    APIGatewayV2HTTPEvent event = read(payload(path, stage, "{}"));

    assertEquals(expected, event.rawPath);
    assertEquals("{}", event.body);
  }

  @Test
  void takesExpectOffHeaders() throws Exception {
    APIGatewayV2HTTPEvent event =
        read(payload("/events", "dev", "{\"Expect\":\"100-continue\",\"host\":\"x\"}"));

    assertEquals(Map.of("host", "x"), event.headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "\"text\"",
        "{\"Records\":[]}",
        "{\"requestContext\":null,\"rawPath\":\"/events\"}",
        "{\"resource\":\"/events\",\"path\":\"/events\",\"httpMethod\":\"POST\",\"headers\":{},"
            + "\"requestContext\":{\"stage\":\"dev\",\"httpMethod\":\"POST\"},\"body\":\"{}\"}",
        "{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"arn\"}},\"httpMethod\":\"POST\","
            + "\"path\":\"/events\",\"body\":\"{}\"}",
        "{\"rawPath\":\"/events\",\"requestContext\":{\"http\":{\"method\":7}}}"
      })
  void turnsOtherFormatsIntoAnUnsupportedPath(String payload) throws Exception {
    APIGatewayV2HTTPEvent event = read(payload);

    assertEquals(LambdaPayloads.UNSUPPORTED_PATH, event.rawPath);
    assertEquals(Map.of("http", Map.of("method", "POST")), event.requestContext);
  }
}
