package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.deploy.AwsScheduleTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timers that name no region: the setting does. */
@QuarkusTest
@TestProfile(AwsScheduleTest.Profile.class)
class TimerTest extends FunctionTest {
  /** A timer stops before many moves, so what other tests left is moved first. */
  @BeforeEach
  void tidy() {
    given()
        .contentType("application/json")
        .body("{\"dryRun\":false,\"maxMoves\":10000,\"force\":true}")
        .post("/sweep")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"reconcile\":true}", "{\"sweep\":{}}"})
  void movesWhatIsInTheRegionsOfTheSetting(String payload) {
    String id = create(ResourceKind.DISK, "env", "prod");
    Map<String, String> event =
        Map.of("triggerTime", "2026-06-18T08:00:00Z", "triggerName", "t", "payload", payload);

    given()
        .contentType("application/json")
        .body(json(event))
        .post("/invoke")
        .then()
        .statusCode(200)
        .body("outcomes.resource.id", hasItem(id));

    assertEquals(PROD, group(ResourceKind.DISK, id));
  }
}
