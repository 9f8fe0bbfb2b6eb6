package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code import}: every operator, what has no counterpart, and input of any kind. */
class ImportCommandTest {
  private static final Path EXAMPLES = Path.of("examples/transfer");
  private static final String PROD = "rg-acfmxazb4ph6aiy";
  private static final String SEARCH = "rg-aekzcm4t5z7usaa";

  @TempDir Path dir;

  private final CommandLine line = new CommandLine();

  @Test
  void translatesTheExample() throws IOException {
    int status =
        line.run(
            "import",
            "--groups",
            EXAMPLES + "/groups.json",
            EXAMPLES + "/rules.json",
            EXAMPLES + "/associated.json");

    assertEquals(1, status, line::err);
    assertEquals(Files.readString(EXAMPLES.resolve("rules.yaml")), line.out());
    assertEquals(0, line.run("check", EXAMPLES + "/rules.yaml"), line::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.tags | TagMatchAll | {\"a:b\":\"x y\",\"n\":\"010\"} | \"tag.a:b\": \"x y\"",
        "$.tags | TagMatchAll | {\"n\":\"\"} | tag.n: \"\"",
        "$.resourceName | StringEquals | web | name: web",
        "$.resourceName | StringEqualsAny | a,b | name: [a, b]",
        "$.resourceName | StringEqualsAny | [\"a\",\"b,c\"] | name: [a, \"b,c\"]",
        "$.resourceName | NotStringEqualsAll | a | name: {notIn: [a]}",
        "$.resourceName | StringMatch | web-* | name: {matches: [\"web-*\"]}",
        "$.resourceName | StringEquals | true | name: \"true\"",
        "$.vpcId | StringEqualsAny | vpc-1 | vpc: vpc-1",
        "$.VpcAttributes.VpcId | StringEqualsAny | vpc-1 | vpc: vpc-1",
        "$.vSwitchId | NotStringEqualsAll | vsw-1 | vswitch: {notIn: [vsw-1], exists: true}",
        "$.vswitch | StringEqualsAny | vsw-1 | vswitch: vsw-1",
      })
  void translatesConditions(String path, String operator, String desired, String entry)
      throws IOException {
    assertEquals(0, importRule(rule("one", leaf(path, operator, desired), PROD)), line::err);

    assertTrue(line.out().contains("      " + entry + "\n"), line::out);
    assertTrue(line.err().contains("zero planned moves"), line::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.zoneId | StringEquals | a | unknown condition: StringEquals of \"$.zoneId\"",
        "$.resourceName | StringLike | a | unknown operator \"StringLike\"",
        "$.tags | StringEquals | a | unknown condition: StringEquals of \"$.tags\"",
        "$.resourceName | TagMatchAll | {} | unknown operator \"TagMatchAll\"",
        "$.tags | TagMatchAll | nothing | desired of TagMatchAll is not a JSON object",
        "$.tags | TagMatchAll | {\"a\":[]} | tag \"a\" has no text as its value",
      })
  void commentsUnknownConditions(String path, String operator, String desired, String message)
      throws IOException {
    ObjectNode rule = rule("odd\nrules: {}", leaf(path, operator, desired), PROD);

    assertEquals(1, importRule(rule));

    assertTrue(line.err().contains("warning: not translated: "), line::err);
    assertTrue(line.err().contains(message), line::err);
    assertTrue(line.out().contains("\nrules: []\n\n# Not translated:\n"), line::out);
    assertTrue(line.out().contains(operator), line::out);
    assertEquals(0, parsed(line.out()).rules().size());
  }

  @Test
  void strictWritesNoIncompleteBook() throws IOException {
    Path file = write(rule("odd", leaf("$.zoneId", "StringEquals", "a"), PROD));

    assertEquals(1, line.run("import", "--strict", file.toString()));

    assertEquals("", line.out());
    assertTrue(line.err().startsWith("error: not translated: rule \"odd\" (gr-odd): "), line::err);
    assertEquals(0, line.run("import", "--strict", write(rule("web", null, PROD)).toString()));
  }

  @Test
  void saysThatNothingIsOfEcs() throws IOException {
    ObjectNode rule = rule("databases", null, PROD).put("ResourceTypesScope", "rds.dbinstance");

    assertEquals(1, importRule(rule));

    assertTrue(
        line.err().contains("no resource type of ECS that can be moved: rds.dbinstance"),
        line::err);
    assertEquals(0, parsed(line.out()).rules().size());
  }

  @Test
  void putsSpecificRulesFirstAndNamesOverlaps() throws IOException {
    ObjectNode wide = rule("wide", null, PROD).put("RegionIdsScope", "cn-hangzhou");
    ObjectNode narrow =
        rule("narrow", leaf("$.tags", "TagMatchAll", "{\"a\":\"b\"}"), SEARCH)
            .put("RegionIdsScope", "cn-hangzhou");
    ObjectNode elsewhere = rule("elsewhere", null, SEARCH).put("RegionIdsScope", "cn-beijing");

    assertEquals(0, importRule(wide, narrow, elsewhere));

    assertEquals(
        List.of("narrow", "wide", "elsewhere"),
        parsed(line.out()).rules().stream().map(r -> r.name()).toList());
    assertTrue(
        line.err().contains("\"narrow\" (aekzcm4t5z7usaa) comes before \"wide\" ("), line::err);
    assertFalse(line.err().contains("\"elsewhere\""), line::err);
  }

  @Test
  void keepsOneRuleWithoutConditions() throws IOException {
    assertEquals(1, importRule(rule("all", null, PROD), rule("all again", null, SEARCH)));

    assertEquals(1, parsed(line.out()).rules().size());
    assertTrue(line.err().contains("\"all again\" has no condition"), line::err);
  }

  @Test
  void readsTerraform() throws IOException {
    Path file = dir.resolve("show.json");
    Files.writeString(
        file,
        """
        {"format_version": "1.0", "values": {"root_module": {"resources": [
          {"type": "alicloud_resource_manager_auto_grouping_rule", "values": {
            "id": "gr-1", "rule_name": "web", "rule_type": "custom_condition",
            "region_ids_scope": "cn-hangzhou", "exclude_resource_ids_scope": null,
            "rule_contents": [{
              "auto_grouping_scope_condition": "{\\"children\\":[{\\"desired\\":\\"web\\",\
        \\"featurePath\\":\\"$.resourceName\\",\\"featureSource\\":\\"RESOURCE\\",\
        \\"operator\\":\\"StringEqualsAny\\"}],\\"operator\\":\\"and\\"}",
              "target_resource_group_condition": "{\\"children\\":[{\\"desired\\":\
        \\"rg-acfmxazb4ph6aiy\\",\\"featurePath\\":\\"$.resourceGroupId\\",\\"featureSource\\":\
        \\"RESOURCE\\",\\"operator\\":\\"StringEquals\\"}],\\"operator\\":\\"and\\"}"}]}}]}}}
        """);

    assertEquals(0, line.run("import", file.toString()), line::err);

    assertTrue(line.out().contains("      region: cn-hangzhou\n      name: web\n"), line::out);
  }

  @Test
  void saysThatPagesAreMissing() throws IOException {
    Path file = dir.resolve("page.json");
    Files.writeString(file, "{\"Rules\":[],\"NextToken\":\"AAAA\"}");

    assertEquals(1, line.run("import", file.toString()));

    assertTrue(line.err().contains("NextToken is set"), line::err);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "null", "\"rules\"", "{\"Rules\":{}}", "{\"outcomes\":[]}", "7", ""})
  void refusesOtherJson(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("other.json"), text);

    assertEquals(1, line.run("import", file.toString()));

    assertTrue(line.err().contains("no rules of Automatic Resource Transfer"), line::err);
    assertEquals("", line.out());
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    Path file = Files.writeString(dir.resolve("other.json"), "{\"Rules\": [}");

    assertEquals(1, line.run("import", file.toString()));

    assertTrue(line.err().contains("other.json: not JSON, line 1"), line::err);
  }

  /** Whatever the rules hold: the book is valid, and every record is a rule or a comment. */
  @Test
  void everyBookIsValid() throws IOException {
    String[] paths = {"$.tags", "$.resourceName", "$.vpcId", "$.vSwitchId", "$.zone", ""};
    String[] operators = {
      "TagMatchAll", "StringEquals", "StringEqualsAny", "NotStringEqualsAll", "StringMatch", "Odd"
    };
    String[] texts = {
      "web",
      "a,b",
      "{\"a\":\"b\"}",
      "[\"x\",\"y\"]",
      "",
      "*",
      "# {x}: \"'",
      "\u0007\n\u2028",
      "leave",
      "\ud83d\ude00 \ufffe",
      "x".repeat(600),
      "{\"%s\":\"1\"}".formatted("k".repeat(200))
    };
    String[] scopes = {
      "cn-hangzhou", "ecs.instance,ecs.disk", "rds.dbinstance", "rg-acfmxazb4ph6aiy", "i-1", ",", ""
    };
    String[] scopeNames = {"RegionIdsScope", "ResourceGroupIdsScope", "ResourceTypesScope"};
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      ObjectNode[] rules = new ObjectNode[1 + random.nextInt(6)];
      for (int i = 0; i < rules.length; i++) {
        ObjectNode condition = condition(random, paths, operators, texts, 0);
        rules[i] = rule(pick(random, texts), condition, pick(random, PROD, SEARCH, "", "rg-?"));
        rules[i].put("RuleId", "gr-" + i);
        for (String name : scopeNames) {
          if (random.nextInt(3) == 0) {
            rules[i].put((random.nextBoolean() ? "Exclude" : "") + name, pick(random, scopes));
          }
        }
      }

      int status = importRule(rules);

      String shown = "seed " + seed + "\n" + line.out() + line.err();
      RuleBook book = parsed(line.out());
      long comments = line.err().lines().filter(l -> l.contains("not translated: ")).count();
      assertEquals(rules.length, book.rules().size() + comments, shown);
      assertEquals(comments == 0 ? 0 : 1, status, shown);
    }
  }

  private static ObjectNode condition(
      Random random, String[] paths, String[] operators, String[] texts, int depth) {
    if (depth == 3 || random.nextInt(3) > 0) {
      return leaf(pick(random, paths), pick(random, operators), pick(random, texts));
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("operator", pick(random, "and", "or", "and", "or", "xor"));
    ArrayNode children = node.putArray("children");
    for (int i = random.nextInt(4); i >= 0; i--) {
      children.add(condition(random, paths, operators, texts, depth + 1));
    }
    return node;
  }

  private static String pick(Random random, String... some) {
    return some[random.nextInt(some.length)];
  }

  private static ObjectNode leaf(String path, String operator, String desired) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("desired", desired)
        .put("featurePath", path)
        .put("featureSource", "RESOURCE")
        .put("operator", operator);
  }

  private static ObjectNode rule(String name, ObjectNode condition, String group) {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    rule.put("RuleId", "gr-" + name).put("RuleName", name).put("RuleType", "custom_condition");
    ObjectNode content = rule.putArray("RuleContents").addObject();
    if (condition != null) {
      content.put("AutoGroupingScopeCondition", condition.toString());
    }
    ObjectNode target = JsonNodeFactory.instance.objectNode().put("operator", "and");
    target.putArray("children").add(leaf("$.resourceGroupId", "StringEquals", group));
    content.put("TargetResourceGroupCondition", target.toString());
    return rule;
  }

  private Path write(ObjectNode... rules) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("Rules").addAll(List.of(rules));
    Path file = dir.resolve("rules.json");
    new ObjectMapper().writeValue(file.toFile(), answer);
    return file;
  }

  private int importRule(ObjectNode... rules) throws IOException {
    return line.run("import", write(rules).toString());
  }

  private static RuleBook parsed(String book) {
    try {
      return RuleBookParser.parse("book", book);
    } catch (RuleBookException e) {
      throw new AssertionError(e.errors() + "\n" + book, e);
    }
  }
}
