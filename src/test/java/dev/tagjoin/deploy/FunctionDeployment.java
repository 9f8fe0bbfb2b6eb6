package dev.tagjoin.deploy;

import static dev.tagjoin.deploy.DeploymentFacts.json;
import static dev.tagjoin.deploy.DeploymentFacts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A deployment to Function Compute, whatever it is written in, in the words of the component fc3.
 *
 * @param name the tool
 * @param function the properties of the function
 * @param async the configuration of asynchronous calls
 * @param triggers the configurations, by type of trigger
 */
record FunctionDeployment(
    String name, JsonNode function, JsonNode async, Map<String, List<JsonNode>> triggers) {

  static final String TERRAFORM = "deploy/terraform/alicloud";
  static final String ROS = "deploy/ros/template.yaml";

  static List<FunctionDeployment> all() throws IOException {
    return List.of(serverlessDevs(), terraform(), ros());
  }

  private static FunctionDeployment serverlessDevs() throws IOException {
    JsonNode props = YamlFile.read("function.yaml").at("/resources/tagjoin/props");
    List<JsonNode> http = new ArrayList<>();
    List<JsonNode> events = new ArrayList<>();
    List<JsonNode> timers = new ArrayList<>();
    Map<String, List<JsonNode>> triggers =
        Map.of("http", http, "eventbridge", events, "timer", timers);
    for (JsonNode trigger : props.path("triggers")) {
      triggers.get(trigger.path("triggerType").asText()).add(trigger.path("triggerConfig"));
    }
    return new FunctionDeployment(
        "Serverless Devs", props, props.path("asyncInvokeConfig"), triggers);
  }

  private static FunctionDeployment terraform() throws IOException {
    TerraformModule module = TerraformModule.read(TERRAFORM);
    List<JsonNode> events = new ArrayList<>();
    JsonNode trigger = module.resource("alicloud_fcv3_trigger", "events");
    for (JsonNode key : trigger.path("for_each")) {
      ObjectNode config = trigger.path("trigger_config").deepCopy();
      if (config
          .path("eventRuleFilterPattern")
          .asText()
          .contains("/../../patterns/${each.key}.json")) {
        Path file = Path.of("deploy/patterns", key.asText() + ".json");
        config.put("eventRuleFilterPattern", Files.readString(file));
      }
      events.add(config);
    }
    return new FunctionDeployment(
        "Terraform",
        renamed(module.resource("alicloud_fcv3_function", "this"), FunctionDeployment::camelCase),
        renamed(
            module.resource("alicloud_fcv3_async_invoke_config", "this"),
            FunctionDeployment::camelCase),
        Map.of(
            "http",
            List.of(module.resource("alicloud_fcv3_trigger", "http").path("trigger_config")),
            "eventbridge",
            events,
            "timer",
            List.of(module.resource("alicloud_fcv3_trigger", "nightly").path("trigger_config"))));
  }

  private static FunctionDeployment ros() throws IOException {
    JsonNode resources = YamlFile.read(ROS).path("Resources");
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode resource : resources) {
      if (resource.at("/Properties/TriggerType").asText().equals("eventbridge")) {
        events.add(resource.at("/Properties/TriggerConfig"));
      }
    }
    return new FunctionDeployment(
        "ROS",
        renamed(properties(resources, "Function"), FunctionDeployment::lowerCase),
        renamed(properties(resources, "Async"), FunctionDeployment::lowerCase),
        Map.of(
            "http",
            List.of(properties(resources, "Http").path("TriggerConfig")),
            "eventbridge",
            events,
            "timer",
            List.of(properties(resources, "Nightly").path("TriggerConfig"))));
  }

  private static JsonNode properties(JsonNode resources, String name) {
    return resources.path(name).path("Properties");
  }

  /** The event pattern of a trigger. */
  static JsonNode pattern(JsonNode config) {
    return json(config.path("eventRuleFilterPattern").textValue());
  }

  /** The queue of failed events, with what differs between deployments as a star. */
  String destination() {
    return text(async.at("/destinationConfig/onFailure/destination"))
        .replace("${local.region}:${local.account}", "*:*")
        .replace("${vars.region}:${vars.account}", "*:*")
        .replace("${alicloud_message_service_queue.failed.queue_name}", "tagjoin-failed");
  }

  private static JsonNode renamed(JsonNode node, UnaryOperator<String> rename) {
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = rename.apply(entry.getKey());
      object.set(
          name,
          name.equals("environmentVariables")
              ? entry.getValue()
              : renamed(entry.getValue(), rename));
    }
    return object;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  private static String lowerCase(String name) {
    return name.startsWith("Fn::")
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  @Override
  public String toString() {
    return name;
  }
}
