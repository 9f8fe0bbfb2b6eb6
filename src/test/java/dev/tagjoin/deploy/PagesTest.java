package dev.tagjoin.deploy;

import static dev.tagjoin.deploy.DeploymentFacts.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/deploy.md} and {@code docs/notify.md} speak of what there is. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
  private static final Pattern STEP = Pattern.compile("^(\\d+)\\. ", Pattern.MULTILINE);
  private static final Pattern PATH_OF_EVENT = Pattern.compile("\\$\\.(data[.A-Za-z]+)");
  private static final int MAX_STEPS = 10;

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("docs", name));
  }

  private static List<String> blocks(String page, String language) {
    List<String> blocks = new ArrayList<>();
    for (String block : page.replaceAll("(?m)^ {3}", "").split("\n```", -1)) {
      if (block.startsWith(language + "\n")) {
        blocks.add(block.substring(language.length() + 1));
      }
    }
    return blocks;
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy.md", "notify.md"})
  void linksLeadSomewhere(String name) throws IOException {
    Matcher link = LINK.matcher(page(name));
    while (link.find()) {
      Path target = Path.of("docs").resolve(link.group(1)).normalize();
      assertTrue(Files.exists(target), target::toString);
      if (link.group(2) != null) {
        Set<String> anchors = anchors(Files.readString(target));
        assertTrue(anchors.contains(link.group(2)), () -> target + "#" + anchors);
      }
    }
  }

  private static Set<String> anchors(String page) {
    Set<String> anchors = new TreeSet<>();
    Matcher heading = HEADING.matcher(page);
    while (heading.find()) {
      anchors.add(
          heading
              .group(1)
              .toLowerCase(java.util.Locale.ROOT)
              .replaceAll("[^a-z0-9 -]", "")
              .replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void describesEachWayInTenSteps() throws IOException {
    String[] sections = page("deploy.md").split("\n## ", -1);
    int ways = 0;
    for (String section : sections) {
      Matcher step = STEP.matcher(section);
      int last = 0;
      while (step.find()) {
        assertEquals(last + 1, Integer.parseInt(step.group(1)), section.lines().findFirst().get());
        last++;
      }
      assertTrue(last <= MAX_STEPS, section.lines().findFirst().get());
      ways += last > 0 ? 1 : 0;
    }
    assertTrue(ways >= 4, () -> "ways with steps: " + sections.length);
  }

  @Test
  void commandsHaveNoPlaceholders() throws IOException {
    List<String> commands = blocks(page("deploy.md"), "sh");
    assertFalse(commands.isEmpty());
    for (String command : commands) {
      assertFalse(command.matches("(?s).*<[a-z ]+>.*"), command);
      assertFalse(command.contains("..."), command);
    }
  }

  @Test
  void messagesTakeMembersThatTheEventHas() throws IOException {
    JsonNode event = json(Files.readString(Path.of("examples/events/join-resource-group.json")));
    Matcher path = PATH_OF_EVENT.matcher(page("notify.md"));
    int found = 0;
    while (path.find()) {
      String at = "/" + path.group(1).replace('.', '/');
      assertTrue(event.at(at).isTextual(), at);
      found++;
    }
    assertTrue(found >= 7, () -> "too few paths");
    JsonNode pattern = json(blocks(page("notify.md"), "json").get(0));
    assertEquals("JoinResourceGroup", pattern.at("/data/eventName/0").asText());
    assertEquals(event.path("source"), pattern.at("/source/0"));
    assertTrue(event.path("type").asText().startsWith(pattern.at("/type/0/prefix").asText("none")));
  }

  @Test
  void exampleOfAnOutcomeLineFitsTheSchema() throws IOException {
    List<String> examples = blocks(page("notify.md"), "json");
    JsonNode line = json(examples.get(examples.size() - 1));

    assertEquals("outcome", line.path("log").asText());
    assertEquals(
        Set.of(),
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(page("outcome.schema.json"))
            .validate(line));
  }
}
