package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What carries an event does not matter for what the function does. */
@QuarkusTest
class EventFormsTest extends FunctionTest {
  private static final String DISK =
      "{\"resources\":[{\"type\":\"disk\",\"id\":\"ID\",\"region\":\"cn-hangzhou\"}]}";

  /** EVENT, TEXT and BASE64 stand for the event in these forms, ID for the disk. */
  static Stream<String> messages() {
    return Stream.of(
        "{\"requestPayload\":EVENT}",
        "{\"requestPayload\":TEXT}",
        "[{\"requestPayload\":[EVENT]}]",
        "{\"requestPayload\":{\"version\":\"2.0\",\"rawPath\":\"/events\",\"body\":TEXT}}",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":TEXT}]}",
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"data\":TEXT}",
        "{\"dataType\":\"ConfigurationItemChangeNotification\",\"eventName\":\"ResourceModify\","
            + "\"eventType\":\"ResourceChange\",\"configurationItem\":{\"regionId\":\"cn-hangzhou\","
            + "\"resourceType\":\"ACS::ECS::Disk\",\"resourceId\":\"ID\"}}",
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"data_base64\":BASE64}");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void joinsWhatAMessageCarries(String message) {
    String id = create(ResourceKind.DISK, "env", "prod");

    String event = DISK.replace("ID", id);
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    String body =
        message
            .replace("EVENT", event)
            .replace("TEXT", json(event))
            .replace("BASE64", json(Base64.getMimeEncoder().encodeToString(bytes)))
            .replace("\"ID\"", json(id));

    send(body).statusCode(200).body("summary", is(Map.of("joined", 1)));

    assertEquals(PROD, group(ResourceKind.DISK, id));
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void joinsWhatWasBoughtInTheConsole(ResourceKind kind) {
    String id = create(kind, "env", "prod");
    String record =
        json(
            Map.of(
                "eventName", "Create",
                "eventType", "ConsoleOperation",
                "eventTime", "2026-06-18T08:00:00Z",
                "serviceName", "Ecs",
                "acsRegion", REGION,
                "requestParameters", Map.of(),
                "referencedResources", Map.of(kind.auditType(), List.of(id))));

    send(record).statusCode(200).body("summary", is(Map.of("joined", 1)));

    assertEquals(PROD, group(kind, id));
  }

  @Test
  void readsQuotedAndEncodedHeaders() {
    String id = create(ResourceKind.DISK, "env", "prod");

    given()
        .header("ce-specversion", "\"1.0\"")
        .header("ce-type", "\"ecs:ActionTrail:ApiCall\"")
        .header("ce-source", "acs%2Eecs")
        .header("ce-id", "\"e%201\"")
        .body(DISK.replace("ID", id))
        .post("/events")
        .then()
        .statusCode(200)
        .body("outcomes[0].event", is("e 1"))
        .body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void readsHeadersWithUnderscores() {
    String id = create(ResourceKind.DISK, "env", "prod");

    given()
        .header("Ce_Type", "ecs:ActionTrail:ApiCall")
        .header("ce_source", "acs.ecs")
        .header("ce_id", "e-1")
        .body(DISK.replace("ID", id))
        .post("/events")
        .then()
        .statusCode(200)
        .body("outcomes[0].event", is("e-1"))
        .body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void answers400ToDataThatIsNoBase64() {
    send("{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"data_base64\":\"?\"}")
        .statusCode(400)
        .body("pointer", is("/data_base64"));
  }
}
