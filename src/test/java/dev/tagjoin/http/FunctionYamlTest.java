package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Holds {@code function.yaml} against the limits of the deployment component and of EventBridge.
 */
class FunctionYamlTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode props() throws IOException {
    Object yaml =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(Path.of("function.yaml")));
    JsonNode root = JSON.valueToTree(yaml);
    assertEquals("3.0.0", root.path("edition").textValue());
    JsonNode function = root.path("resources").path("tagjoin");
    assertEquals("fc3", function.path("component").textValue());
    return function.path("props");
  }

  @Test
  void itRunsTheExecutableWhereItListens() throws IOException {
    JsonNode props = props();
    assertEquals("tagjoin", props.path("functionName").textValue());
    assertEquals("custom.debian12", props.path("runtime").textValue());
    assertEquals("./target/function-compute.zip", props.path("code").textValue());
    JsonNode runtime = props.path("customRuntimeConfig");
    assertEquals("/code/bootstrap", runtime.path("command").path(0).textValue());
    assertEquals(9000, runtime.path("port").intValue());
    assertEquals("/q/health/ready", runtime.at("/healthCheckConfig/httpGetUrl").textValue());
    assertTrue(props.path("role").textValue().startsWith("acs:ram::"));
    assertTrue(props.at("/logConfig/project").isTextual());
    assertTrue(props.at("/logConfig/logstore").isTextual());
    props.path("environmentVariables").forEach(value -> assertTrue(value.isTextual()));
  }

  @Test
  void sizesAreWithinTheirLimits() throws IOException {
    JsonNode props = props();
    int memory = props.path("memorySize").intValue();
    assertTrue(memory >= 128 && memory % 64 == 0, () -> "memorySize " + memory);
    double cpu = props.path("cpu").doubleValue();
    assertTrue(cpu >= 0.05 && cpu <= 16, () -> "cpu " + cpu);
    assertTrue(props.path("timeout").intValue() > 25, "shorter than the function's own deadline");
    assertTrue(Set.of(512, 10240).contains(props.path("diskSize").intValue()));
    int attempts = props.at("/asyncInvokeConfig/maxAsyncRetryAttempts").asInt(-1);
    assertTrue(attempts >= 1 && attempts <= 8, () -> "attempts " + attempts);
    assertTrue(
        props
            .at("/asyncInvokeConfig/destinationConfig/onFailure/destination")
            .textValue()
            .startsWith("acs:mns:"));
  }

  @Test
  void everyKindOfTriggerIsThere() throws IOException {
    Set<String> kinds = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (JsonNode trigger : props().path("triggers")) {
      kinds.add(trigger.path("triggerType").textValue());
      assertTrue(names.add(trigger.path("triggerName").textValue()), "a name twice");
      assertTrue(trigger.path("triggerConfig").isObject());
    }
    assertEquals(Set.of("http", "eventbridge", "timer"), kinds);
  }

  @Test
  void theHttpTriggerAsksForASignature() throws IOException {
    for (JsonNode trigger : props().path("triggers")) {
      if (trigger.path("triggerType").textValue().equals("http")) {
        assertEquals("function", trigger.at("/triggerConfig/authType").textValue());
      }
    }
    assertEquals("platform", props().at("/environmentVariables/TAGJOIN_AUTH").textValue());
  }

  @Test
  void patternsAreThoseOfTheDocumentationAndSmallEnough() throws IOException {
    List<JsonNode> documented = new ArrayList<>();
    for (String block : Files.readString(Path.of("docs/events.md")).split("```", -1)) {
      if (block.startsWith("json\n")) {
        documented.add(JSON.readTree(block.substring(5)));
      }
    }
    int patterns = 0;
    for (JsonNode trigger : props().path("triggers")) {
      if (trigger.path("triggerType").textValue().equals("eventbridge")) {
        JsonNode config = trigger.path("triggerConfig");
        JsonNode pattern = JSON.readTree(config.path("eventRuleFilterPattern").textValue());
        assertTrue(documented.contains(pattern), pattern::toString);
        assertTrue(pattern.at("/data/eventName").size() <= 5, pattern::toString);
        assertTrue(config.path("asyncInvocationType").booleanValue(), "would not be retried");
        patterns++;
      }
    }
    assertEquals(2, patterns);
  }
}
