package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /explain}, as a caller sees it. */
@QuarkusTest
class ExplainTest extends FunctionTest {
  private static ValidatableResponse explain(String body) {
    return given().contentType("application/json").body(body).post("/explain").then();
  }

  private static String ref(String id) {
    return json(
        Map.of("type", "instance", "id", id, "region", REGION, "account", EmbeddedAccount.ID));
  }

  @Test
  void explainsResourceReadFromEcsRuleByRule() {
    String id = create(ResourceKind.INSTANCE, "env", "prod", "team", "payments");

    explain(ref(id))
        .statusCode(200)
        .contentType("application/json")
        .body("resource.type", is("instance"))
        .body("resource.id", is(id))
        .body("state.group", is(DEFAULT))
        .body("state.tags", is(Map.of("env", "prod", "team", "payments")))
        .body("decision.action", is("join"))
        .body("decision.rule", is("production"))
        .body("decision.group", is(PROD))
        .body("decision.move", is(true))
        .body("rules.rule", contains("hands off", "production", "by team"))
        .body("rules.applies", contains(false, true, true))
        .body("rules[0].why", hasItem(containsString("tag.tagjoin is missing")));
    assertEquals(List.of("DescribeInstances"), ecs.calls().stream().map(c -> c.action()).toList());
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void explainsGivenStateWithoutReading() {
    explain(
            "{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"group\":\""
                + PAYMENTS
                + "\",\"tags\":{\"team\":\"payments\"}}")
        .statusCode(200)
        .body("decision.rule", is("by team"))
        .body("decision.group", is(PAYMENTS))
        .body("decision.move", is(false));
    explain("{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"tags\":{}}")
        .statusCode(200)
        .body("decision.action", is("leave"))
        .body("decision.rule", is("otherwise"))
        .body("decision.group", nullValue());
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void saysWhyResourceCannotBeRead() {
    explain(ref("i-none"))
        .statusCode(404)
        .contentType(startsWith("application/problem+json"))
        .body("detail", containsString("does not show"));
    explain(ref("i-none").replace(EmbeddedAccount.ID, "6543210987654321"))
        .statusCode(422)
        .body("detail", containsString("6543210987654321"));
    ecs.account().deny("DescribeDisks", null);
    try {
      explain(ref("d-1").replace("instance", "disk"))
          .statusCode(502)
          .body("detail", containsString("Forbidden.RAM"));
    } finally {
      ecs.account().allow("DescribeDisks", null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"type\":\"instanse\",\"id\":\"i-1\",\"region\":\"cn-hangzhou\"}",
        "{\"type\":\"instance\",\"id\":7,\"region\":\"cn-hangzhou\"}",
        "{\"type\":\"instance\",\"id\":\"i-1\",\"region\":\"cn-hangzhou\",\"tags\":[]}",
        "{\"type\":\"instance\",\"id\":\"i-1\",\"region\":\"cn-hangzhou\",\"taggs\":{}}"
      })
  void badInputIsA400ThatSaysWhereAndWhat(String body) {
    explain(body)
        .statusCode(400)
        .contentType(startsWith("application/problem+json"))
        .body("detail", notNullValue());
  }
}
