package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilterTest {
  private static final Credentials CREDENTIALS =
      new Credentials("STS.NUid", "sec/ret+key=", "CAIS+to/ken==");
  private static final String SIGNATURE = "kRA2cnpJ/N+YKPSA=";
  private final SecretFilter filter =
      new SecretFilter(
          CREDENTIALS, "https://ecs/?Action=A&Signature=" + encoded(SIGNATURE) + "&Format=JSON");

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STS.NUid", "sec/ret+key=", "CAIS+to/ken==", SIGNATURE})
  void replacesSecretsInEachSpelling(String secret) {
    for (String spelling :
        new String[] {
          secret,
          encoded(secret),
          encoded(encoded(secret)),
          encoded(secret).toLowerCase(Locale.ROOT),
        }) {
      assertEquals("a=***&b", filter.message("a=" + spelling + "&b"), spelling);
    }
  }

  @Test
  void keepsOtherText() {
    String text = "The specified parameter is not valid: Signature";

    assertEquals(text, filter.message(text));
    assertEquals(text, new SecretFilter(null, null).message(text));
    assertEquals(text, new SecretFilter(new Credentials("i", "s", null), null).message(text));
  }

  @Test
  void cutsLongTextAfterReplacing() {
    String text = "x".repeat(SecretFilter.MAX_MESSAGE - 4) + "sec/ret+key=" + "y".repeat(2 << 20);

    String message = filter.message(text);

    assertEquals(SecretFilter.MAX_MESSAGE + 3, message.length());
    assertFalse(message.contains("sec/"), message);
    assertTrue(filter.name("z".repeat(1000)).length() < 200);
  }

  @Test
  void replacesSignatureAtTheEndOfTheUrl() {
    SecretFilter ofUrl = new SecretFilter(null, "https://ecs/?Signature=" + encoded(SIGNATURE));

    assertEquals("a=***&b", ofUrl.message("a=" + SIGNATURE + "&b"));
    assertEquals("kRA2", new SecretFilter(null, "https://ecs/?Format=JSON").message("kRA2"));
  }

  @Test
  void replacesSecretsOfFourCharactersAndMore() {
    SecretFilter shortOnes = new SecretFilter(new Credentials("abcd", "efg", null), null);

    assertEquals("*** efg", shortOnes.message("abcd efg"));
  }

  @Test
  void keepsTextOfTheLargestLength() {
    String name = "n".repeat(SecretFilter.MAX_NAME);

    assertEquals(name, filter.name(name));
    assertEquals(name + "...", filter.name(name + "n"));
    assertNull(filter.name(null));
  }
}
