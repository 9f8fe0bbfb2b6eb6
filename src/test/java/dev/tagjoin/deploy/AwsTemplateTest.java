package dev.tagjoin.deploy;

import static dev.tagjoin.deploy.DeploymentFacts.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The SAM template of the Lambda side. */
class AwsTemplateTest {
  private static final Set<String> SECRETS =
      Set.of("TAGJOIN_TOKEN", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET");

  private final JsonNode template;
  private final JsonNode resources;

  AwsTemplateTest() throws IOException {
    template = YamlFile.read("deploy/aws/template.yaml");
    resources = template.path("Resources");
  }

  private JsonNode properties(String resource) {
    return resources.path(resource).path("Properties");
  }

  private List<JsonNode> ofType(String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode resource : resources) {
      if (resource.path("Type").asText().equals(type)) {
        found.add(resource.path("Properties"));
      }
    }
    return found;
  }

  private List<Map.Entry<String, JsonNode>> variables() {
    List<Map.Entry<String, JsonNode>> variables = new ArrayList<>();
    variables.addAll(template.at("/Globals/Function/Environment/Variables").properties());
    for (String function : List.of("Events", "Sweep")) {
      variables.addAll(properties(function).at("/Environment/Variables").properties());
    }
    return variables;
  }

  @Test
  void functionUrlHasBothPermissions() {
    Set<String> actions = new TreeSet<>();
    for (JsonNode permission : ofType("AWS::Lambda::Permission")) {
      actions.add(permission.path("Action").asText());
      assertEquals("*", permission.path("Principal").asText());
      assertTrue(
          permission.path("InvokedViaFunctionUrl").asBoolean()
              || permission.path("FunctionUrlAuthType").asText().equals("NONE"),
          "lets in more than the URL");
    }

    assertEquals(Set.of("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"), actions);
    assertEquals("NONE", properties("EventsUrlConfig").path("AuthType").asText());
  }

  @Test
  void settingsAreKnownAndSecretsAreResolved() throws ReflectiveOperationException {
    assertFalse(variables().isEmpty());
    for (Map.Entry<String, JsonNode> variable : variables()) {
      assertTrue(DeploymentFacts.settings().contains(variable.getKey()), variable.getKey());
      assertEquals(
          SECRETS.contains(variable.getKey()),
          variable.getValue().path("Fn::Sub").asText().startsWith("{{resolve:secretsmanager:"),
          variable.getKey());
    }
  }

  @Test
  void eventsAreSignedAndTheSweepHasNoUrl() {
    JsonNode auth = properties("Events").at("/Environment/Variables/TAGJOIN_AUTH/Fn::If");

    assertEquals(json("[\"HasPublicUrl\", \"eventbridge\", \"deny\"]"), auth);
    assertEquals(
        "platform", properties("Sweep").at("/Environment/Variables/TAGJOIN_AUTH").asText());
    assertEquals(1, ofType("AWS::Lambda::Url").size());
    assertEquals(
        "Events.Arn", properties("EventsUrlConfig").at("/TargetFunctionArn/Fn::GetAtt").asText());
  }

  @Test
  void functionRunsTheExecutable() {
    JsonNode function = template.at("/Globals/Function");

    assertEquals("provided.al2023", function.path("Runtime").asText());
    assertEquals("../../target/function.zip", function.path("CodeUri").asText());
    assertEquals(256, function.path("MemorySize").asInt());
    assertTrue(properties("Events").path("Timeout").asInt() > 25);
    assertEquals(900, properties("Sweep").path("Timeout").asInt());
  }

  @Test
  void scheduleCallsTheSweepInTheFormOfARequest() {
    JsonNode request = sweepRequest();

    assertEquals("2.0", request.path("version").asText());
    assertEquals("POST", request.at("/requestContext/http/method").asText());
    assertEquals("/sweep", request.path("rawPath").asText());
    assertEquals("/sweep", request.at("/requestContext/http/path").asText());
    JsonNode body = json(request.path("body").textValue());
    assertEquals(json("{\"dryRun\": false, \"maxMoves\": 10000}"), body);
  }

  private JsonNode sweepRequest() {
    return json(properties("Sweep").at("/Events/Nightly/Properties/Input").textValue());
  }

  @Test
  void refusedRaisesAnAlarmOnBothFunctions() {
    Set<String> watched = new TreeSet<>();
    for (JsonNode alarm : ofType("AWS::CloudWatch::Alarm")) {
      assertEquals(json("[{\"Ref\": \"Alarms\"}]"), alarm.path("AlarmActions"));
      if (alarm.path("MetricName").asText().equals("refused")) {
        assertEquals("tagjoin", alarm.path("Namespace").asText());
        assertEquals("function", alarm.at("/Dimensions/0/Name").asText());
        watched.add(alarm.at("/Dimensions/0/Value/Ref").asText());
      }
    }

    assertEquals(Set.of("Events", "Sweep"), watched);
  }

  @Test
  void logsAreKeptForALimitedTime() {
    assertEquals(2, ofType("AWS::Logs::LogGroup").size());
    for (JsonNode group : ofType("AWS::Logs::LogGroup")) {
      assertEquals("LogRetentionDays", group.at("/RetentionInDays/Ref").asText());
    }
  }
}
