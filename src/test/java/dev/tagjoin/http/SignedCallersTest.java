package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody without a signature is let in when {@code TAGJOIN_AUTH} is {@code eventbridge}. */
@QuarkusTest
@TestProfile(SignedCallersTest.Profile.class)
class SignedCallersTest extends FunctionTest {
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagjoin.auth", "eventbridge", "tagjoin.public-url", "https://fn.example.com/events");
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
  void anUnsignedRequestDoesNothing(String path) {
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
  void theReasonIsSaid() {
    given().body("{}").post("/events").then().body("detail", containsString("signature"));
  }

  @Test
  void healthIsOpen() {
    given().get("/q/health/ready").then().statusCode(200);
  }
}
