package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tagjoin.FunctionTest;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Keeps docs/openapi.yaml in step with what the function does. */
@QuarkusTest
class OpenApiTest extends FunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode DOCUMENT = read();
  private static final String PROBLEM = "application/problem+json";

  private static JsonNode read() {
    try {
      String yaml = Files.readString(java.nio.file.Path.of("docs/openapi.yaml"));
      return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One call of the document. */
  record Operation(String method, String path, JsonNode node) {
    JsonNode responses() {
      return node.get("responses");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operations.add(new Operation(operation.getKey(), path.getKey(), operation.getValue()));
      }
    }
    return operations;
  }

  static Operation operation(String method, String path) {
    return operations().stream()
        .filter(o -> o.method().equals(method) && o.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(method + " " + path + " is not described"));
  }

  /** A node, or what its {@code $ref} points to. */
  private static JsonNode resolve(JsonNode node) {
    JsonNode ref = node.get("$ref");
    if (ref == null) {
      return node;
    }
    JsonNode target = DOCUMENT.at(ref.textValue().substring(1));
    assertFalse(target.isMissingNode(), () -> ref + " points nowhere");
    return resolve(target);
  }

  // ---- the document against the code

  @Test
  void describesEveryCallAndNoOther() {
    Set<String> served = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tagjoin.http")) {
      if (!type.isAnnotatedWith(Path.class)) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        String verb =
            method.isAnnotatedWith(GET.class)
                ? "get"
                : method.isAnnotatedWith(POST.class)
                    ? "post"
                    : method.isAnnotatedWith(PUT.class) ? "put" : null;
        if (verb != null) {
          String path = type.getAnnotationOfType(Path.class).value();
          if (method.isAnnotatedWith(Path.class)) {
            path = path + "/" + method.getAnnotationOfType(Path.class).value();
          }
          served.add(verb + " " + path.replaceAll("/+", "/") + parameters(method));
        }
      }
    }
    Set<String> described = new TreeSet<>();
    for (Operation operation : operations()) {
      Set<String> names = new TreeSet<>();
      operation.node().path("parameters").forEach(p -> names.add(p.get("name").textValue()));
      described.add(operation + " " + names);
    }
    assertEquals(served, described);
  }

  private static String parameters(JavaMethod method) {
    Set<String> names = new TreeSet<>();
    method.getParameters().stream()
        .filter(p -> p.isAnnotatedWith(QueryParam.class))
        .forEach(p -> names.add(p.getAnnotationOfType(QueryParam.class).value()));
    return " " + names;
  }

  @Test
  void namesAreThoseOfTheFunction() {
    assertEquals(
        Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList(), words("Type"));
    assertEquals(Arrays.stream(Status.values()).map(Status::toString).toList(), words("Result"));
  }

  private static List<String> words(String schema) {
    JsonNode words = DOCUMENT.at("/components/schemas/" + schema + "/enum");
    return StreamSupport.stream(words.spliterator(), false).map(JsonNode::textValue).toList();
  }

  @Test
  void resolvesEveryReference() {
    List<JsonNode> refs = DOCUMENT.findValues("$ref");
    assertTrue(refs.size() > 50, "references are found");
    refs.forEach(ref -> resolve(JSON.createObjectNode().set("$ref", ref)));
  }

  // ---- the document against what is answered

  @Test
  void acceptsExamplesOfRequests() {
    int sent = 0;
    for (Operation operation : operations()) {
      JsonNode body =
          resolve(operation.node().path("requestBody")).at("/content/application~1json");
      for (Map.Entry<String, JsonNode> example : body.path("examples").properties()) {
        JsonNode value = resolve(example.getValue()).get("value");
        assertFits(value, body.get("schema"), operation + " takes " + example.getKey());
        assertEquals(200, call(operation, value.toString()), operation + " " + example.getKey());
        sent++;
      }
    }
    assertTrue(sent >= 8, sent + " examples");
  }

  @Test
  void describesAnswersInExamples() {
    int seen = 0;
    for (Operation operation : operations()) {
      for (JsonNode response : operation.responses()) {
        for (JsonNode content : resolve(response).path("content")) {
          for (JsonNode example : content.path("examples")) {
            assertFits(
                resolve(example).get("value"), content.get("schema"), operation + " answers");
            seen++;
          }
        }
      }
    }
    assertTrue(seen >= 4, seen + " examples");
  }

  /** Every status but 401, for which see SignedCallersTest, comes about as described. */
  @Test
  void answersEveryEventStatusAsDescribed() {
    for (String path : List.of("/events", "/invoke")) {
      Operation events = operation("post", path);
      Set<String> seen = new TreeSet<>(Set.of("401"));
      seen.add(status(events, tagEvent(ResourceKind.INSTANCE, create(ResourceKind.INSTANCE))));
      seen.add(status(events, "{"));
      seen.add(status(events, "[" + " ".repeat(1 << 20) + "]"));
      ecs.faults().failNext("DescribeInstances", "Throttling.User", 400, "slow down", 20);
      seen.add(status(events, tagEvent(ResourceKind.INSTANCE, newId(ResourceKind.INSTANCE))));
      ecs.faults().clear();
      String asks = create(ResourceKind.DISK, "env", "prod");
      ecs.faults().failNext("JoinResourceGroup", "Forbidden.RAM", 403, "not yours", 1);
      seen.add(status(events, tagEvent(ResourceKind.DISK, asks)));
      assertEquals(documented(events), seen, path);
    }
  }

  @Test
  void answersEveryExplainStatusAsDescribed() {
    Operation explain = operation("post", "/explain");
    String known = ref(create(ResourceKind.INSTANCE), "cn-hangzhou", null);
    Set<String> seen = new TreeSet<>(Set.of("401"));
    seen.add(status(explain, known));
    seen.add(status(explain, "[]"));
    seen.add(status(explain, "[" + " ".repeat(1 << 20) + "]"));
    seen.add(status(explain, ref("i-none", "cn-hangzhou", null)));
    seen.add(status(explain, ref("i-none", "cn-hangzhou", "6543210987654321")));
    ecs.faults().failNext("DescribeInstances", "Forbidden.RAM", 403, "not yours", 1);
    seen.add(status(explain, known));
    ecs.faults().failNext("DescribeInstances", "Throttling.User", 400, "slow down", 20);
    seen.add(status(explain, known));
    assertEquals(documented(explain), seen);
  }

  @Test
  void answersEverySweepStatusAsDescribed() {
    Operation sweep = operation("post", "/sweep");
    String disks =
        "{\"regions\":[\"cn-hangzhou\"],\"types\":[\"disk\"],\"dryRun\":false,\"force\":true}";
    Set<String> seen = new TreeSet<>(Set.of("401"));
    seen.add(status(sweep, disks.replace("false", "true")));
    seen.add(status(sweep, "{\"regoins\":[]}"));
    seen.add(status(sweep, "[" + " ".repeat(1 << 20) + "]"));
    create(ResourceKind.DISK, "env", "prod");
    ecs.faults().failNext("JoinResourceGroup", "Forbidden.RAM", 403, "not yours", 1000);
    seen.add(status(sweep, disks));
    ecs.faults().clear();
    ecs.faults().failNext("JoinResourceGroup", "InvalidSecurityToken.Expired", 400, "old", 1000);
    seen.add(status(sweep, disks));
    assertEquals(documented(sweep), seen);
  }

  @Test
  void answersCallsWithoutBodyAsDescribed() {
    for (Operation operation : operations()) {
      if (operation.method().equals("get") || operation.path().equals("/initialize")) {
        int status = call(operation, "");
        // readiness is down for a minute after another test had the keys refused
        boolean isReadiness = operation.path().endsWith("/ready") && status == 503;
        assertTrue(status == 200 || isReadiness, () -> operation + " answers " + status);
      }
    }
  }

  @Test
  void answersEveryDoctorStatusAsDescribed() {
    Operation doctor = operation("get", "/doctor");
    Set<String> seen = new TreeSet<>(Set.of("401"));
    seen.add(String.valueOf(call(doctor, "?region=cn-hangzhou", "")));
    seen.add(String.valueOf(call(doctor, "?region=a.example", "")));
    assertEquals(documented(doctor), seen);
  }

  private static String ref(String id, String region, String account) {
    ObjectNode ref =
        JSON.createObjectNode().put("type", "instance").put("id", id).put("region", region);
    return (account == null ? ref : ref.put("account", account)).toString();
  }

  private static Set<String> documented(Operation operation) {
    Set<String> statuses = new TreeSet<>();
    operation.responses().fieldNames().forEachRemaining(statuses::add);
    return statuses;
  }

  private static String status(Operation operation, String body) {
    return String.valueOf(call(operation, body));
  }

  /** Makes a call and holds its answer against the document. */
  static int call(Operation operation, String body) {
    return call(operation, "", body);
  }

  private static int call(Operation operation, String query, String body) {
    Response answer =
        given()
            .contentType("application/json")
            .body(body)
            .request(
                operation.method().toUpperCase(java.util.Locale.ROOT), operation.path() + query);
    int status = answer.statusCode();
    String text = answer.asString();
    JsonNode response = operation.responses().get(String.valueOf(status));
    assertTrue(response != null, operation + " is not described to answer " + status + " " + text);
    JsonNode described = resolve(response);
    described
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> assertTrue(answer.headers().hasHeaderWithName(name), operation + ": " + name));
    JsonNode content = described.path("content");
    if (content.isMissingNode()) {
      assertEquals("", text, operation.toString());
    } else {
      String type = content.has(PROBLEM) ? PROBLEM : "application/json";
      assertTrue(answer.contentType().startsWith(type), operation + " " + answer.contentType());
      assertFits(
          tree(text), content.get(type).get("schema"), operation + " " + status + " " + text);
    }
    return status;
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static void assertFits(JsonNode value, JsonNode schema, String what) {
    ObjectNode root = schema.deepCopy();
    root.set("components", DOCUMENT.get("components"));
    assertEquals(
        Set.of(),
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(root)
            .validate(value),
        what);
  }
}
