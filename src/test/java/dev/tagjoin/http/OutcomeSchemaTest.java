package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tagjoin.Captured;
import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/outcome.schema.json} describes the lines that the running function writes. */
@QuarkusTest
@TestProfile(OutcomeSchemaTest.Profile.class)
class OutcomeSchemaTest extends FunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("docs/outcome.schema.json");

  /** Lines are JSON, as in production. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tagjoin.log", "json", "tagjoin.deadline", "2s");
    }
  }

  private List<JsonNode> outcomes(Runnable requests) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Captured.printed(requests)) {
      if (line.contains("\"log\":\"outcome\"")) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private void writesEveryOutcomeBySchema() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    given().body(tagEvent(ResourceKind.INSTANCE, id)).post("/events?dryRun=true");
    given().body(tagEvent(ResourceKind.INSTANCE, id)).post("/events");
    given().body(tagEvent(ResourceKind.INSTANCE, id)).post("/events");
    given().body(tagEvent(ResourceKind.INSTANCE, create(ResourceKind.INSTANCE))).post("/events");
    given().body(tagEvent(ResourceKind.INSTANCE, newId(ResourceKind.INSTANCE))).post("/events");
    given()
        .body("{\"source\":\"acs.oss\",\"type\":\"x\",\"id\":\"1\",\"data\":{}}")
        .post("/events");
    ecs.faults().failNext("JoinResourceGroup", "Forbidden.RAM", 403, "not allowed", 1);
    String refused = create(ResourceKind.INSTANCE, "env", "prod");
    given().body(tagEvent(ResourceKind.INSTANCE, refused)).post("/events");
    ecs.faults()
        .failNext("JoinResourceGroup", "EntityExists.AssociatedTransferTasks", 400, "x", 99);
    String later = create(ResourceKind.INSTANCE, "env", "prod");
    given().body(tagEvent(ResourceKind.INSTANCE, later)).post("/events");
  }

  @Test
  void linesOfEveryOutcomeFitTheSchema() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(FILE));
    JsonNode described = schema.getSchemaNode().path("properties");

    Set<String> seen = new TreeSet<>();
    for (JsonNode line : outcomes(this::writesEveryOutcomeBySchema)) {
      assertEquals(Set.of(), schema.validate(line), line::toString);
      line.fieldNames().forEachRemaining(n -> assertTrue(described.has(n), n));
      seen.add(line.path("outcome").asText());
    }

    Set<String> documented = new TreeSet<>();
    described.at("/outcome/enum").forEach(name -> documented.add(name.asText()));
    assertEquals(documented, seen);
  }

  @Test
  void refusesWrongLine() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(FILE));

    for (String line :
        List.of(
            "{\"time\":\"2026-06-18T08:00:01Z\",\"log\":\"request\",\"outcome\":\"left\",\"ms\":1}",
            "{\"time\":\"2026-06-18T08:00:01Z\",\"log\":\"outcome\",\"outcome\":\"moved\",\"ms\":1}",
            "{\"time\":\"2026-06-18T08:00:01Z\",\"log\":\"outcome\",\"outcome\":\"joined\",\"ms\":1}",
            "{\"time\":\"2026-06-18T08:00:01Z\",\"log\":\"outcome\",\"outcome\":\"retry\",\"ms\":1}")) {
      assertTrue(!schema.validate(JSON.readTree(line)).isEmpty(), line);
    }
  }
}
