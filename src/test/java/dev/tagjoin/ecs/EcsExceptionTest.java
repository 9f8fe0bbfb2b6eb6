package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsExceptionTest {
  @ParameterizedTest
  @CsvSource({
    "InvalidNextToken,              any message,                true",
    "InvalidParameter,              The NextToken is not valid, true",
    "InvalidParameter,              MaxResults is not valid,    false",
    "InvalidSecurityToken.Malformed, any message,               false",
    "Throttling,                    too many tokens,            false",
  })
  void tellsRejectedPageTokenFromOtherErrors(String code, String message, boolean token) {
    EcsException e = new EcsException(ErrorCode.of(code, 400), message, null, 0);

    assertEquals(token, e.isAboutPageToken());
  }

  @Test
  void keepsWhatIsKnownWhenWordsAreAdded() {
    EcsException e = new EcsException(ErrorCode.of("Throttling"), "too many", "id-1", 70);

    for (EcsException told : new EcsException[] {e.during("joining"), e.withAdvice("wait")}) {
      assertEquals("Throttling", told.code());
      assertEquals("id-1", told.requestId());
      assertEquals(70, told.waitMillis());
    }
    assertEquals("joining: too many", e.during("joining").getMessage());
    assertEquals("too many; wait", e.withAdvice("wait").getMessage());
  }
}
