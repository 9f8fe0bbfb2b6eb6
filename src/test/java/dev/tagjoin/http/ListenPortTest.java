package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenPortTest {
  @Test
  void aPortIsRead() {
    assertEquals(9000, ListenPort.number("9000"));
    assertEquals(65535, ListenPort.number("65535"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "0", "-1", "65536", "9000 ", "99999999999"})
  void anythingElseIsTold(String port) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> ListenPort.number(port));
    assertTrue(e.getMessage().contains("FC_SERVER_PORT") && e.getMessage().contains(port));
  }
}
