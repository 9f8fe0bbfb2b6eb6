package dev.tagjoin.deploy;

import static dev.tagjoin.deploy.DeploymentFacts.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The Terraform module of the Lambda side deploys what the SAM template deploys. */
class AwsTerraformTest {
  private static final String MODULE = "deploy/terraform/aws";
  private static final List<String> FUNCTIONS = List.of("events", "sweep");

  private final TerraformModule module;
  private final JsonNode template;

  AwsTerraformTest() throws IOException {
    module = TerraformModule.read(MODULE);
    template = YamlFile.read("deploy/aws/template.yaml");
  }

  /** A resource of the template; its functions are named as in the module, with a capital. */
  private JsonNode properties(String resource) {
    return template.path("Resources").path(resource).path("Properties");
  }

  private JsonNode function(String name) {
    return properties(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
  }

  @Test
  void functionsAreThoseOfTheTemplate() {
    JsonNode function = module.resource("aws_lambda_function", "this");
    JsonNode shared = template.at("/Globals/Function");

    assertEquals(shared.path("Runtime"), function.path("runtime"));
    assertEquals(shared.path("Handler"), function.path("handler"));
    assertEquals(shared.path("Architectures"), function.path("architectures"));
    assertEquals(shared.path("MemorySize"), function.path("memory_size"));
    assertEquals("${filebase64sha256(var.package)}", function.path("source_code_hash").asText());
    assertEquals("Text", function.at("/logging_config/log_format").asText());
    for (String name : FUNCTIONS) {
      assertEquals(
          function(name).path("Timeout"), module.local("functions").at("/" + name + "/timeout"));
    }
  }

  @Test
  void functionsHaveTheSettingsOfTheTemplate() {
    for (String name : FUNCTIONS) {
      assertEquals(
          names(
              template.at("/Globals/Function/Environment/Variables"),
              function(name).at("/Environment/Variables")),
          names(module.local("settings"), module.local("functions").at("/" + name + "/settings")));
    }
    JsonNode events = module.local("functions").at("/events/settings");
    assertEquals(
        "${var.public_url == \"\" ? \"deny\" : \"eventbridge\"}",
        events.path("TAGJOIN_AUTH").asText());
    assertEquals("platform", module.local("functions").at("/sweep/settings/TAGJOIN_AUTH").asText());
    assertTrue(module.local("settings").path("TAGJOIN_DRY_RUN").booleanValue());
  }

  private static Set<String> names(JsonNode... objects) {
    Set<String> names = new TreeSet<>();
    for (JsonNode object : objects) {
      object.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  @Test
  void secretsComeFromTheSameMembersOfTheSecret() {
    ObjectNode settings = module.local("settings").deepCopy();
    settings.setAll((ObjectNode) module.local("functions").at("/events/settings"));
    Map<String, String> expected = new TreeMap<>();
    List<JsonNode> variables =
        List.of(
            template.at("/Globals/Function/Environment/Variables"),
            properties("Events").at("/Environment/Variables"));
    for (JsonNode group : variables) {
      for (Map.Entry<String, JsonNode> variable : group.properties()) {
        String source = variable.getValue().path("Fn::Sub").asText();
        if (source.startsWith("{{resolve:secretsmanager:")) {
          String member = source.replaceAll(".*:|}}", "");
          expected.put(variable.getKey(), "${local.secret." + member + "}");
        }
      }
    }

    assertEquals(3, expected.size());
    expected.forEach((name, value) -> assertEquals(value, settings.path(name).asText(), name));
    assertTrue(
        module.local("secret").asText().contains("data.aws_secretsmanager_secret_version."),
        "a secret that is not read from Secrets Manager");
  }

  @Test
  void functionUrlHasBothPermissions() {
    JsonNode url = module.resource("aws_lambda_permission", "url");
    JsonNode invoke = module.resource("aws_lambda_permission", "invoke");
    JsonNode expectedUrl = properties("EventsUrlPermission");
    JsonNode expectedInvoke = properties("EventsInvokePermission");

    assertEquals(expectedUrl.path("Action"), url.path("action"));
    assertEquals(expectedUrl.path("Principal"), url.path("principal"));
    assertEquals(expectedUrl.path("FunctionUrlAuthType"), url.path("function_url_auth_type"));
    assertEquals(expectedInvoke.path("Action"), invoke.path("action"));
    assertEquals(expectedInvoke.path("Principal"), invoke.path("principal"));
    assertEquals(
        expectedInvoke.path("InvokedViaFunctionUrl"), invoke.path("invoked_via_function_url"));
    assertEquals(
        properties("EventsUrlConfig").path("AuthType"),
        module.resource("aws_lambda_function_url", "events").path("authorization_type"));
    for (JsonNode permission : List.of(url, invoke)) {
      assertEquals(
          "${aws_lambda_function.this[\"events\"].function_name}",
          permission.path("function_name").asText());
    }
  }

  @Test
  void scheduleMakesTheSameCall() {
    JsonNode schedule = module.resource("aws_scheduler_schedule", "nightly");
    JsonNode expected = properties("Sweep").at("/Events/Nightly/Properties");

    ObjectNode input = json(expected.path("Input").textValue()).deepCopy();
    input.set("body", json(input.path("body").textValue()));
    assertEquals(input, schedule.at("/target/input"));
    assertEquals(expected.path("ScheduleExpression"), schedule.path("schedule_expression"));
    assertEquals(
        expected.at("/RetryPolicy/MaximumRetryAttempts"),
        schedule.at("/target/retry_policy/maximum_retry_attempts"));
    assertEquals("${aws_lambda_function.this[\"sweep\"].arn}", schedule.at("/target/arn").asText());
  }

  @Test
  void alarmsAreThoseOfTheTemplate() {
    Set<String> expected = new TreeSet<>();
    for (JsonNode resource : template.path("Resources")) {
      if (resource.path("Type").asText().equals("AWS::CloudWatch::Alarm")) {
        JsonNode alarm = resource.path("Properties");
        expected.add(
            String.join(
                " ",
                alarm.path("Namespace").asText(),
                alarm.path("MetricName").asText(),
                alarm.at("/Dimensions/0/Name").asText(),
                alarm.at("/Dimensions/0/Value/Ref").asText().toLowerCase(Locale.ROOT),
                alarm.path("EvaluationPeriods").asText(),
                alarm.path("AlarmDescription").asText()));
        assertSameCondition(alarm);
      }
    }
    Set<String> alarms = new TreeSet<>();
    for (JsonNode alarm : module.local("alarms")) {
      Map.Entry<String, JsonNode> dimension =
          alarm.path("dimensions").properties().iterator().next();
      alarms.add(
          String.join(
              " ",
              alarm.path("namespace").asText(),
              alarm.path("metric").asText(),
              dimension.getKey(),
              dimension.getValue().asText(),
              alarm.path("periods").asText(),
              alarm.path("description").asText()));
    }

    assertEquals(expected, alarms);
  }

  private void assertSameCondition(JsonNode expected) {
    JsonNode alarm = module.resource("aws_cloudwatch_metric_alarm", "this");
    assertEquals(expected.path("Statistic"), alarm.path("statistic"));
    assertEquals(expected.path("Period"), alarm.path("period"));
    assertEquals(expected.path("Threshold"), alarm.path("threshold"));
    assertEquals(expected.path("ComparisonOperator"), alarm.path("comparison_operator"));
    assertEquals(expected.path("TreatMissingData"), alarm.path("treat_missing_data"));
  }

  @Test
  void logsAreKeptAsLongAsThoseOfTheTemplate() {
    assertEquals(
        template.at("/Parameters/LogRetentionDays/Default"),
        module.resource("aws_cloudwatch_log_group", "this").path("retention_in_days"));
  }

  @Test
  void everyVariableIsDescribedAndTheExampleKnowsThem() throws IOException {
    Map<String, JsonNode> variables = module.named("variable");
    assertFalse(variables.isEmpty());
    variables.forEach((name, block) -> assertTrue(block.path("description").isTextual(), name));

    JsonNode call = TerraformModule.read(MODULE + "/example").named("module").get("tagjoin");
    for (Map.Entry<String, JsonNode> variable : variables.entrySet()) {
      boolean isGiven = call.has(variable.getKey());
      assertTrue(isGiven || variable.getValue().has("default"), variable.getKey());
    }
    Set<String> given = names(call);
    given.removeAll(variables.keySet());
    assertEquals(Set.of("source"), given);
  }
}
