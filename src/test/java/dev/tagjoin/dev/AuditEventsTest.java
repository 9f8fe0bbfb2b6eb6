package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.event.EventContext;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.event.Finding;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.text.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The events of the page are what the function gets from EventBridge. */
class AuditEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AuditEvents EVENTS = new AuditEvents(EmbeddedAccount.ID);
  private static final EmbeddedResource WEB =
      EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", "cn-hangzhou")
          .withTags(Map.of("env", "dev", "team", "search"));

  @ParameterizedTest
  @EnumSource
  void writesEventsThatReaderUnderstands(ResourceKind kind) throws Exception {
    EmbeddedResource resource = EmbeddedResource.of(kind, "id-1", "cn-shanghai");
    ObjectNode event = EVENTS.tagged(resource, Map.of("env", "prod"));
    List<Finding> findings =
        new EventReader(new JsonReader(), () -> false)
            .read(bytes(event), new EventContext(Map.of(), null, null, null));
    assertEquals(
        List.of(new ResourceRef(kind, "id-1", "cn-shanghai", EmbeddedAccount.ID)),
        findings.stream().map(f -> ((Finding.Look) f).ref()).toList());
  }

  @Test
  void writesCallsOfEachChange() {
    assertEquals(List.of(), EVENTS.ofChange(WEB, WEB.tags()));
    assertEquals(
        List.of("TagResources {Tag.1.Key=env, Tag.1.Value=prod}"),
        calls(Map.of("env", "prod", "team", "search")));
    assertEquals(List.of("UntagResources {TagKey.1=team}"), calls(Map.of("env", "dev")));
    assertEquals(
        List.of("TagResources {Tag.1.Key=env, Tag.1.Value=prod}", "UntagResources {TagKey.1=team}"),
        calls(Map.of("env", "prod")));
  }

  private static List<String> calls(Map<String, String> tags) {
    return EVENTS.ofChange(WEB, tags).stream()
        .map(
            event -> {
              ObjectNode parameters = event.at("/data").withObject("requestParameters").deepCopy();
              parameters.remove(List.of("RegionId", "ResourceType", "ResourceId.1"));
              return event.at("/data/eventName").textValue()
                  + " "
                  + JSON.convertValue(parameters, Map.class);
            })
        .toList();
  }

  @Test
  void writesMembersOfVendorsExample() throws IOException {
    JsonNode example = JSON.readTree(Path.of("examples/events/tag-resources.json").toFile());
    JsonNode made = EVENTS.tagged(WEB, Map.of("team", "payments"));
    assertEquals(names(example), names(made));
    assertEquals(names(example.get("data")), names(made.get("data")));
    assertEquals(
        names(example.at("/data/requestParameters")), names(made.at("/data/requestParameters")));
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static byte[] bytes(JsonNode event) throws JsonProcessingException {
    return JSON.writeValueAsBytes(event);
  }
}
