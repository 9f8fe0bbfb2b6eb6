package dev.tagjoin.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The EventBridge patterns that the documentation tells to paste: they are JSON, keep to the limit
 * of five expressions per field, and let the example of their route through and no echo.
 */
class EventPatternsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path PAGE = Path.of("docs/events.md");
  private static final int MAX_EXPRESSIONS = 5;

  @Test
  void keepsPatternsWithinFiveExpressions() throws IOException {
    List<JsonNode> patterns = patterns();
    assertEquals(6, patterns.size());
    for (JsonNode pattern : patterns) {
      assertFields(pattern, "");
    }
  }

  private static void assertFields(JsonNode pattern, String at) {
    assertTrue(pattern.isObject() && !pattern.isEmpty(), at);
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      String place = at + "/" + field.getKey();
      if (field.getValue().isArray()) {
        int expressions = field.getValue().size();
        assertTrue(expressions >= 1 && expressions <= MAX_EXPRESSIONS, place);
      } else {
        assertFields(field.getValue(), place);
      }
    }
  }

  @Test
  void matchesExamplesAndNoEcho() throws IOException {
    List<JsonNode> patterns = patterns();
    List<String> examples =
        List.of(
            "tag-resources",
            "run-instances",
            "replace-system-disk",
            "tag-service",
            "config-change",
            "tag-change");
    for (int i = 0; i < patterns.size(); i++) {
      assertTrue(matches(patterns.get(i), example(examples.get(i))), examples.get(i));
      assertEquals(false, matches(patterns.get(i), example("join-resource-group")), "echo");
    }
    assertTrue(matches(patterns.get(0), example("untag-resources")));
    assertTrue(matches(patterns.get(1), example("console-purchase")));
  }

  @Test
  void letsEveryCallThroughOneDocumentedPattern() throws IOException {
    List<JsonNode> patterns = patterns();
    String page = Files.readString(PAGE);
    for (AuditCall call : AuditCall.values()) {
      assertTrue(page.contains("`" + call + "`"), call + " is not on the page");
      // the first three patterns are those of calls to ECS
      long letIn =
          patterns.subList(0, 3).stream()
              .filter(pattern -> matchesAny(pattern.at("/data/eventName"), call.toString()))
              .count();
      assertEquals(call == AuditCall.JOIN_RESOURCE_GROUP ? 0 : 1, letIn, call.toString());
      assertEquals(
          call.isCreation(),
          !matchesAny(patterns.get(0).at("/data/eventName"), call.toString())
              && call != AuditCall.JOIN_RESOURCE_GROUP,
          call.toString());
    }
  }

  /** EventBridge's matching, as far as the patterns use it. */
  private static boolean matches(JsonNode pattern, JsonNode event) {
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      JsonNode value = event.path(field.getKey());
      boolean isMatch =
          field.getValue().isArray()
              ? matchesAny(field.getValue(), value.asText())
              : matches(field.getValue(), value);
      if (!isMatch) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesAny(JsonNode expressions, String value) {
    for (JsonNode expression : expressions) {
      if (expression.isTextual()
          ? expression.textValue().equals(value)
          : (expression.has("prefix") && value.startsWith(expression.get("prefix").textValue()))
              || (expression.has("suffix") && value.endsWith(expression.get("suffix").textValue()))
              || (expression.has("contains")
                  && value.contains(expression.get("contains").textValue()))) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode example(String name) throws IOException {
    return MAPPER.readTree(Files.readString(Path.of("examples/events", name + ".json")));
  }

  /** The blocks of the page that are marked as JSON; all of them are patterns. */
  private static List<JsonNode> patterns() throws IOException {
    List<JsonNode> patterns = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(PAGE)) {
      if (block == null && line.equals("```json")) {
        block = new StringBuilder();
      } else if (block != null && line.equals("```")) {
        patterns.add(MAPPER.readTree(block.toString()));
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return patterns;
  }
}
