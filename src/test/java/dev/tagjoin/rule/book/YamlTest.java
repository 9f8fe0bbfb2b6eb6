package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class YamlTest {
  @Test
  void textsStayAsWritten() throws Exception {
    Yaml.Sequence list =
        (Yaml.Sequence) read("[true, 010, 1e3, ~, '~', \"a\\u00e4\\n\", 2001-01-01, ]");
    assertEquals(
        List.of("true", "010", "1e3", "~", "~", "aä\n", "2001-01-01"),
        list.items().stream().map(item -> ((Yaml.Scalar) item).text()).toList());
    assertEquals(
        List.of(false, false, false, true, false, false, false),
        list.items().stream().map(item -> ((Yaml.Scalar) item).isNull()).toList());
  }

  @Test
  void aByteOrderMarkIsNoText() throws Exception {
    assertEquals(1, ((Yaml.Mapping) read("\uFEFFversion: 1")).entries().size());
  }

  @Test
  void aPairOfSurrogatesMayStandAnywhere() throws Exception {
    for (int length = 900; length < 2100; length++) {
      String text = "a".repeat(length) + "💡";
      Yaml.Sequence list = (Yaml.Sequence) read("['" + text + "']");
      assertEquals(text, ((Yaml.Scalar) list.items().get(0)).text());
    }
    assertEquals("t:1:2: not valid YAML: remove the character \"\\ud83d\"", fault("a\uD83D"));
  }

  @Test
  void saysWhereATextIsNotYaml() {
    assertEquals(
        "t:2:5: not valid YAML: mapping values are not allowed here", fault("a: b\nc: d: e\n"));
    assertEquals(
        "t:2:3: not valid YAML: remove the character \"\\u0007\"", fault("a: b\nc \u0007: d\n"));
    assertEquals(
        "t:1:1: not valid YAML: For input string: \"FFFFFFFF\" under radix 16",
        fault("a: \"\\UFFFFFFFF\""));
    assertEquals(
        "t:2:1: a second document begins here; keep one document per file",
        fault("a: b\n---\nc: d\n"));
    assertEquals(
        "t:1:4: \"\\ud83d\": incomplete surrogate pair; write the whole character",
        fault("a: \"\\uD83D\""));
  }

  @Test
  void refusesWhatHasNoUseInARuleBook() {
    assertEquals("t:1:4: &x: anchors are not supported; remove it", fault("a: &x b\n"));
    assertEquals("t:1:4: *x: aliases are not supported; repeat the value", fault("a: *x\n"));
    assertEquals(
        "t:1:4: !!java.net.URL: YAML tags are not supported; remove it",
        fault("a: !!java.net.URL b\n").replace("tag:yaml.org,2002:", "!!"));
    assertEquals(
        "t:1:1: !!map: YAML tags are not supported; remove it",
        fault("!!map {a: b}\n").replace("tag:yaml.org,2002:", "!!"));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void refusesTextsThatGrowWithoutBound() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "]\n");
    }
    assertEquals("t:1:5: &a0: anchors are not supported; remove it", fault(bomb.toString()));
    assertEquals("t:1:1: &a: anchors are not supported; remove it", fault("&a [*a]"));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void refusesEndlessNestingBeforeItOverflows() {
    assertEquals("t:1:101: nested deeper than 100 levels", fault("[".repeat(1_000_000)));
    assertEquals("t:1:401: nested deeper than 100 levels", fault("{a: ".repeat(200_000)));
    assertEquals("t:1:201: nested deeper than 100 levels", fault("- ".repeat(500_000)));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void refusesLargeTextsUnread() {
    assertEquals(
        "t:1:1: too large: 52428800 characters; the limit is 1048576 (1 MiB)",
        fault("[".repeat(50 << 20)));
  }

  private static Yaml.Node read(String yaml) throws RuleBookException {
    return Yaml.read(yaml, new Diagnostics("t"));
  }

  private static String fault(String yaml) {
    return assertThrows(RuleBookException.class, () -> read(yaml)).getMessage();
  }
}
