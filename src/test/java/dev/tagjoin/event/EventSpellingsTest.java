package dev.tagjoin.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same news in the spellings that senders, queues and gateways give it, one a line: the reader
 * has exactly these findings. A finding {@code 400 <pointer>} stands for a request that is refused.
 */
class EventSpellingsTest {
  private static final Path SPELLINGS = Path.of("src/test/resources/event-spellings.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> spellings() throws IOException {
    List<JsonNode> spellings = new ArrayList<>();
    for (String line : Files.readAllLines(SPELLINGS)) {
      spellings.add(JSON.readTree(line));
    }
    return spellings.stream()
        .map(
            spelling ->
                DynamicTest.dynamicTest(
                    spelling.get("name").asText(),
                    () ->
                        assertEquals(
                            JSON.convertValue(spelling.get("findings"), List.class),
                            findings(spelling))));
  }

  private static List<String> findings(JsonNode spelling) {
    JsonNode body = spelling.get("body");
    Map<String, String> headers = new HashMap<>();
    spelling
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    EventContext context = new EventContext(EventContext.attributes(headers), null, null, null);
    String text = body.isTextual() ? body.textValue() : body.toString();
    try {
      return Lines.read(text.getBytes(UTF_8), context);
    } catch (MalformedEventException e) {
      return List.of("400 " + e.pointer());
    }
  }
}
