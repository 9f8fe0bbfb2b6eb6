package dev.tagjoin.ecs.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After          | 3                       | 3000",
        "Retry-After          | 99999                   | 60000",
        "X-RateLimit-User     | Remain:0,TimeLeft:99999 | 60000",
        "retry-after          | Wed, 21 Oct 2026 07:28  | 0",
        "Retry-After          | -3                      | 0",
        "Retry-After          | 99999999999999          | 0",
        "X-RateLimit-User-API | Remain:0,TimeLeft:170   | 170",
        "x-ratelimit-user     | TimeLeft: 20 , Remain:0 | 20",
        "X-RateLimit-User     | Remain:7,TimeLeft:170   | 0",
        "X-RateLimit-User     | nonsense                | 0",
        "X-RateLimit-User     | Remain:x,TimeLeft:y     | 0",
        "Date                 | 17                      | 0",
      })
  void readsWaitFromHeader(String name, String value, long millis) {
    assertEquals(millis, RetryHint.millis(Map.of(name, value)));
  }

  @Property
  void anyTextIsReadWithoutFailure(@ForAll String value) {
    for (String name : new String[] {"Retry-After", "X-RateLimit-User"}) {
      long millis = RetryHint.millis(Map.of(name, value));
      assertTrue(millis >= 0 && millis <= RetryHint.MAX_MILLIS, () -> name + ": " + millis);
    }
  }
}
