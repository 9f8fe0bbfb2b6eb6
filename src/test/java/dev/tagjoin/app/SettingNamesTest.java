package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingNamesTest {
  private static SmallRyeConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build();
  }

  @Test
  void knowsEverySetting() {
    Set<String> accessors = new TreeSet<>();
    for (RecordComponent component : TagjoinConfig.class.getRecordComponents()) {
      accessors.add(
          "tagjoin." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
    assertEquals(accessors, new TreeSet<>(SettingNames.KNOWN));
  }

  @Test
  void namesNearestOfMisspeltProperty() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> SettingNames.check(config(Map.of("tagjoin.dryrun", "true")), List.of()));
    assertTrue(
        e.getMessage().contains("tagjoin.dryrun; did you mean tagjoin.dry-run?"), e::toString);
  }

  @Test
  void namesNearestOfMisspeltVariable() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> SettingNames.check(config(Map.of()), List.of("TAGJOIN_RULE_FILE", "PATH")));
    assertTrue(
        e.getMessage().contains("TAGJOIN_RULE_FILE; did you mean TAGJOIN_RULES_FILE?"),
        e::toString);
  }

  @Test
  void knownNamesPass() {
    assertDoesNotThrow(
        () ->
            SettingNames.check(
                config(Map.of("tagjoin.dry-run", "true")),
                Arrays.asList("TAGJOIN_DRY_RUN", "TAGJOIN_TOKEN", "TAGGED")));
  }

  @Test
  void hasDocumentedDefaults() {
    TagjoinConfig config = TagjoinConfig.read(name -> null);
    assertEquals(Optional.empty(), config.rulesFile());
    assertEquals(Optional.empty(), config.rules());
    assertEquals(Optional.empty(), config.ecsEndpoint());
    assertEquals(Optional.empty(), config.stsEndpoint());
    assertEquals(false, config.dryRun());
    assertEquals(true, config.retryRefused());
    assertEquals(Optional.<Duration>empty(), config.deadline());
    assertEquals(8, config.parallel());
    assertEquals(Optional.empty(), config.accounts());
    assertEquals(Optional.empty(), config.accountsExcept());
    assertEquals(Optional.empty(), config.resourceDirectoryEndpoint());
    assertEquals("deny", config.auth());
    assertEquals(Optional.empty(), config.token());
    assertEquals(Optional.empty(), config.publicUrl());
    assertEquals("json", config.log());
    assertEquals(Optional.empty(), config.regions());
    assertEquals(0.2, config.sweepMaxShare());
    assertEquals(20, config.rateDescribe());
    assertEquals(10, config.rateJoin());
  }

  @Test
  void readsShareAsPartOrPercentage() {
    assertEquals(0.35, share(" 35% "));
    assertEquals(0.35, share("0.35"));
  }

  private static double share(String text) {
    return TagjoinConfig.read(name -> name.equals("tagjoin.sweep-max-share") ? text : null)
        .sweepMaxShare();
  }

  @ParameterizedTest
  @CsvSource({
    "tagjoin.dry-run,       yes,          'TAGJOIN_DRY_RUN: \"yes\" is not true or false'",
    "tagjoin.parallel,      many,         'TAGJOIN_PARALLEL: \"many\" is not a number'",
    "tagjoin.sweep-max-share, a fifth,    'TAGJOIN_SWEEP_MAX_SHARE: \"a fifth\" is not a part such as 0.2'",
    "tagjoin.deadline,      soon,         'TAGJOIN_DEADLINE: \"soon\" is not a time'",
    "tagjoin.ecs-endpoint,  http://a b,   'TAGJOIN_ECS_ENDPOINT: \"http://a b\" is not http://host:port'",
  })
  void refusesValueOfOtherType(String name, String value, String message) {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> TagjoinConfig.read(asked -> asked.equals(name) ? value : null));
    assertTrue(e.getMessage().startsWith(message), e::toString);
  }

  @Test
  void valuesAreRead() {
    Map<String, String> values =
        Map.of(
            "tagjoin.dry-run", "true",
            "tagjoin.retry-refused", "false",
            "tagjoin.deadline", "500ms",
            "tagjoin.parallel", "3",
            "tagjoin.accounts", "1,2",
            "tagjoin.token", "");
    TagjoinConfig config = TagjoinConfig.read(values::get);
    assertEquals(true, config.dryRun());
    assertEquals(false, config.retryRefused());
    assertEquals(Optional.of(Duration.ofMillis(500)), config.deadline());
    assertEquals(3, config.parallel());
    assertEquals(Optional.of(List.of("1", "2")), config.accounts());
    assertEquals(Optional.empty(), config.token());
  }

  @Test
  void blanksAtTheEndsOfValuesDoNotCount() {
    Map<String, String> values =
        Map.of(
            "tagjoin.token", " secret-of-sixteen\r\n",
            "tagjoin.dry-run", "true ",
            "tagjoin.ecs-endpoint", " http://127.0.0.1:1\n",
            "tagjoin.public-url", " \n",
            "tagjoin.rules", " version: 1\n");
    TagjoinConfig config = TagjoinConfig.read(values::get);

    assertEquals(Optional.of("secret-of-sixteen"), config.token());
    assertEquals(true, config.dryRun());
    assertEquals("127.0.0.1", config.ecsEndpoint().orElseThrow().getHost());
    assertEquals(Optional.empty(), config.publicUrl());
    assertEquals(Optional.of(" version: 1\n"), config.rules());
  }
}
