package dev.tagjoin.deploy;

import static dev.tagjoin.deploy.DeploymentFacts.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code function.yaml}, the Terraform module and the ROS template deploy the same function. */
class FunctionDeploymentsTest {

  static Stream<FunctionDeployment> deployments() throws IOException {
    return FunctionDeployment.all().stream();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void functionIsTheDocumentedOne(FunctionDeployment deployment) {
    assertContains(DeploymentFacts.FUNCTION, deployment.function(), "");
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void memoryFitsTheProcessor(FunctionDeployment deployment) {
    double cpu = deployment.function().path("cpu").asDouble();
    int memory = deployment.function().path("memorySize").asInt();

    assertTrue(memory / 1024.0 >= cpu && memory / 1024.0 <= 4 * cpu, cpu + ", " + memory);
    assertEquals(0, memory % 64);
    assertEquals(0, Math.round(cpu * 100) % 5);
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void settingsAreKnownAndStartWithADryRun(FunctionDeployment deployment) throws Exception {
    JsonNode variables = deployment.function().path("environmentVariables");

    Set<String> unknown = new TreeSet<>();
    variables.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(DeploymentFacts.settings());
    assertEquals(Set.of(), unknown);
    assertEquals("platform", variables.path("TAGJOIN_AUTH").asText());
    JsonNode dryRun = variables.path("TAGJOIN_DRY_RUN");
    assertTrue(dryRun.has("Ref") || dryRun.asBoolean(), dryRun::toString);
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void failedEventsAreRetriedAndKept(FunctionDeployment deployment) {
    ObjectNode async = deployment.async().deepCopy();
    async.withObject("/destinationConfig/onFailure").put("destination", deployment.destination());

    assertContains(DeploymentFacts.ASYNC, async, "");
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void eventPatternsAreThoseOfThePage(FunctionDeployment deployment) throws IOException {
    Set<JsonNode> patterns = new HashSet<>();
    for (JsonNode config : deployment.triggers().get("eventbridge")) {
      patterns.add(FunctionDeployment.pattern(config));
      assertTrue(config.path("triggerEnable").booleanValue());
      assertTrue(config.path("asyncInvocationType").booleanValue(), "would not be retried");
      assertEquals("Default", config.at("/eventSourceConfig/eventSourceType").asText());
    }

    assertEquals(DeploymentFacts.patterns(), patterns);
  }

  @Test
  void everyPatternFileIsThatOfThePage() throws IOException {
    Set<JsonNode> patterns = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("deploy/patterns"))) {
      for (Path file : files.toList()) {
        patterns.add(json(Files.readString(file)));
      }
    }

    assertEquals(DeploymentFacts.patterns(), patterns);
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void httpTriggerAsksForASignature(FunctionDeployment deployment) {
    assertEquals(List.of(DeploymentFacts.HTTP_TRIGGER), deployment.triggers().get("http"));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void timerStartsASweepWithoutForce(FunctionDeployment deployment) {
    ObjectNode timer = deployment.triggers().get("timer").get(0).deepCopy();
    JsonNode payload = timer.path("payload");
    timer.set("payload", payload.isTextual() ? json(payload.textValue()) : payload);

    assertEquals(DeploymentFacts.TIMER_TRIGGER, timer);
    assertEquals(1, deployment.triggers().get("timer").size());
  }

  @Test
  void rosRoleIsAllowedWhatTheDocumentedPoliciesAllow() throws IOException {
    JsonNode resources = YamlFile.read(FunctionDeployment.ROS).path("Resources");

    assertEquals(
        DeploymentFacts.permissions(
            "function.json", "doctor.json", "assume-members.json", "deliver.json"),
        DeploymentFacts.permissions(resources.at("/Policy/Properties/PolicyDocument/Statement")));
    assertEquals(
        json(read("docs/policies/trust-function-compute.json")),
        resources.at("/Role/Properties/AssumeRolePolicyDocument"));
  }

  @Test
  void terraformRoleTakesTheDocumentedPolicies() throws IOException {
    TerraformModule module = TerraformModule.read(FunctionDeployment.TERRAFORM);
    String main = read(FunctionDeployment.TERRAFORM + "/main.tf");

    String statements = module.local("statements").asText();
    for (String file :
        List.of("function.json", "doctor.json", "assume-members.json", "deliver.json")) {
      assertTrue(statements.contains("local.policies}/" + file), file);
    }
    assertEquals("${path.module}/../../../docs/policies", module.local("policies").asText());
    String policies =
        read("docs/policies/function.json")
            + read("docs/policies/deliver.json")
            + read("docs/policies/assume-members.json");
    for (String narrowed :
        List.of(
            "acs:ecs:*:*:",
            "acs:mns:*:*:/queues/tagjoin-failed",
            "acs:log:*:*:project/*",
            "logstore/tagjoin",
            "tagjoin-member")) {
      assertTrue(main.contains("\"" + narrowed + "\""), narrowed);
      assertTrue(policies.contains(narrowed), () -> "nothing to narrow: " + narrowed);
    }
  }

  @Test
  void changedPackageIsAChangeOfTheFunction() throws IOException {
    TerraformModule module = TerraformModule.read(FunctionDeployment.TERRAFORM);

    assertTrue(
        module
            .resource("alicloud_fcv3_function", "this")
            .path("description")
            .asText()
            .contains("${local.digest}"));
    assertTrue(module.local("digest").asText().contains("filesha256(var.package)"));
  }

  @Test
  void everyVariableAndOutputIsDescribed() throws IOException {
    TerraformModule module = TerraformModule.read(FunctionDeployment.TERRAFORM);

    for (String type : List.of("variable", "output")) {
      Map<String, JsonNode> named = module.named(type);
      assertFalse(named.isEmpty(), type);
      named.forEach((name, block) -> assertTrue(block.path("description").isTextual(), name));
    }
    JsonNode parameters = YamlFile.read(FunctionDeployment.ROS).path("Parameters");
    assertFalse(parameters.isEmpty());
    for (JsonNode parameter : parameters) {
      assertTrue(
          parameter.has("Description") || parameter.path("Type").asText().equals("Number"),
          parameter::toString);
    }
  }

  @Test
  void examplesGiveTheModuleVariablesThatItHas() throws IOException {
    Set<String> variables = new TreeSet<>(Set.of("source", "providers"));
    variables.addAll(TerraformModule.read(FunctionDeployment.TERRAFORM).named("variable").keySet());

    for (String example : List.of("one-region", "several-regions")) {
      TerraformModule caller =
          TerraformModule.read(FunctionDeployment.TERRAFORM + "/examples/" + example);
      assertFalse(caller.named("module").isEmpty(), example);
      for (JsonNode call : caller.named("module").values()) {
        assertEquals("../..", call.path("source").asText());
        call.fieldNames().forEachRemaining(n -> assertTrue(variables.contains(n), n));
      }
    }
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  /** The second has every member of the first; it may have more. */
  private static void assertContains(JsonNode expected, JsonNode actual, String at) {
    if (expected.isObject()) {
      expected
          .properties()
          .forEach(
              e -> assertContains(e.getValue(), actual.path(e.getKey()), at + "/" + e.getKey()));
    } else {
      assertEquals(expected, actual, at);
    }
  }
}
