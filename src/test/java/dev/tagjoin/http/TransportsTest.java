package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route by every transport: whatever carries the news, the instance moves. */
@QuarkusTest
class TransportsTest extends FunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How the news of a tag change is worded. */
  enum Route {
    ECS_AUDIT("acs.ecs", "ecs:ActionTrail:ApiCall") {
      @Override
      Map<String, ?> data(String id) {
        return Map.of(
            "eventName",
            "TagResources",
            "serviceName",
            "Ecs",
            "acsRegion",
            REGION,
            "recipientAccountId",
            EmbeddedAccount.ID,
            "requestParameters",
            Map.of("ResourceType", "instance", "ResourceId.1", id));
      }
    },
    TAG_AUDIT("acs.tag", "tag:ActionTrail:ApiCall") {
      @Override
      Map<String, ?> data(String id) {
        return Map.of(
            "eventName",
            "TagResources",
            "serviceName",
            "Tag",
            "acsRegion",
            REGION,
            "recipientAccountId",
            EmbeddedAccount.ID,
            "requestParameters",
            Map.of("ResourceARN.1", "arn:acs:ecs:*:*:instance/" + id));
      }
    },
    CONFIG("acs.ecs", "ecs:Config:ConfigurationItemChangeNotification") {
      @Override
      Map<String, ?> data(String id) {
        return Map.of(
            "accountId", EmbeddedAccount.ID,
            "regionId", REGION,
            "resourceId", id,
            "resourceName", "a display name",
            "resourceType", "ACS::ECS::Instance",
            "resourceEventType", "MODIFY",
            "tags", "{\"env\":\"stale\"}");
      }
    },
    TAG_CHANGE("acs.tag", "tag:Tag:ChangeOnResource") {
      @Override
      Map<String, ?> data(String id) {
        return Map.of(
            "product",
            "ecs",
            "resourceType",
            "instance",
            "resourceId",
            id,
            "regionId",
            REGION,
            "changedTagKeys",
            List.of("env"),
            "tags",
            Map.of("env", "stale"));
      }
    },
    DIRECT("somebody", "anything") {
      @Override
      Map<String, ?> data(String id) {
        return Map.of(
            "resources",
            List.of(
                Map.of(
                    "type",
                    "instance",
                    "id",
                    id,
                    "region",
                    REGION,
                    "account",
                    EmbeddedAccount.ID)));
      }
    };

    private final String source;
    private final String type;

    Route(String source, String type) {
      this.source = source;
      this.type = type;
    }

    abstract Map<String, ?> data(String id);

    Map<String, ?> envelope(String id) {
      return Map.of(
          "id",
          "event-of-" + id,
          "source",
          source,
          "specversion",
          "1.0",
          "type",
          type,
          "aliyunaccountid",
          EmbeddedAccount.ID,
          "aliyunregionid",
          REGION,
          "aliyunpublishtime",
          "2026-06-18T16:00:00.412PRC",
          "data",
          data(id));
    }
  }

  /** How a request carries it. */
  enum Transport {
    STRUCTURED {
      @Override
      ValidatableResponse send(Route route, String id) {
        return request("application/cloudevents+json", json(route.envelope(id)))
            .post("/events")
            .then();
      }
    },
    NO_CONTENT_TYPE {
      @Override
      ValidatableResponse send(Route route, String id) {
        return given()
            .noContentType()
            .body(json(route.envelope(id)).getBytes(StandardCharsets.UTF_8))
            .post("/events")
            .then();
      }
    },
    BINARY {
      @Override
      ValidatableResponse send(Route route, String id) {
        return request("application/json", json(route.data(id)))
            .header("ce-id", "event-of-" + id)
            .header("ce-source", route.source)
            .header("ce-type", route.type)
            .header("ce-specversion", "1.0")
            .header("CE-AliyunAccountId", EmbeddedAccount.ID)
            .post("/events")
            .then();
      }
    },
    BATCH {
      @Override
      ValidatableResponse send(Route route, String id) {
        return request("application/cloudevents-batch+json", "[" + json(route.envelope(id)) + "]")
            .post("/events")
            .then();
      }
    },
    BARE_DATA {
      @Override
      ValidatableResponse send(Route route, String id) {
        return request("application/json", json(route.data(id))).post("/events").then();
      }
    },
    GZIP {
      @Override
      ValidatableResponse send(Route route, String id) {
        return given()
            .header("Content-Type", "application/octet-stream")
            .header("Content-Encoding", "gzip")
            .body(gzip(json(route.envelope(id))))
            .post("/events")
            .then();
      }
    },
    INVOKE {
      @Override
      ValidatableResponse send(Route route, String id) {
        return request("application/octet-stream", json(route.envelope(id)))
            .post("/invoke")
            .then()
            .header("x-fc-status", "200");
      }
    };

    abstract ValidatableResponse send(Route route, String id);

    private static RequestSpecification request(String type, String body) {
      return given().header("Content-Type", type).body(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Stream<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (Route route : Route.values()) {
      for (Transport transport : Transport.values()) {
        cells.add(Arguments.of(route, transport));
      }
    }
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void movesInstanceByItsPresentTags(Route route, Transport transport) {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    transport
        .send(route, id)
        .statusCode(200)
        .body("outcomes.outcome", contains("joined"))
        .body("outcomes[0].resource.account", is(EmbeddedAccount.ID))
        .body("outcomes[0].to", is(PROD));
    assertEquals(PROD, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void answers413ForGzipBomb() {
    given()
        .header("Content-Type", "application/octet-stream")
        .header("Content-Encoding", "gzip")
        .body(gzip("[\"" + "x".repeat(20 << 20) + "\"]"))
        .post("/events")
        .then()
        .statusCode(413)
        .body("status", is(413));
  }

  @Test
  void brokenGzipIsA400() {
    given()
        .header("Content-Type", "application/octet-stream")
        .header("Content-Encoding", "gzip")
        .body(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3})
        .post("/events")
        .then()
        .statusCode(400)
        .body("detail", containsString("gzip"));
  }

  @Test
  void handlesBatchEventByEvent() throws IOException {
    String first = create(ResourceKind.INSTANCE, "env", "prod");
    String second = create(ResourceKind.INSTANCE, "team", "payments");
    JsonNode foreign =
        JSON.readTree(
            "{\"id\":\"o1\",\"source\":\"acs.oss\",\"specversion\":\"1.0\","
                + "\"type\":\"oss:ObjectCreated:PutObject\",\"data\":{}}");
    String body =
        json(
            List.of(
                Route.ECS_AUDIT.envelope(first),
                foreign,
                "no event",
                Route.CONFIG.envelope(second),
                Route.ECS_AUDIT.envelope(first)));
    given()
        .contentType("application/json")
        .body(body)
        .post("/events")
        .then()
        .statusCode(200)
        .body("outcomes.outcome", contains("joined", "ignored", "ignored", "joined", "ignored"))
        .body("outcomes[2].reason", containsString("element 2"))
        .body("summary.joined", is(2));
  }
}
