package dev.tagjoin.deploy;

import static dev.tagjoin.deploy.DeploymentFacts.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The container file, and how Kubernetes runs it. */
class ContainerTest {
  private final String file;
  private final JsonNode deployment;
  private final JsonNode service;

  ContainerTest() throws IOException {
    file = Files.readString(Path.of("src/main/docker/Dockerfile.native"));
    deployment = YamlFile.readAll("deploy/kubernetes/tagjoin.yaml").get(0);
    service = YamlFile.readAll("deploy/kubernetes/tagjoin.yaml").get(1);
  }

  private JsonNode container() {
    return deployment.at("/spec/template/spec/containers/0");
  }

  private Map<String, JsonNode> variables() {
    Map<String, JsonNode> variables = new TreeMap<>();
    container().path("env").forEach(v -> variables.put(v.path("name").asText(), v));
    return variables;
  }

  @Test
  void portIsThatOfTheFunction() {
    JsonNode facts = DeploymentFacts.FUNCTION.path("customRuntimeConfig");

    assertTrue(file.contains("\nEXPOSE " + facts.path("port").asInt() + "\n"), file);
    assertEquals(facts.path("port"), container().at("/ports/0/containerPort"));
    assertEquals(container().at("/ports/0/name"), service.at("/spec/ports/0/targetPort"));
    assertEquals(
        facts.at("/healthCheckConfig/httpGetUrl"), container().at("/readinessProbe/httpGet/path"));
    assertEquals("/q/health/live", container().at("/livenessProbe/httpGet/path").asText());
  }

  @Test
  void settingsAreKnownAndSecretsAreReferred() throws ReflectiveOperationException {
    Map<String, JsonNode> variables = variables();

    assertEquals("token", variables.get("TAGJOIN_AUTH").path("value").asText());
    assertEquals("true", variables.get("TAGJOIN_DRY_RUN").path("value").asText());
    Set<String> secrets = new TreeSet<>();
    variables.forEach(
        (name, variable) -> {
          if (!variable.path("value").isTextual()) {
            assertEquals("tagjoin", variable.at("/valueFrom/secretKeyRef/name").asText(), name);
            secrets.add(name + "=" + variable.at("/valueFrom/secretKeyRef/key").asText());
          }
        });
    assertEquals(
        Set.of(
            "TAGJOIN_TOKEN=token",
            "ALIBABA_CLOUD_ACCESS_KEY_ID=accessKeyId",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET=accessKeySecret"),
        secrets);
    variables.keySet().removeAll(DeploymentFacts.settings());
    assertEquals(Set.of(), variables.keySet());
  }

  @Test
  void ruleBookLiesInTheWorkingDirectory() {
    assertTrue(file.contains("\nWORKDIR /work\n") && file.contains(" /work/bootstrap\n"), file);
    assertEquals("/work/rules.yaml", container().at("/volumeMounts/0/mountPath").asText());
    assertEquals("rules.yaml", container().at("/volumeMounts/0/subPath").asText());
  }

  @Test
  void runsWithoutRights() {
    assertTrue(file.matches("(?s).*\nUSER [1-9]\\d+:[1-9]\\d+\n.*"), file);
    assertTrue(deployment.at("/spec/template/spec/securityContext/runAsNonRoot").booleanValue());
    assertEquals(
        json(
            """
            {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
             "capabilities": {"drop": ["ALL"]}}
            """),
        container().path("securityContext"));
  }

  @Test
  void selectorsFindThePods() {
    JsonNode labels = deployment.at("/spec/template/metadata/labels");

    assertEquals(1, labels.size());
    assertEquals(labels, deployment.at("/spec/selector/matchLabels"));
    assertEquals(labels, service.at("/spec/selector"));
  }
}
