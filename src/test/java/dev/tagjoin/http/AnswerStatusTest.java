package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seconds that a sender is asked to wait. */
class AnswerStatusTest {
  private static Outcome outcome(Status result, String code) {
    return new Outcome("e", null, result, null, null, null, null, code, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "Throttling.User,                      0,      5",
    "Throttling.User,                      4_000,  5",
    "Throttling.User,                      17_001, 18",
    "Throttling.User,                      999_999, 60",
    "NotVisibleYet,                        0,      5",
    "DeadlineExceeded,                     0,      1",
    "DeadlineExceeded,                     2_000,  2",
    "Overtaken,                            0,      1",
    "EntityExists.AssociatedTransferTasks, 0,      30",
  })
  void derivesWaitFromWhatIsInTheWay(String code, String quietMillis, int seconds) {
    assertEquals(
        seconds,
        AnswerStatus.retryAfter(
            List.of(outcome(Status.JOINED, null), outcome(Status.RETRY, code)),
            Long.parseLong(quietMillis.replace("_", ""))));
  }

  @Test
  void takesShortestWaitOfSeveralOutcomes() {
    assertEquals(
        1,
        AnswerStatus.retryAfter(
            List.of(
                outcome(Status.RETRY, "InvalidStatus.ResourceGroup"),
                outcome(Status.RETRY, "DeadlineExceeded"),
                outcome(Status.REFUSED, "Forbidden.RAM")),
            0));
  }
}
