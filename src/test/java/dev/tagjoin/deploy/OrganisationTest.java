package dev.tagjoin.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the accounts of a directory get. */
class OrganisationTest {
  private static final String TEMPLATE = "deploy/organisation/member.yaml";
  private static final String TERRAFORM = "deploy/organisation/terraform";

  private final JsonNode template;
  private final JsonNode resources;

  OrganisationTest() throws IOException {
    template = YamlFile.read(TEMPLATE);
    resources = template.path("Resources");
  }

  @Test
  void memberRoleIsAllowedWhatTheFunctionIsAllowed() throws IOException {
    assertEquals(
        DeploymentFacts.permissions("function.json", "doctor.json"),
        DeploymentFacts.permissions(resources.at("/Policy/Properties/PolicyDocument/Statement")));
  }

  @Test
  void memberRoleTrustsTheRolesOfTheFunctionAlone() {
    JsonNode statements = resources.at("/Role/Properties/AssumeRolePolicyDocument/Statement");

    assertEquals(1, statements.size());
    assertEquals("sts:AssumeRole", statements.at("/0/Action").asText());
    assertEquals(
        DeploymentFacts.json("{\"RAM\": {\"Ref\": \"FunctionRoles\"}}"),
        statements.at("/0/Principal"));
    assertEquals("true", statements.at("/0/Condition/Bool/acs:SecureTransport").asText());
  }

  @Test
  void forwardedEventsAreThoseOfThePage() throws IOException {
    Set<JsonNode> patterns = new HashSet<>();
    for (JsonNode resource : resources) {
      if (resource.path("Type").asText().equals("ALIYUN::EventBridge::Rule")) {
        patterns.add(resource.at("/Properties/FilterPattern"));
        assertForwards(resource.path("Properties"));
      }
    }

    assertEquals(DeploymentFacts.patterns(), patterns);
  }

  private static void assertForwards(JsonNode rule) {
    JsonNode target = rule.at("/Targets/0");
    assertEquals("default", rule.path("EventBusName").asText());
    assertEquals("acs.eventbridge", target.path("Type").asText());
    assertEquals("EXPONENTIAL_DECAY_RETRY", target.path("PushRetryStrategy").asText());
    Map<String, JsonNode> parameters = new TreeMap<>();
    target
        .path("ParamList")
        .forEach(p -> parameters.put(p.path("ResourceKey").asText(), p.path("Value")));
    assertEquals(
        Set.of("AccountType", "AccountId", "EventBusName", "RAMRoleName", "Body"),
        parameters.keySet());
    assertEquals(
        "tagjoin-events-${ALIYUN::TenantId}",
        parameters.get("RAMRoleName").path("Fn::Sub").asText());
  }

  @Test
  void makesRoleInOneStackPerAccount() {
    for (String name : Set.of("Role", "Policy")) {
      assertEquals("MakesRole", resources.path(name).path("Condition").asText(), name);
    }
    assertEquals(
        DeploymentFacts.json("[\"IsHomeRegion\", \"IsMember\"]"),
        template.at("/Conditions/MakesRole/Fn::And"));
  }

  @Test
  void stackGroupDeploysTheTemplateToNewAccountsToo() throws IOException {
    TerraformModule module = TerraformModule.read(TERRAFORM);
    JsonNode group = module.resource("alicloud_ros_stack_group", "members");

    assertEquals("SERVICE_MANAGED", group.path("permission_model").asText());
    assertTrue(group.at("/auto_deployment/enabled").booleanValue());
    assertTrue(group.path("template_body").asText().contains("/../member.yaml"));
    Set<String> given = new TreeSet<>();
    group.path("parameters").forEach(p -> given.add(p.path("parameter_key").asText()));
    Set<String> wanted = new TreeSet<>();
    template.path("Parameters").fieldNames().forEachRemaining(wanted::add);
    assertEquals(wanted, given);
  }

  @Test
  void forwardsByRoleThatTrustsMemberAlone() throws IOException {
    JsonNode role = TerraformModule.read(TERRAFORM).resource("alicloud_ram_role", "events");

    assertEquals("tagjoin-events-${each.key}", role.path("role_name").asText());
    assertEquals(
        DeploymentFacts.json("[\"${each.key}@eventbridge.aliyuncs.com\"]"),
        role.at("/assume_role_policy_document/Statement/0/Principal/Service"));
  }
}
