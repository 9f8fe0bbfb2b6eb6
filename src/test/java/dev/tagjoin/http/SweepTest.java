package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pass over what exists, as a caller sees it. */
@QuarkusTest
class SweepTest extends FunctionTest {
  private static ValidatableResponse sweep(String body) {
    return given().contentType("application/json").body(body).post("/sweep").then();
  }

  private static ValidatableResponse timer(String payload) {
    String event =
        json(
            Map.of(
                "triggerTime", "2026-06-18T08:00:00Z", "triggerName", "sweep", "payload", payload));
    return given().contentType("application/json").body(event).post("/invoke").then();
  }

  /** What other tests left behind is put in its place first. */
  @BeforeEach
  void tidy() {
    sweep("{\"regions\":[\"cn-hangzhou\"],\"dryRun\":false,\"maxMoves\":10000,\"force\":true}");
    ecs.clearCalls();
  }

  @Test
  void refusesRegionsThatAreNotKnown() {
    sweep("{\"regions\":[\"oss-cn-hangzhou\"]}")
        .statusCode(400)
        .body("detail", containsString("TAGJOIN_REGIONS"));

    assertEquals(0, ecs.calls().size());
  }

  @Test
  void reportsByDefaultAndMovesNothing() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    sweep("{\"regions\":[\"cn-hangzhou\"]}")
        .statusCode(200)
        .body("summary.planned", greaterThanOrEqualTo(1))
        .body("outcomes.outcome", everyItem(is("planned")))
        .body("outcomes.resource.id", hasItem(id))
        .body("seen", greaterThanOrEqualTo(1))
        .body("cursor", nullValue());
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void maxMovesAndCursorGoThroughEverything() {
    String first = create(ResourceKind.DISK, "env", "prod");
    String second = create(ResourceKind.DISK, "env", "prod");
    String body = "{\"regions\":[\"cn-hangzhou\"],\"types\":[\"disk\"],\"dryRun\":false,%s}";
    String cursor =
        sweep(String.format(body, "\"maxMoves\":1,\"force\":true"))
            .statusCode(200)
            .body("summary.joined", is(1))
            .body("outcomes", hasSize(1))
            .body("outcomes[0].requestId", notNullValue())
            .body("stopped.why", is("maxMoves"))
            .extract()
            .path("cursor");
    assertEquals(PROD, group(ResourceKind.DISK, first));
    assertEquals(DEFAULT, group(ResourceKind.DISK, second));

    sweep(String.format(body, "\"maxMoves\":1,\"force\":true,\"cursor\":\"" + cursor + "\""))
        .statusCode(200)
        .body("summary.joined", is(1))
        .body("cursor", nullValue())
        .body("stopped", nullValue());
    assertEquals(PROD, group(ResourceKind.DISK, second));

    sweep("{\"types\":[\"eni\"],\"cursor\":\"" + cursor + "\"}")
        .statusCode(400)
        .body("pointer", is("/cursor"))
        .body("detail", containsString("types"));
  }

  @Test
  void namesMissingMemberWithItsPlace() {
    sweep("{\"types\":[\"instanc\"]}")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("pointer", is("/types/0"))
        .body("detail", containsString("did you mean instance?"));
    sweep("{\"regions\":").statusCode(400).body("detail", containsString("line 1"));
    sweep("{} {}").statusCode(400);
    sweep("").statusCode(400).body("pointer", is("/regions"));
  }

  @Test
  void answersStatusOfWorstOutcome() {
    String id = create(ResourceKind.DISK, "env", "prod");
    ecs.account().transferUnderWay(ResourceKind.DISK, id, true);
    String body =
        "{\"regions\":[\"cn-hangzhou\"],\"types\":[\"disk\"],\"dryRun\":false,\"force\":true}";
    sweep(body).statusCode(503).header("Retry-After", notNullValue()).body("summary.retry", is(1));
    ecs.account().transferUnderWay(ResourceKind.DISK, id, false);
    ecs.account().deny("JoinResourceGroup", ResourceKind.DISK);
    sweep(body).statusCode(502).body("summary.refused", is(1));
    ecs.account().allow("JoinResourceGroup", ResourceKind.DISK);
    sweep(body).statusCode(200).body("summary.joined", is(1));
  }

  @Test
  void movesOnTimer() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    timer("{\"sweep\":{\"regions\":[\"cn-hangzhou\"],\"types\":[\"instance\"]}}")
        .statusCode(200)
        .header("x-fc-status", "200")
        .body("summary.joined", is(1));
    assertEquals(PROD, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void ignoresOtherTimersButRefusesMisspeltOnes() {
    timer("{\"backup\":true}")
        .statusCode(200)
        .body("summary", is(Map.of("ignored", 1)))
        .body("outcomes[0].reason", containsString("sweep"));
    timer("{\"sweep\":{\"region\":[\"cn-hangzhou\"]}}")
        .statusCode(400)
        .header("x-fc-status", "404")
        .body("pointer", is("/payload/sweep/region"))
        .body("detail", containsString("did you mean regions?"));
    // neither the rule book nor a setting nor the platform names a region here
    timer("").statusCode(400).body("detail", containsString("TAGJOIN_REGIONS"));
    timer("{\"reconcile\":true}").statusCode(400).body("detail", containsString("TAGJOIN_REGIONS"));
  }

  @Test
  void refusesTimerThatForces() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");

    timer("{\"sweep\":{\"regions\":[\"cn-hangzhou\"],\"force\":true}}")
        .statusCode(400)
        .header("x-fc-status", "404")
        .body("pointer", is("/payload/sweep/force"));

    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "sweep",
        "{\"sweep\":",
        "[]",
        "7",
        "{\"reconcile\":\"true\"}",
        "{\"Sweep\":{}}",
        "{\"swep\":{\"regions\":[\"cn-hangzhou\"]}}",
        "{\"reconcil\":true}"
      })
  void failsVisiblyWhenTimerPayloadIsBroken(String payload) {
    timer(payload)
        .statusCode(400)
        .header("x-fc-status", "404")
        .body("pointer", startsWith("/payload"));
  }

  @Test
  void startsNoSweepFromEvents() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String sweep = "{\"sweep\":{\"regions\":[\"cn-hangzhou\"]}}";
    Map<String, String> event = Map.of("triggerTime", "x", "triggerName", "y", "payload", sweep);

    send(json(event)).statusCode(400).body("detail", containsString("/invoke"));
    send(array(json(event), json(event))).statusCode(200).body("summary.ignored", is(2));

    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }
}
