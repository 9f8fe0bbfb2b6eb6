package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {
  private static final String TOKEN = "0123456789abcdef";

  private static HttpSettings settings(
      HttpSettings.Auth auth, String token, String url, Integer port) {
    return new HttpSettings(
        auth,
        token == null ? null : new CallerTokens(token),
        url,
        false,
        true,
        Duration.ofSeconds(25),
        false,
        false,
        port);
  }

  private static String refusal(HttpSettings.Auth auth, String token, String url, Integer port) {
    return assertThrows(IllegalArgumentException.class, () -> settings(auth, token, url, port))
        .getMessage();
  }

  @Test
  void needsWhatTheModeRestsOn() {
    assertTrue(refusal(HttpSettings.Auth.TOKEN, null, null, null).contains("TAGJOIN_TOKEN"));
    assertTrue(
        refusal(HttpSettings.Auth.EVENTBRIDGE, TOKEN, null, null).contains("TAGJOIN_PUBLIC_URL"));
    assertTrue(
        refusal(HttpSettings.Auth.EVENTBRIDGE, null, "https://a.example", null)
            .contains("TAGJOIN_TOKEN"));
    assertDoesNotThrow(
        () -> settings(HttpSettings.Auth.EVENTBRIDGE, TOKEN, "https://a.example", null));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536})
  void refusesPortOutOfRange(int port) {
    assertTrue(refusal(HttpSettings.Auth.DENY, null, null, port).contains("TAGJOIN_PORT"));
  }

  @Test
  void acceptsEitherOfTwoTokens() {
    CallerTokens tokens = new CallerTokens(" " + TOKEN + "\r\n,\tfedcba9876543210 ");

    assertTrue(tokens.contain(TOKEN));
    assertTrue(tokens.contain("fedcba9876543210"));
    assertFalse(tokens.contain(TOKEN + ",fedcba9876543210"));
    assertFalse(tokens.contain("0123456789abcde"));
    assertFalse(tokens.contain(""));
    assertFalse(tokens.contain(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "0123456789abcde",
        " 0123456789abcde\n",
        "0123456789abcdef,",
        "0123456789abcdef,short",
        "0123456789abcdef,0123456789abcdeg,0123456789abcdeh"
      })
  void refusesShortTokensAndMoreThanTwo(String setting) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new CallerTokens(setting));

    assertTrue(e.getMessage().contains("TAGJOIN_TOKEN"), e::getMessage);
    assertFalse(e.getMessage().contains("0123"), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"true, 90000", "false, 60"})
  void keepsConnectionsAsLongAsARequestTakes(boolean onFunctionCompute, long seconds) {
    HttpSettings settings =
        new HttpSettings(
            HttpSettings.Auth.DENY,
            null,
            null,
            false,
            true,
            Duration.ofSeconds(25),
            false,
            onFunctionCompute,
            null);

    assertEquals(seconds, ServerOptions.idle(settings).toSeconds());
  }
}
