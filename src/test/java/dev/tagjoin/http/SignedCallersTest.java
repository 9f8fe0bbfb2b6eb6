package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody without a signature is let in when {@code TAGJOIN_AUTH} is {@code eventbridge}. */
@QuarkusTest
@TestProfile(SignedCallersTest.Profile.class)
class SignedCallersTest extends FunctionTest {
  private static final String TOKEN = "token-of-the-target";
  private static final String CERTIFICATE =
      "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate.pem";

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagjoin.auth",
          "eventbridge",
          "tagjoin.token",
          TOKEN,
          "tagjoin.public-url",
          "https://fn.example.com/events?route=a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/events",
        "/events/",
        "/events?dryRun=true",
        "//events",
        "/events;x=1",
        "/Events",
        "/invoke",
        "/explain",
        "/initialize"
      })
  void refusesUnsignedRequest(String path) {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    int status =
        given()
            .urlEncodingEnabled(false)
            .header("x-fc-control-path", path)
            .body(tagEvent(ResourceKind.INSTANCE, id))
            .post(path)
            .statusCode();
    assertEquals(401, status);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void nobodyIsLetInAnywhereAndIsToldAsDescribed() {
    int open = 0;
    for (OpenApiTest.Operation operation : OpenApiTest.operations()) {
      boolean described = operation.responses().has("401");
      assertEquals(described, OpenApiTest.call(operation, "{}") == 401, operation.toString());
      open += described ? 0 : 1;
    }
    assertEquals(2, open, "health is open, and nothing else");
  }

  @Test
  void saysWhatIsMissingBeforeItReadsTheBody() {
    given()
        .body("{}")
        .post("/events")
        .then()
        .statusCode(401)
        .body("detail", containsString("token"));
    signed(TOKEN + "x", CERTIFICATE, 0).statusCode(401).body("detail", containsString("token"));
    given()
        .header("x-eventbridge-signature-token", TOKEN)
        .body("{}")
        .post("/events")
        .then()
        .statusCode(401)
        .body("detail", containsString("signature"));
    signed(TOKEN, CERTIFICATE, -61_000)
        .statusCode(401)
        .body("detail", containsString("60 seconds"));
    signed(TOKEN, "https://oss.example/x509_public_certificate.pem", 0)
        .statusCode(401)
        .body("detail", containsString("certificate"));
  }

  /** Headers that look right, with a query. */
  private static ValidatableResponse signed(String token, String certificate, long apart) {
    return given()
        .headers(headers(token, certificate, apart))
        .body("{}")
        .post("/events?route=a")
        .then();
  }

  private static Map<String, String> headers(String token, String certificate, long apart) {
    return Map.of(
        "x-eventbridge-signature-token",
        token,
        "x-eventbridge-signature-timestamp",
        Long.toString(System.currentTimeMillis() + apart),
        "x-eventbridge-hash-method",
        "SHA256",
        "x-eventbridge-signature-version",
        "1.0",
        "x-eventbridge-signature-url",
        certificate,
        "x-eventbridge-signature-v2",
        "AAAA");
  }

  /** The signature covers the configured URL, not the one that came. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "?route=b", "?route=a&dryRun=true", "?route=a&route=a", "?Route=a", "?route"})
  void refusesQueryThatIsNotTheConfiguredOne(String query) {
    given()
        .headers(headers(TOKEN, CERTIFICATE, 0))
        .body("{}")
        .post("/events" + query)
        .then()
        .statusCode(400)
        .body("detail", containsString("TAGJOIN_PUBLIC_URL"));
  }

  @Test
  void asksForTokenAndClosesTheConnection() {
    given()
        .body("{}")
        .post("/sweep")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .header("Connection", "close");
  }

  /** However much of a body is still to come. */
  @Test
  void closesConnectionAfterRefusal() throws Exception {
    boolean isLambda = "lambda".equals(System.getProperty("test.platform"));
    assumeFalse(isLambda, "AWS Lambda hands over whole requests");
    try (Socket socket = new Socket(events().getHost(), events().getPort())) {
      socket.setSoTimeout(20_000);
      String head = "POST /events HTTP/1.1\r\nHost: tagjoin\r\nContent-Length: 1000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertTrue(all.startsWith("HTTP/1.1 401 "), all);
    }
  }

  @Test
  void healthIsOpen() {
    given().get("/q/health/live").then().statusCode(200).body("status", is("UP"));
    given().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
  }
}
