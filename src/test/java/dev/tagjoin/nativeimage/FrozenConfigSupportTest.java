package dev.tagjoin.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.value.registry.ValueRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenConfigSupportTest {
  /** As Quarkus generates it. */
  static final class Generated {
    void readConfig(ValueRegistry values) {}
  }

  /** As an older or newer Quarkus might generate it. */
  static final class OtherwiseGenerated {
    void readConfig() {}
  }

  @Test
  void storesConfigurationWhereTheReplacedMethodExists() {
    assertEquals("", warningFor(Generated.class.getName(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.tagjoin.nativeimage.FrozenConfigSupportTest$OtherwiseGenerated",
        "dev.tagjoin.nativeimage.Nowhere"
      })
  void warnsAndLeavesConfigurationOutElsewhere(String generated) {
    String warning = warningFor(generated, false);

    assertTrue(warning.contains("WARNING: tagjoin's stored configuration does not fit"), warning);
    assertTrue(warning.contains(generated.substring(generated.lastIndexOf('.') + 1)), warning);
  }

  private static String warningFor(String generated, boolean expected) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertEquals(expected, new FrozenConfigSupport().test(generated));
    } finally {
      System.setErr(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
