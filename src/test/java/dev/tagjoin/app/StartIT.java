package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.Executable;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the packaged function starts, and how it refuses to. */
class StartIT {
  /**
   * A trace through this function; the Lambda extension prints one of its own for a failed start.
   */
  private static final Pattern TRACE = Pattern.compile("(?m)^\\s+at dev\\.tagjoin[\\w.$/]+\\(");

  @Test
  void listsEveryErrorOfRuleBookWithItsPlace() {
    String rules =
        """
        version: 1
        groups:
          prod: rg-acfmxazb4ph6aiy
        rules:
          - name: one
            when: {tag.env: prod}
            join: nowhere
          - name: two
            wen: {tag.env: dev}
            join: prod
        """;
    try (Executable function = Executable.bare().withFile("rules.yaml", rules).started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains("rules.yaml:7:11: "), said);
      assertTrue(said.contains("nowhere"), said);
      assertTrue(said.contains("rules.yaml:9:5: "), said);
      assertTrue(said.contains("wen"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void readsRuleBookFromEnvironment() {
    String rules = "version: 1\nrules:\n  - name: x\n    leave: 7\n";
    try (Executable function = Executable.bare().with("TAGJOIN_RULES", rules).started()) {
      assertNotEquals(0, function.exitCode());
      assertTrue(function.output().contains("TAGJOIN_RULES:4:12: "), function.output());
    }
  }

  @Test
  void saysWhereItLookedForRuleBook() {
    try (Executable function = Executable.bare().started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains("There is no rule book"), said);
      assertTrue(said.contains("/rules.yaml"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void namesNearestOfUnknownSetting() {
    try (Executable function = Executable.usual().with("TAGJOIN_DRYRUN", "true").started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains("TAGJOIN_DRYRUN; did you mean TAGJOIN_DRY_RUN?"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void refusesInvalidValue() {
    for (Map.Entry<String, String> bad :
        Map.of(
                "TAGJOIN_PARALLEL", "0",
                "TAGJOIN_AUTH", "open",
                "TAGJOIN_TOKEN", "short",
                "TAGJOIN_PORT", "http",
                "TAGJOIN_DEADLINE", "soon",
                "TAGJOIN_DRY_RUN", "perhaps",
                "TAGJOIN_ACCOUNTS", "me",
                "TAGJOIN_ECS_ENDPOINT", "ftp://example.com")
            .entrySet()) {
      try (Executable function = Executable.usual().with(bad.getKey(), bad.getValue()).started()) {
        assertNotEquals(0, function.exitCode(), bad.getKey());
        String said = function.output();
        assertTrue(said.contains(bad.getKey()), said);
        assertFalse(TRACE.matcher(said).find(), said);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TAGJOIN_ECS_ENDPOINT",
        "TAGJOIN_STS_ENDPOINT",
        "TAGJOIN_RESOURCE_MANAGER_ENDPOINT"
      })
  void refusesAddressWithoutEncryption(String variable) {
    try (Executable function =
        Executable.usual().with(variable, "http://ecs.example.com").started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains(variable + ": http:// sends credentials"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void letsNobodyInByDefault() {
    try (Executable function =
        Executable.bare()
            .withFile("rules.yaml", "version: 1\nrules: []\notherwise: leave\n")
            .ready()) {
      assertEquals(401, function.send("{\"resources\":[]}").status());
      assertEquals(200, function.call("GET", "/q/health/ready", Map.of(), null).status());
      assertTrue(function.output().contains("TAGJOIN_AUTH is not set"), function.output());
    }
  }

  @Test
  void letsInByToken() {
    try (Executable function =
        Executable.usual()
            .with("TAGJOIN_AUTH", "token")
            .with("TAGJOIN_TOKEN", " open-sesame-7f3c-91b2\n,the-old-one-a81c77e0")
            .with("TAGJOIN_DRY_RUN", "true")
            .ready()) {
      assertEquals(401, function.send("[]").status());
      Map<String, String> wrong = Map.of("authorization", "Bearer open-sesame");
      assertEquals(401, function.call("POST", "/events", wrong, "{}").status());
      Map<String, String> right = Map.of("authorization", "Bearer open-sesame-7f3c-91b2");
      assertEquals(400, function.call("POST", "/events", right, "{}").status());
      Map<String, String> old = Map.of("authorization", "Bearer the-old-one-a81c77e0");
      assertEquals(400, function.call("POST", "/events", old, "{}").status());
      assertFalse(function.output().contains("sesame"), function.output());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QUARKUS_PROFILE, dev",
    "QUARKUS_PROFILE, test",
    "QUARKUS_PROFILE, 'prod,dev'",
    "SMALLRYE_CONFIG_PROFILE, dev",
    "QUARKUS_CONFIG_PROFILE_PARENT, dev"
  })
  void refusesDevelopmentProfileFromEnvironment(String variable, String value) {
    assertRefusesProfile(Executable.usual().with(variable, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "test", "dev,prod"})
  void refusesDevelopmentProfileFromProperty(String value) {
    assertRefusesProfile(Executable.usual().withProperty("quarkus.profile", value));
  }

  @Test
  void refusesDevelopmentProfileFromFile() {
    assertRefusesProfile(Executable.usual().withFile(".env", "QUARKUS_PROFILE=dev\n"));
  }

  private static void assertRefusesProfile(Executable.Builder start) {
    try (Executable function = start.started()) {
      assertNotEquals(0, function.exitCode(), function.output());
      String said = function.output();
      assertTrue(said.contains("is for development and lets every caller in"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void startsWithProfileOfItsOwn() {
    try (Executable function = Executable.usual().with("QUARKUS_PROFILE", "staging").ready()) {
      assertEquals(200, function.call("GET", "/q/health/ready", Map.of(), null).status());
    }
  }

  @Test
  void stillReadsSettingsOfQuarkus() {
    try (Executable function =
        Executable.usual().with("QUARKUS_LOG_CONSOLE_FORMAT", "marked %s%n").ready()) {
      function.send("{}");
      assertTrue(function.output().contains("marked "), function.output());
    }
    try (Executable function =
        Executable.usual().withFile(".env", "QUARKUS_LOG_CONSOLE_FORMAT=marked %s%n\n").ready()) {
      function.send("{}");
      assertTrue(function.output().contains("marked "), function.output());
    }
  }

  /**
   * Reading them is most of a start, and nothing else would show that they are read for nothing.
   */
  @Test
  void settingsOfQuarkusAreReadOnlyWhenSomethingSetsOne() {
    try (Executable function = Executable.usual().ready()) {
      String said = function.output();
      assertFalse(said.contains("it reads the settings of Quarkus"), said);
    }
    try (Executable function =
        Executable.usual().with("QUARKUS_LOG_CONSOLE_FORMAT", "<%s>%n").ready()) {
      String said = function.output();
      assertEquals(
          Executable.isNative(),
          said.contains("<This start takes longer, because it reads the settings of Quarkus"),
          said);
    }
  }
}
