package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingNamesTest {
  private static SmallRyeConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(TagjoinConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .withDefaultValue("tagjoin.platform", "fc")
        .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
        .build();
  }

  @Test
  void everySettingIsKnown() {
    Set<String> accessors = new TreeSet<>();
    for (Method method : TagjoinConfig.class.getMethods()) {
      accessors.add(
          "tagjoin." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
    assertEquals(accessors, new TreeSet<>(SettingNames.KNOWN));
  }

  @Test
  void aMisspeltPropertyStopsTheStartAndNamesTheNearest() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> SettingNames.check(config(Map.of("tagjoin.dryrun", "true")), List.of()));
    assertTrue(
        e.getMessage().contains("tagjoin.dryrun; did you mean tagjoin.dry-run?"), e::toString);
  }

  @Test
  void aMisspeltVariableStopsTheStartAndNamesTheNearest() {
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
                config(Map.of("tagjoin.dry-run", "true", "tagjoin.accounts[0]", "1")),
                Arrays.asList("TAGJOIN_DRY_RUN", "TAGJOIN_TOKEN", "TAGGED")));
  }

  @Test
  void theDefaults() {
    TagjoinConfig config = config(Map.of()).getConfigMapping(TagjoinConfig.class);
    assertEquals(Optional.empty(), config.rulesFile());
    assertEquals(Optional.empty(), config.rules());
    assertEquals(Optional.empty(), config.ecsEndpoint());
    assertEquals(Optional.empty(), config.stsEndpoint());
    assertEquals(false, config.dryRun());
    assertEquals(true, config.retryRefused());
    assertEquals(Optional.<Duration>empty(), config.deadline());
    assertEquals(8, config.parallel());
    assertEquals(Optional.empty(), config.accounts());
    assertEquals("deny", config.auth());
    assertEquals(Optional.empty(), config.token());
    assertEquals(Optional.empty(), config.publicUrl());
    assertEquals("json", config.log());
    assertEquals(Optional.empty(), config.regions());
    assertEquals(0.2, Shares.parse(config.sweepMaxShare()));
    assertEquals(20, config.rateDescribe());
    assertEquals(10, config.rateJoin());
  }

  @Test
  void aShareIsAPartOrAPercentage() {
    assertEquals(0.35, Shares.parse(" 35% "));
    assertEquals(0.35, Shares.parse("0.35"));
    assertTrue(Double.isNaN(Shares.parse("a fifth")));
  }
}
