package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the policies against the table of kinds: they allow what is called, and nothing else. */
class PoliciesTest {
  private static final Path DIR = Path.of("docs/policies");

  /** The API's page names no resource for these. */
  private static final Set<ResourceKind> WITHOUT_ARN =
      Set.of(
          ResourceKind.DEDICATED_HOST_CLUSTER,
          ResourceKind.COMMAND,
          ResourceKind.ACTIVATION,
          ResourceKind.MANAGED_INSTANCE,
          ResourceKind.SNAPSHOT_POLICY,
          ResourceKind.IMAGE_COMPONENT);

  /** Without settings; what depends on them is in {@code CommandsTest}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "function",
        "join-other-types",
        "doctor",
        "assume-members",
        "trust-function-compute",
        "trust-central-account --function-role acs:ram::1234567890123456:role/tagjoin"
      })
  void filesAreWhatTheCommandWrites(String arguments) throws IOException {
    CommandLine line = new CommandLine();
    assertEquals(0, line.run(("policy " + arguments).split(" ", -1)), line::err);

    String file = arguments.split(" ", -1)[0] + ".json";
    assertEquals(
        new ObjectMapper().readTree(Files.readString(DIR.resolve(file))),
        new ObjectMapper().readTree(line.out()));
  }

  @Test
  void trustInAnotherAccountHasACondition() throws IOException {
    JsonNode statement = statements("trust-central-account.json").get(0);

    assertEquals("true", statement.at("/Condition/Bool/acs:SecureTransport").textValue());
    assertEquals(
        Set.of("acs:ram::1234567890123456:role/tagjoin"), texts(statement.at("/Principal/RAM")));
  }

  private static JsonNode statements(String file) throws IOException {
    JsonNode policy = new ObjectMapper().readTree(Files.readString(DIR.resolve(file)));
    assertEquals("1", policy.path("Version").textValue());
    return policy.path("Statement");
  }

  private static Set<String> texts(JsonNode node) {
    Set<String> texts = new TreeSet<>();
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  @Test
  void theDoctorMayLookUpGroupsAndNothingElse() throws IOException {
    JsonNode statements = statements("doctor.json");
    assertEquals(1, statements.size());
    assertEquals(
        Set.of("ram:ListResourceGroups", "resourcemanager:ListResourceGroups"),
        texts(statements.get(0).path("Action")));
  }

  @Test
  void theFunctionMayReadAndJoinAndNothingElse() throws IOException {
    JsonNode statements = statements("function.json");
    assertEquals(2, statements.size());
    assertEquals(Set.of("ecs:JoinResourceGroup"), texts(statements.get(0).path("Action")));
    assertEquals(
        Arrays.stream(ResourceKind.values())
            .filter(kind -> !WITHOUT_ARN.contains(kind))
            .map(kind -> "acs:ecs:*:*:" + kind.type() + "/*")
            .collect(Collectors.toSet()),
        texts(statements.get(0).path("Resource")));
    assertEquals(
        Arrays.stream(ResourceKind.values())
            .map(kind -> "ecs:" + kind.describe().action())
            .collect(Collectors.toSet()),
        texts(statements.get(1).path("Action")));
  }

  @Test
  void theFunctionMayReadAndJoinWhatFollows() throws IOException {
    JsonNode statements = statements("function.json");
    String text = Files.readString(Path.of("docs/operate.md"));
    for (ResourceKind kind : ResourceKind.values()) {
      if (kind.attachment() == null) {
        continue;
      }
      assertTrue(
          texts(statements.get(0).path("Resource")).contains("acs:ecs:*:*:" + kind.type() + "/*"));
      for (ResourceKind needed : List.of(kind, kind.attachment().to())) {
        String action = "ecs:" + needed.describe().action();
        assertTrue(texts(statements.get(1).path("Action")).contains(action), action);
        assertTrue(text.contains("`" + action + "`"), action);
      }
    }
  }

  @Test
  void everyPolicyIsExplained() throws IOException {
    String text = Files.readString(Path.of("docs/operate.md"));
    try (Stream<Path> files = Files.list(DIR)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertEquals(9, names.size());
      for (String name : names) {
        assertTrue(text.contains("(policies/" + name + ")"), name);
        assertEquals(
            Set.of("Allow"), Set.copyOf(statements(name).findValuesAsText("Effect")), name);
      }
    }
    for (ResourceKind kind : WITHOUT_ARN) {
      assertTrue(text.contains("`" + kind.type() + "`"), kind.type());
    }
  }
}
