package dev.tagjoin.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every deployment has to say. Event patterns come from {@code docs/events.md}, permissions
 * from {@code docs/policies} and settings from the code, so that a change there is enough to find
 * what no longer agrees.
 */
final class DeploymentFacts {
  static final ObjectMapper JSON = new ObjectMapper();

  /** The function on Function Compute, in the words of the component fc3. */
  static final JsonNode FUNCTION =
      json(
          """
          {
            "runtime": "custom.debian12", "handler": "index.handler",
            "customRuntimeConfig": {
              "command": ["/code/bootstrap"], "port": 9000,
              "healthCheckConfig": {
                "httpGetUrl": "/q/health/ready", "initialDelaySeconds": 0, "periodSeconds": 3,
                "timeoutSeconds": 1, "failureThreshold": 3, "successThreshold": 1}},
            "cpu": 0.35, "memorySize": 512, "diskSize": 512, "timeout": 60,
            "instanceConcurrency": 10, "internetAccess": true,
            "logConfig": {
              "enableRequestMetrics": true, "enableInstanceMetrics": true, "logBeginRule": "None"}
          }
          """);

  /** What becomes of asynchronous calls, the events, that fail. */
  static final JsonNode ASYNC =
      json(
          """
          {
            "maxAsyncRetryAttempts": 3, "maxAsyncEventAgeInSeconds": 3600,
            "destinationConfig": {"onFailure": {
              "destination": "acs:mns:*:*:/queues/tagjoin-failed/messages"}}
          }
          """);

  static final JsonNode HTTP_TRIGGER =
      json(
          """
          {"authType": "function", "disableURLInternet": false, "methods": ["GET", "POST"]}
          """);

  static final JsonNode TIMER_TRIGGER =
      json(
          """
          {"enable": true, "cronExpression": "0 0 3 * * *", "payload": {"sweep": {}}}
          """);

  private DeploymentFacts() {}

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The patterns of the section on ECS calls in {@code docs/events.md}. */
  static Set<JsonNode> patterns() throws IOException {
    String page = Files.readString(Path.of("docs/events.md"));
    String section = page.split("\n## A\\. ", 2)[1].split("\n## ", 2)[0];
    Set<JsonNode> patterns = new HashSet<>();
    for (String block : section.split("```", -1)) {
      if (block.startsWith("json\n")) {
        patterns.add(json(block.substring(5)));
      }
    }
    return patterns;
  }

  /** What files of {@code docs/policies} allow: {@code action on resource}. */
  static Set<String> permissions(String... files) throws IOException {
    Set<String> permissions = new TreeSet<>();
    for (String file : files) {
      permissions.addAll(
          permissions(json(Files.readString(Path.of("docs/policies", file))).path("Statement")));
    }
    return permissions;
  }

  /** What statements allow: {@code action on resource}, one for each pair. */
  static Set<String> permissions(JsonNode statements) {
    Set<String> permissions = new TreeSet<>();
    for (JsonNode statement : statements) {
      for (JsonNode action : elements(statement.path("Action"))) {
        for (JsonNode resource : elements(statement.path("Resource"))) {
          permissions.add(
              statement.path("Effect").asText() + " " + action.asText() + " on " + text(resource));
        }
      }
    }
    return permissions;
  }

  /** A text, or the text in {@code Fn::Sub}, with what differs between deployments as a star. */
  static String text(JsonNode node) {
    return node.path("Fn::Sub")
        .asText(node.asText())
        .replace("${Name}-${ALIYUN::TenantId}-${ALIYUN::Region}", "*")
        .replace("${ALIYUN::TenantId}", "*")
        .replace("${ALIYUN::Region}", "*")
        .replace("${Name}", "tagjoin")
        .replace("${MemberRole}", "tagjoin-member");
  }

  private static Iterable<JsonNode> elements(JsonNode node) {
    return node.isArray() ? node : Set.of(node);
  }

  /** The environment variables that the function knows. */
  static Set<String> settings() throws ReflectiveOperationException {
    Set<String> names =
        new TreeSet<>(
            Set.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                "ALIBABA_CLOUD_SECURITY_TOKEN"));
    Arrays.stream(Class.forName("dev.tagjoin.app.TagjoinConfig").getRecordComponents())
        .map(c -> c.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
        .forEach(name -> names.add("TAGJOIN_" + name));
    return names;
  }
}
