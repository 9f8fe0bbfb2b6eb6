package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedGroup;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From an event to a move, as a caller of {@code POST /events} sees it. */
@QuarkusTest
class EventsTest extends FunctionTest {
  @Test
  void ignoresRegionsThatAreNotKnown() {
    send("{\"resources\":[{\"type\":\"instance\",\"id\":\"i-1\",\"region\":\"oss-cn-hangzhou\"}]}")
        .statusCode(200)
        .body("outcomes[0].outcome", is("ignored"))
        .body("outcomes[0].reason", containsString("TAGJOIN_REGIONS"));
  }

  @Test
  void movesInstanceByFirstRequestOfReadme() throws IOException {
    ecs.account().setGroup(ResourceKind.INSTANCE, "i-bp1b4ym5yh7ciz96h3kq", DEFAULT);
    String event = Files.readString(Path.of("examples/events/tag-resources.json"));

    send(event)
        .statusCode(200)
        .body("summary", is(Map.of("joined", 1)))
        .body("outcomes", hasSize(1))
        .body("outcomes[0].event", notNullValue())
        .body("outcomes[0].resource.type", is("instance"))
        .body("outcomes[0].resource.id", is("i-bp1b4ym5yh7ciz96h3kq"))
        .body("outcomes[0].resource.region", is("cn-hangzhou"))
        .body("outcomes[0].resource.account", is(EmbeddedAccount.ID))
        .body("outcomes[0].outcome", is("joined"))
        .body("outcomes[0].rule", is("production"))
        .body("outcomes[0].from", is(DEFAULT))
        .body("outcomes[0].to", is(PROD))
        .body("outcomes[0].requestId", notNullValue());
    assertEquals(PROD, group(ResourceKind.INSTANCE, "i-bp1b4ym5yh7ciz96h3kq"));
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void describesAndJoinsEveryKind(ResourceKind kind) {
    String id = create(kind, "env", "prod");
    create(kind, "env", "prod");

    send(tagEvent(kind, id))
        .statusCode(200)
        .body("outcomes.outcome", contains("joined"))
        .body("outcomes[0].resource.type", is(kind.type()))
        .body("outcomes[0].resource.id", is(id));

    assertEquals(PROD, group(kind, id));
    assertEquals(
        List.of(kind.describe().action(), "JoinResourceGroup", kind.describe().action()),
        ecs.calls().stream().map(c -> c.action()).toList());
  }

  @Test
  void joinsOnceWhenARequestSpellsTheAccountTwice() {
    String id = create(ResourceKind.DISK, "env", "prod");
    String one = "{\"type\":\"disk\",\"id\":\"" + id + "\",\"region\":\"cn-hangzhou\"";

    send("{\"resources\":[" + one + "}," + one + ",\"account\":\"" + EmbeddedAccount.ID + "\"}]}")
        .statusCode(200)
        .body("outcomes.outcome", contains("joined", "ignored"))
        .body("outcomes.resource.account", contains(EmbeddedAccount.ID, EmbeddedAccount.ID));

    assertEquals(1, ecs.calls("JoinResourceGroup").size());
  }

  @Test
  void joinsNothingOnSecondDelivery() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String event = tagEvent(ResourceKind.INSTANCE, id);
    send(event).statusCode(200).body("outcomes.outcome", contains("joined"));
    ecs.clearCalls();

    send(event)
        .statusCode(200)
        .body("summary", is(Map.of("unchanged", 1)))
        .body("outcomes[0].from", is(PROD))
        .body("outcomes[0].to", is(PROD));
    assertEquals(List.of(), ecs.calls("JoinResourceGroup"));
  }

  @Test
  void decidesByTagsThatEcsShowsNow() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String event = tagEvent(ResourceKind.INSTANCE, id);
    ecs.account().untag(ResourceKind.INSTANCE, id, "env");
    ecs.account().tag(ResourceKind.INSTANCE, id, "team", "payments");

    send(event).statusCode(200).body("outcomes[0].to", is(PAYMENTS));
  }

  @Test
  void leavesResourceWithoutRule() {
    String id = create(ResourceKind.INSTANCE, "env", "dev");
    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("left"))
        .body("outcomes[0].rule", is("otherwise"))
        .body("outcomes[0].from", is(DEFAULT))
        .body("outcomes[0].to", nullValue());
  }

  @Test
  void leavesResourceThatRuleProtects() {
    String id = create(ResourceKind.INSTANCE, "env", "prod", "tagjoin", "keep");
    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("left"))
        .body("outcomes[0].rule", is("hands off"));
  }

  @Test
  void reportsGoneWhenEcsShowsNothing() {
    send(tagEvent(ResourceKind.DISK, newId(ResourceKind.DISK)))
        .statusCode(200)
        .body("summary", is(Map.of("gone", 1)));
  }

  @Test
  void answersRetryForNewResourceNotShownYet() {
    String id = create(ResourceKind.DISK, "env", "prod");
    ecs.account().hideUntil(ResourceKind.DISK, id, 1);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String event = auditEvent("CreateDisk", "disk", "ACS::ECS::Disk", now, id);

    send(event)
        .statusCode(503)
        .header("Retry-After", "5")
        .body("outcomes[0].outcome", is("retry"))
        .body("outcomes[0].code", is("NotVisibleYet"));
    send(event).statusCode(200).body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void plansWithoutMovingInDryRun() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    given()
        .body(tagEvent(ResourceKind.INSTANCE, id))
        .post("/events?dryRun=true")
        .then()
        .statusCode(200)
        .body("summary", is(Map.of("planned", 1)))
        .body("outcomes[0].from", is(DEFAULT))
        .body("outcomes[0].to", is(PROD));
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
    given()
        .body(tagEvent(ResourceKind.INSTANCE, id))
        .post("/events?dryRun=maybe")
        .then()
        .statusCode(400)
        .body("detail", containsString("dryRun"));
  }

  @Test
  void answersOneOutcomePerEventOfArray() {
    String first = create(ResourceKind.INSTANCE, "env", "prod");
    String second = create(ResourceKind.DISK, "team", "payments");
    String event = tagEvent(ResourceKind.INSTANCE, first);

    send(array(event, tagEvent(ResourceKind.DISK, second), event))
        .statusCode(200)
        .body("outcomes.outcome", contains("joined", "joined", "ignored"))
        .body("outcomes[2].reason", containsString("duplicate"));
    assertEquals(2, ecs.calls("JoinResourceGroup").size());
  }

  @Test
  void fiftyResourcesAreReadInOneCallAndOneFailureStopsNoOther() {
    String[] ids =
        IntStream.range(0, 50)
            .mapToObj(i -> create(ResourceKind.INSTANCE, "env", "prod"))
            .toArray(String[]::new);
    ecs.faults().failNext("JoinResourceGroup", "Forbidden.RAM", 403, "not allowed", 1);

    send(tagEvent(ResourceKind.INSTANCE, ids))
        .statusCode(502)
        .body("summary", is(Map.of("joined", 49, "refused", 1)));
    // before the moves and after them
    assertEquals(2, ecs.calls("DescribeInstances").size());

    send(tagEvent(ResourceKind.INSTANCE, ids))
        .statusCode(200)
        .body("summary", is(Map.of("unchanged", 49, "joined", 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "MissingParameter,                     403, refused, 502",
    "InvalidRegionId.ResourceGroup,        403, refused, 502",
    "InvalidResourceType.NotFound,         404, ignored, 200",
    "InvalidResourceGroup.NotFound,        404, refused, 502",
    "InvalidResourceId.NotFound,           404, retry,   503",
    "Forbidden.RAM,                        403, refused, 502",
    "InvalidAccessKeyId.NotFound,          404, refused, 502",
    "InvalidSecurityToken.Expired,         400, retry,   503",
    "SomethingNew,                         400, refused, 502",
  })
  void mapsEveryFinalJoinErrorToItsOutcome(String code, int http, String outcome, int status) {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().failNext("JoinResourceGroup", code, http, "the vendor's message", 1);

    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(status)
        .body("outcomes[0].outcome", is(outcome))
        .body("outcomes[0].code", is(code))
        .body("outcomes[0].reason", notNullValue())
        .body("outcomes[0].requestId", notNullValue());
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
    assertEquals(1, ecs.calls("JoinResourceGroup").size());
  }

  @ParameterizedTest
  @CsvSource({
    "EntityExists.AssociatedTransferTasks, 400",
    "InvalidStatus.ResourceGroup,          403",
    "Throttling,                           400",
    "Throttling.User,                      400",
    "OperationConflict,                    409",
    "InternalError,                        500",
    "ServiceUnavailable,                   503",
    "SomethingNew,                         500",
  })
  void retriesPassingErrorWithinRequest(String code, int http) {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().failNext("JoinResourceGroup", code, http, "the vendor's message", 1);

    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("joined"));
    assertEquals(PROD, group(ResourceKind.INSTANCE, id));
    assertEquals(2, ecs.calls("JoinResourceGroup").size());
  }

  @Test
  void answers503ForLastingError() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().failNext("JoinResourceGroup", "Throttling.User", 400, "slow down", 99);

    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(503)
        .header("Retry-After", "5")
        .body("outcomes[0].outcome", is("retry"))
        .body("outcomes[0].code", is("Throttling.User"))
        .body("outcomes[0].reason", is("slow down"));
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void reportsUnchangedForDuplicateInWantedGroup() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().beforeJoin(() -> ecs.account().setGroup(ResourceKind.INSTANCE, id, PROD));
    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("unchanged"));
  }

  @Test
  void reportsGoneWhenDeletedBeforeJoin() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().beforeJoin(() -> ecs.account().remove(ResourceKind.INSTANCE, id));
    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("gone"));
  }

  @Test
  void answersRetryWhileGroupIsBeingCreated() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.account().groupStatus(PROD, EmbeddedGroup.Status.CREATING);
    try {
      send(tagEvent(ResourceKind.INSTANCE, id))
          .statusCode(503)
          .body("outcomes[0].code", is("InvalidStatus.ResourceGroup"));
    } finally {
      ecs.account().groupStatus(PROD, EmbeddedGroup.Status.OK);
    }
    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void reportsVendorsCodeForMissingPermission() {
    String id = create(ResourceKind.COMMAND, "env", "prod");
    ecs.account().deny("JoinResourceGroup", ResourceKind.COMMAND);
    try {
      send(tagEvent(ResourceKind.COMMAND, id))
          .statusCode(502)
          .body("outcomes[0].outcome", is("refused"))
          .body("outcomes[0].code", is("Forbidden.RAM"))
          .body("outcomes[0].reason", containsString("not authorized"));
    } finally {
      ecs.account().allow("JoinResourceGroup", ResourceKind.COMMAND);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultInjector.Kind.class,
      names = {"THROTTLED", "INTERNAL_ERROR", "UNAVAILABLE", "HTML", "DROPPED"})
  void troubleOnTheWayIsOvercome(FaultInjector.Kind trouble) {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().failNext("DescribeInstances", trouble, 2);
    ecs.faults().failNext("JoinResourceGroup", trouble, 2);
    send(tagEvent(ResourceKind.INSTANCE, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("joined"));
    assertEquals(PROD, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void handlesOthersDespiteOneBadId() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String other = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().failNext("DescribeInstances", "InvalidInstanceIds.Malformed", 400, "bad", 1);
    send(tagEvent(ResourceKind.INSTANCE, id, other))
        .statusCode(200)
        .body("summary", is(Map.of("joined", 2)));
  }

  @Test
  void anotherAccountIsNotActedIn() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String event =
        tagEvent(ResourceKind.INSTANCE, id).replace(EmbeddedAccount.ID, "6543210987654321");
    send(event)
        .statusCode(200)
        .body("outcomes[0].outcome", is("ignored"))
        .body("outcomes[0].reason", containsString("6543210987654321"));
    assertEquals(List.of(), ecs.calls());
  }

  /** ECS carried it out after its sender had given it up, when all was done. */
  @Test
  void bringsBackResourceAfterOwnLateMove() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    send(tagEvent(ResourceKind.INSTANCE, id)).body("outcomes[0].outcome", is("joined"));
    String news = ownMoveEvent(ResourceKind.INSTANCE, id, PROD);
    send(news).statusCode(200).body("outcomes[0].outcome", is("unchanged"));
    ecs.account().setGroup(ResourceKind.INSTANCE, id, PAYMENTS);
    send(ownMoveEvent(ResourceKind.INSTANCE, id, PAYMENTS))
        .statusCode(200)
        .body("outcomes[0].outcome", is("joined"))
        .body("outcomes[0].from", is(PAYMENTS))
        .body("outcomes[0].to", is(PROD));
    assertEquals(PROD, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void ignoresOtherEventsWithReason() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    send(auditEvent(
            "JoinResourceGroup", "instance", "ACS::ECS::Instance", "2026-06-18T08:00:00Z", id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("ignored"))
        .body("outcomes[0].reason", is("JoinResourceGroup is not a tag change"));
    send(auditEvent(
            "TagResources",
            "reservedinstance",
            "ACS::ECS::ReservedInstance",
            "2026-06-18T08:00:00Z",
            "ecsri-bp12m37ccmxvbmi5abcd"))
        .statusCode(200)
        .body("outcomes[0].outcome", is("ignored"))
        .body("outcomes[0].resource.type", is("reservedinstance"))
        .body("outcomes[0].resource.id", is("ecsri-bp12m37ccmxvbmi5abcd"))
        .body("outcomes[0].reason", containsString("reservedinstance"));
    send(tagEvent(ResourceKind.INSTANCE, id)
            .replace("\"data\":{", "\"data\":{\"errorCode\":\"X\","))
        .statusCode(200)
        .body("outcomes[0].outcome", is("ignored"))
        .body("outcomes[0].reason", containsString("X"));
    assertEquals(List.of(), ecs.calls());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"id\":",
        "null",
        "7",
        "\"text\"",
        "{}",
        "{\"hello\":\"world\"}",
        "[[]]",
        "[1,2]",
        "{\"resources\":7}",
        "not json"
      })
  void answers400SayingWhatWasExpected(String body) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/events")
        .then()
        .statusCode(400)
        .contentType(startsWith("application/problem+json"))
        .body("status", is(400))
        .body("detail", notNullValue())
        .body(not(containsString("Exception")))
        .body(not(containsString("\tat ")));
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    given()
        .body("[".repeat(100) + "]".repeat(100))
        .post("/events")
        .then()
        .statusCode(400)
        .body("detail", notNullValue());
  }

  @Test
  void answers413ForTwoMebibytes() {
    given()
        .contentType("application/json")
        .body("{\"id\":\"" + "x".repeat(2 << 20) + "\"}")
        .post("/events")
        .then()
        .statusCode(413)
        .contentType(startsWith("application/problem+json"))
        .body("detail", containsString("1048576"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ResourceType\":\"instance\",\"ResourceId\":7}",
        "{\"ResourceType\":\"instance\",\"ResourceId\":[\"i-with space\"],\"Tag\":\"x\"}",
        "{\"ResourceType\":\"instance\",\"ResourceId\":[\"i-1\\u0000\"]}",
        "{\"ResourceType\":[],\"ResourceId\":{\"a\":[]}}",
        "{\"ResourceType\":\"instance\",\"ResourceId\":[[\"i-1\"]]}"
      })
  void wrongTypesInKnownFieldsNeverBreak(String parameters) {
    send("{\"id\":\"e1\",\"source\":\"acs.ecs\",\"specversion\":\"1.0\","
            + "\"type\":\"ecs:ActionTrail:ApiCall\",\"data\":{\"eventName\":\"TagResources\","
            + "\"acsRegion\":\"cn-hangzhou\",\"recipientAccountId\":\""
            + EmbeddedAccount.ID
            + "\",\"requestParameters\":"
            + parameters
            + "}}")
        .statusCode(200)
        .body("outcomes.outcome", hasSize(greaterThan(0)))
        .body("outcomes.outcome", everyItem(is("ignored")));
    assertEquals(List.of(), ecs.calls("JoinResourceGroup"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/cloudevents+json",
        "application/octet-stream",
        "text/plain",
        "nonsense/x"
      })
  void acceptsAnyContentType(String type) {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    given()
        .header("Content-Type", type)
        .body(tagEvent(ResourceKind.INSTANCE, id).getBytes(StandardCharsets.UTF_8))
        .post("/events")
        .then()
        .statusCode(200)
        .body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void invokeAnswersWithTheStatusHeaderOfFunctionCompute() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    ecs.faults().failNext("JoinResourceGroup", "InvalidSecurityToken.Expired", 400, "expired", 1);
    given()
        .header("Content-Type", "application/octet-stream")
        .body(tagEvent(ResourceKind.INSTANCE, id).getBytes(StandardCharsets.UTF_8))
        .post("/invoke")
        .then()
        .statusCode(503)
        .header("x-fc-status", "404");
    given()
        .header("Content-Type", "application/octet-stream")
        .body(tagEvent(ResourceKind.INSTANCE, id).getBytes(StandardCharsets.UTF_8))
        .post("/invoke")
        .then()
        .statusCode(200)
        .header("x-fc-status", "200")
        .body("outcomes[0].outcome", is("joined"));
    given().body("{").post("/invoke").then().statusCode(400).header("x-fc-status", "404");
  }

  @Test
  void healthIsOpen() {
    given().get("/q/health/live").then().statusCode(200).body("status", is("UP"));
    Response ready = given().get("/q/health/ready");
    // another test may have had the keys refused a moment ago
    boolean areKeysFine =
        ready.path("checks.find { it.name == 'credentials' }.status").equals("UP");
    ready
        .then()
        .statusCode(areKeysFine ? 200 : 503)
        .body("status", is(areKeysFine ? "UP" : "DOWN"))
        .body("checks.find { it.name == 'rule book' }.status", is("UP"));
  }

  @Test
  void sendsValidSignatures() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    send(tagEvent(ResourceKind.INSTANCE, id)).statusCode(200);
    assertEquals(
        List.of(EmbeddedAccount.ACCESS_KEY_ID),
        ecs.calls().stream().map(call -> call.accessKeyId()).distinct().toList());
  }
}
