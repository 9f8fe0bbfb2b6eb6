package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedRegionsTest {
  private static List<String> of(String... whens) throws RuleBookException {
    return NamedRegions.of(book(whens));
  }

  private static List<String> ofPass(String... whens) throws RuleBookException {
    return NamedRegions.ofPass(List.of(), book(whens));
  }

  private static RuleBook book(String... whens) throws RuleBookException {
    StringBuilder book = new StringBuilder("version: 1\ngroups: {a: rg-aaaaaaaa}\nrules:\n");
    for (String when : whens) {
      book.append("  - {when: ").append(when).append(", join: a}\n");
    }
    return RuleBookParser.parse("test", book.toString());
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

  @Test
  void passLooksAtNamedRegionsWhenEachRuleIsBound() throws RuleBookException {
    assertEquals(
        List.of("cn-beijing", "cn-shanghai", "eu-central-1"),
        ofPass(
            "{region: cn-beijing, tag.a: x}",
            "{any: [{region: cn-shanghai}, {tag.a: y, region: [eu-central-1, cn-beijing]}]}",
            "{all: [{tag.a: z}, {region: cn-beijing}]}"));
  }

  @Test
  void passLooksAtOwnRegionWhenARuleIsNotBound() throws RuleBookException {
    assertEquals(List.of(), ofPass("{region: cn-beijing}", "{tag.a: x}"));
    assertEquals(List.of(), ofPass("{any: [{region: cn-beijing}, {tag.a: x}]}"));
    assertEquals(List.of(), ofPass("{region: {matches: \"cn-*\"}}"));
    assertEquals(List.of(), ofPass("{not: {region: cn-beijing}}"));
  }

  @Test
  void configuredRegionsAlwaysWin() throws RuleBookException {
    assertEquals(
        List.of("cn-qingdao"),
        NamedRegions.ofPass(List.of("cn-qingdao"), book("{region: cn-beijing}")));
  }
}
