package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedGroup;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /doctor}, as a caller sees it, on a healthy setup and on every broken one. */
@QuarkusTest
class DoctorTest extends FunctionTest {
  private static ValidatableResponse examine() {
    return given()
        .get("/doctor?region=" + REGION)
        .then()
        .statusCode(200)
        .contentType("application/json");
  }

  private static String check(String name, String member) {
    return "checks.find { it.check == '" + name + "' }." + member;
  }

  @AfterEach
  void mend() {
    ecs.account().groupStatus(PROD, EmbeddedGroup.Status.OK);
    ecs.account().accept(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET);
    for (String action : List.of("DescribeDisks", "DescribeInstances", "ListResourceGroups")) {
      ecs.account().allow(action, null);
    }
    ecs.account().allow("JoinResourceGroup", ResourceKind.NETWORK_INTERFACE);
  }

  @Test
  void reportsHealthySetupAndMovesNothing() {
    int moves = ecs.account().moves().size();
    examine()
        .body("status", not(is("failed")))
        .body("checks.state", everyItem(not(is("failed"))))
        .body("checks.state", not(hasItem("skipped")))
        .body(check("rule book", "detail"), is("3 rules, 4 groups"))
        .body(check("clock", "state"), is("ok"))
        .body(check("credentials", "detail"), containsString("of the environment, acs:ram::"))
        .body(check("target groups", "detail"), is("4 of 4 can be used"))
        .body(check("read instance", "state"), is("ok"))
        .body(check("join managedinstance", "state"), is("ok"))
        .body("checks.findAll { it.check.startsWith('read ') }", hasSize(15))
        .body("checks.findAll { it.check.startsWith('join ') }", hasSize(15))
        .body("checks.advice.findAll { it != null }", everyItem(not(containsString("allow "))));
    assertEquals(moves, ecs.account().moves().size());
  }

  @Test
  void answers400ForUnknownRegion() {
    given()
        .get("/doctor")
        .then()
        .statusCode(200)
        .body("status", is("warning"))
        .body(check("region", "advice"), containsString("TAGJOIN_REGIONS"));
    given().get("/doctor?region=a.example").then().statusCode(400);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void namesMissingPermission() {
    ecs.account().deny("DescribeDisks", null);
    ecs.account().deny("DescribeInstances", null);
    ecs.account().deny("JoinResourceGroup", ResourceKind.NETWORK_INTERFACE);
    ecs.account().deny("ListResourceGroups", null);
    examine()
        .body("status", is("failed"))
        .body(check("read disk", "state"), is("failed"))
        .body(check("read disk", "advice"), startsWith("allow ecs:DescribeDisks "))
        .body(check("read instance", "state"), is("failed"))
        .body(check("read snapshot", "state"), is("ok"))
        .body(check("join eni", "state"), is("failed"))
        .body(check("join eni", "advice"), startsWith("allow ecs:JoinResourceGroup on eni "))
        .body(check("join disk", "state"), is("ok"))
        .body(check("target groups", "state"), is("warning"))
        .body(check("target groups", "advice"), containsString("ListResourceGroups"));
  }

  @Test
  void namesUnusableGroup() {
    ecs.account().groupStatus(PROD, EmbeddedGroup.Status.PENDING_DELETE);
    examine()
        .body("status", is("failed"))
        .body(check("target group prod", "state"), is("failed"))
        .body(check("target group prod", "detail"), containsString(PROD + " is in the status "))
        .body(check("target groups", "detail"), is("3 of 4 can be used"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-16 * 60, 16 * 60})
  void reportsWrongClock(int seconds) {
    ecs.faults().clockAhead(Duration.ofSeconds(seconds));
    examine()
        .body("status", is("failed"))
        .body(check("credentials", "detail"), startsWith("InvalidTimeStamp.Expired"))
        .body(check("credentials", "advice"), containsString("clock"))
        .body(check("remaining checks", "state"), is("skipped"))
        .body("checks.check", not(hasItem("read disk")));
  }

  @Test
  void wrongKeysAreToldOnce() {
    ecs.account().accept(EmbeddedAccount.ACCESS_KEY_ID, "another-secret");
    examine()
        .body("status", is("failed"))
        .body(check("credentials", "detail"), startsWith("SignatureDoesNotMatch"))
        .body(check("credentials", "advice"), containsString("secret"))
        .body("checks.findAll { it.state == 'failed' }", hasSize(1));
  }

  @Test
  void reportsLastFailure() {
    String id = create(ResourceKind.DISK, "env", "prod");
    ecs.account().deny("DescribeDisks", null);
    send(tagEvent(ResourceKind.DISK, id)).statusCode(502);
    ecs.account().allow("DescribeDisks", null);
    examine()
        .body(check("last failure", "state"), is("warning"))
        .body(check("last failure", "detail"), containsString("refused disk " + id))
        .body(check("last failure", "detail"), containsString("Forbidden.RAM"));
    assertEquals(DEFAULT, group(ResourceKind.DISK, id));
  }

  @Test
  void throttlingIsNotTakenForAMissingPermission() {
    ecs.faults().throttleEvery(3);
    examine().body("status", not(is("failed"))).body(check("read disk", "advice"), nullValue());
  }
}
