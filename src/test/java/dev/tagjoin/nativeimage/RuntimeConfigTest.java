package dev.tagjoin.nativeimage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeConfigTest {
  @Test
  void ignoresVariablesOfPlatforms() {
    assertTrue(
        RuntimeConfig.isFixed(
            List.of("PATH", "_HANDLER", "FC_SERVER_PORT", "TAGJOIN_AUTH", "LD_LIBRARY_PATH", ""),
            List.of(
                "java.home",
                "user.dir",
                "javax.net.ssl.trustStore",
                // set by what Quarkus generates, before it reads the configuration
                "io.quarkus.security.http.test-if-basic-auth-implicitly-required")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUARKUS_LOG_LEVEL",
        "_PROD_QUARKUS_HTTP_PORT",
        "quarkus.http.port",
        "SMALLRYE_CONFIG_LOCATIONS",
        "Quarkus_profile"
      })
  void readsVariablesOfQuarkus(String variable) {
    assertFalse(RuntimeConfig.isFixed(List.of("PATH", variable), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quarkus.http.port",
        "%prod.quarkus.log.level",
        "smallrye.config.locations",
        "tagjoin.auth"
      })
  void readsPropertiesOfQuarkusAndTagjoin(String property) {
    assertFalse(RuntimeConfig.isFixed(List.of("PATH"), List.of("java.home", property)));
  }
}
