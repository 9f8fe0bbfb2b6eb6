package dev.tagjoin.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-09T11:22:33Z,              2026-03-09T11:22:33Z",
    "2026-03-09t11:22:33z,              2026-03-09T11:22:33Z",
    "2026-03-09T11:22:33.105Z,          2026-03-09T11:22:33.105Z",
    "2026-03-09T11:22:33.1234567891Z,   2026-03-09T11:22:33.123456789Z",
    "2026-03-09T11:22:33,               2026-03-09T11:22:33Z",
    "2026-03-09 11:22:33,               2026-03-09T11:22:33Z",
    "2026-03-09T11:22Z,                 2026-03-09T11:22:00Z",
    "2026-03-09T19:22:33+08:00,         2026-03-09T11:22:33Z",
    "2026-03-09T19:22:33 +0800,         2026-03-09T11:22:33Z",
    "2026-03-09T19:22:33.179PRC,        2026-03-09T11:22:33.179Z",
    "2026-03-09T19:22:33.179CST,        2026-03-09T11:22:33.179Z",
    "2026-03-09T19:22:33Asia/Shanghai,  2026-03-09T11:22:33Z",
    "2026-03-09T19:22:33+08:00[PRC],    2026-03-09T11:22:33Z",
    "2026-03-09T06:22:33America/Bogota, 2026-03-09T11:22:33Z",
    "2026-03-09T13:22:33UTC+2,          2026-03-09T11:22:33Z",
    "1773055353000,                     2026-03-09T11:22:33Z",
    "1773055353,                        2026-03-09T11:22:33Z",
  })
  void readsEverySpelling(String text, Instant time) {
    assertEquals(time, EventTime.parse(text));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "now",
        "2026-03-09",
        "2026-13-09T11:22:33Z",
        "2026-03-09T11:22:33Nowhere",
        "2026-03-09T11:22:3",
        "99999999999999999999",
        "-1"
      })
  void givesNothingForWhatIsNoTime(String text) {
    assertNull(EventTime.parse(text));
  }

  @Test
  void takesFirstReadableOfDataAndEnvelope() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    Event event =
        new Event("", envelope, "/data", data, new EventContext(Map.of(), null, null, null));
    assertNull(EventTime.of(event, data, "a", "b"));

    envelope.put("aliyunpublishtime", "2026-03-09T19:22:31.179PRC");
    assertEquals("2026-03-09T11:22:31.179Z", "" + EventTime.of(event, data, "a", "b"));
    envelope.put("time", "2026-03-09T11:22:32Z");
    assertEquals("2026-03-09T11:22:32Z", "" + EventTime.of(event, data, "a", "b"));
    data.put("b", 1773055353000L).put("a", "soon");
    assertEquals("2026-03-09T11:22:33Z", "" + EventTime.of(event, data, "a", "b"));
  }
}
