package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  @Test
  void theExampleDecidesByTagsInItsOrder() throws Exception {
    RuleBook book = RuleBook.parse("rules.yaml", Files.readString(Path.of("examples/rules.yaml")));
    assertEquals(List.of(), book.warnings());
    assertEquals(
        new Decision(Action.LEAVE, "hands off", null),
        book.decide(state(Map.of("tagjoin", "keep", "env", "prod"))));
    assertEquals(
        new Decision(Action.JOIN, "production", "rg-acfmxazb4ph6aiy"),
        book.decide(state(Map.of("env", "production", "team", "search"))));
    assertEquals(
        new Decision(Action.JOIN, "by team", "rg-aekzcm4t5z7usaa"),
        book.decide(state(Map.of("team", "search"))));
    assertEquals(
        new Decision(Action.LEAVE, "otherwise", null),
        book.decide(state(Map.of("team", "unknown"))));
  }

  private static ResourceState state(Map<String, String> tags) {
    return new ResourceState(
        new ResourceRef(ResourceKind.INSTANCE, "i-1", "cn-hangzhou", "1234567890123456"),
        "rg-acfmxazb4ph6old",
        "web-1",
        "vpc-1",
        "vsw-1",
        tags);
  }
}
