package dev.tagjoin.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tagjoin.nativeimage.FrozenConfig.Answers;
import io.smallrye.config.Expressions;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.AbstractConfigSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrozenConfigTest {
  private final Map<String, String> set = new HashMap<>(Map.of("a", "1", "b", "${a}2"));
  private final Answers answers = new Answers();
  private final SmallRyeConfig config =
      new SmallRyeConfigBuilder()
          .addDefaultInterceptors()
          .withInterceptors(answers)
          .withDefaultValue("c.*.d", "3")
          .withSources(
              new AbstractConfigSource("set", 100) {
                @Override
                public Set<String> getPropertyNames() {
                  return set.keySet();
                }

                @Override
                public String getValue(String name) {
                  return set.get(name);
                }
              })
          .build();

  @Test
  void looksUpKeptNamesOnce() {
    answers.keep(config.getConfigValue("a"));
    set.clear();
    assertEquals("1", value("a"));
    assertEquals("set", config.getConfigValue("a").getConfigSourceName());
  }

  @Test
  void looksUpNamesThatReferToOthers() {
    answers.keep(config.getConfigValue("b"));
    assertEquals("12", value("b"));
    assertEquals("${a}2", Expressions.withoutExpansion(() -> value("b")));
  }

  @Test
  void doesNotKeepMissingNames() {
    answers.keep(config.getConfigValue("e"));
    set.put("e", "5");
    assertEquals("5", value("e"));
  }

  @Test
  void answersOwnNamesFromWhatWasKept() {
    set.put("tagjoin.x", "6");
    set.put("tagjoin.y", "7");
    answers.keep(config.getConfigValue("tagjoin.x"));
    assertEquals("7", value("tagjoin.y"));
    answers.isComplete = true;
    assertEquals("6", value("tagjoin.x"));
    assertNull(value("tagjoin.y"));
    assertEquals("12", value("b"));
  }

  @Test
  void defaultsForAnyNameCanBeForgotten() throws ReflectiveOperationException {
    assertEquals("3", value("c.x.d"));
    FrozenConfig.forgetWildcards(config);
    assertNull(value("c.x.d"));
    assertEquals("1", value("a"));
  }

  private String value(String name) {
    return config.getConfigValue(name).getValue();
  }
}
