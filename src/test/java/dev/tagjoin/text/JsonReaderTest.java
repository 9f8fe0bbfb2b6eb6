package dev.tagjoin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final JsonReader READER = new JsonReader();

  static Stream<String> beyondLimits() {
    return Stream.of(
        "[".repeat(3_000),
        "{\"a\":".repeat(3_000),
        "[".repeat(65) + "]".repeat(65),
        "{\"a\":" + "7".repeat(5_000) + "}",
        "{\"a\":1." + "7".repeat(5_000) + "}",
        "{\"" + "n".repeat(60_000) + "\":1}",
        "\"" + "x".repeat(JsonReader.MAX_TEXT + 1) + "\"");
  }

  @ParameterizedTest
  @MethodSource("beyondLimits")
  void refusesWhatIsBeyondALimit(String json) {
    for (InvalidJsonException e : new InvalidJsonException[] {refused(json), refusedBytes(json)}) {
      assertTrue(e.getMessage().startsWith("JSON beyond the limits of 64 levels"), e.getMessage());
      assertTrue(e.getMessage().length() < 300, e.getMessage());
      assertNull(e.pointer());
    }
    assertNull(READER.readOrNull(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1", "{'a':1}", "[NaN]", "[1,]", "{} {}", "{} x", "<x/>", "tru"})
  void refusesWhatIsNoJsonWithItsPlace(String json) {
    InvalidJsonException e = refused("\n" + json);

    assertTrue(e.getMessage().startsWith("not JSON, line 2, column "), e.getMessage());
    assertEquals(2, e.line());
    assertTrue(e.column() > 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"a\":1,\"a\":1};         /a",
        "{\"b\":[{\"a\":{},\"a\":{}}]}; /b/0/a",
        "{\"x/y\":1,\"x/y\":[]};    /x~1y",
      })
  void refusesMemberThatAppearsTwice(String json, String pointer) {
    InvalidJsonException e = refused(json);

    assertEquals("the member appears twice", e.getMessage());
    assertEquals(pointer, e.pointer());
    assertEquals(1, e.line());
  }

  @Test
  void takesLastOfRepeatedMembersInsideText() {
    assertEquals(2, READER.readOrNull("{\"a\":1,\"a\":2}").get("a").intValue());
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    InvalidJsonException e =
        assertThrows(
            InvalidJsonException.class,
            () -> READER.read(new byte[] {'"', 'a', (byte) 0xe9, '"', '\n'}));
    assertTrue(e.getMessage().startsWith("not JSON"), e.getMessage());
  }

  @Test
  void skipsByteOrderMark() throws Exception {
    String json = "\ufeff{\"a\":1}";

    assertEquals(1, READER.read(json).get("a").intValue());
    assertEquals(1, READER.read(json.getBytes(StandardCharsets.UTF_8)).get("a").intValue());
    assertEquals(1, READER.readOrNull(json).get("a").intValue());
  }

  @Test
  void readsNothingFromWhiteSpace() throws Exception {
    assertNull(READER.read(" \n\ufeff".strip()));
    assertNull(READER.read(" \n"));
    assertNull(READER.read(new byte[0]));
  }

  @Test
  void readsUpToItsLimits() throws Exception {
    String deep = "[".repeat(64) + "]".repeat(64);
    JsonNode long1 = READER.read("{\"" + "n".repeat(50_000) + "\":" + "7".repeat(1_000) + "}");

    assertTrue(READER.read(deep).isArray());
    assertEquals(1, long1.size());
  }

  private static InvalidJsonException refused(String json) {
    return assertThrows(InvalidJsonException.class, () -> READER.read(json));
  }

  private static InvalidJsonException refusedBytes(String json) {
    return assertThrows(
        InvalidJsonException.class, () -> READER.read(json.getBytes(StandardCharsets.UTF_8)));
  }
}
