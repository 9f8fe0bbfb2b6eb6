package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedRegionsTest {
  private static List<String> of(String... whens) throws RuleBookException {
    StringBuilder book = new StringBuilder("version: 1\ngroups: {a: rg-aaaaaaaa}\nrules:\n");
    for (String when : whens) {
      book.append("  - {when: ").append(when).append(", join: a}\n");
    }
    return NamedRegions.of(RuleBookParser.parse("test", book.toString()));
  }

  @Test
  void equalsAndInNameRegionsAtAnyDepth() throws RuleBookException {
    assertEquals(
        List.of("cn-beijing", "cn-shanghai", "eu-central-1", "us-west-1"),
        of(
            "{region: cn-beijing, tag.a: x}",
            "{any: [{region: [cn-shanghai, cn-beijing]}, {all: [{region: {equals:"
                + " eu-central-1}}]}]}",
            "{region: {in: [us-west-1]}}"));
  }

  @Test
  void whatMustNotBeAndPatternsNameNone() throws RuleBookException {
    assertEquals(
        List.of(),
        of(
            "{region: {matches: \"cn-*\"}}",
            "{not: {region: cn-beijing}}",
            "{region: {notIn: [cn-shanghai]}}",
            "{tag.region: cn-qingdao}"));
  }
}
