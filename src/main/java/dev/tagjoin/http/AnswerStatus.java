package dev.tagjoin.http;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The HTTP status of a report, and how long a sender is asked to wait with the next try. */
final class AnswerStatus {
  private static final int AT_ONCE_SECONDS = 1;
  private static final int USUAL_SECONDS = 5;
  private static final int SLOW_SECONDS = 30;
  private static final int MAX_SECONDS = 60;

  private AnswerStatus() {}

  /**
   * The HTTP status: 503 when a retry can help, 502 when manual action is needed and the caller is
   * to try again until then, else 200.
   */
  static int of(Map<Status, Integer> summary, boolean retryRefused) {
    if (summary.getOrDefault(Status.RETRY, 0) > 0) {
      return 503;
    }
    return retryRefused && summary.getOrDefault(Status.REFUSED, 0) > 0 ? 502 : 200;
  }

  /** The answer with a report. */
  static Response answer(
      int status, byte[] report, List<Outcome> outcomes, LongSupplier quietMillis) {
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(report);
    if (status == 503) {
      response.header("Retry-After", retryAfter(outcomes, quietMillis.getAsLong()));
    }
    return response.build();
  }

  /**
   * The value of {@code Retry-After} in seconds, 1 to 60. When several outcomes are {@code retry},
   * the one that can be handled first counts.
   */
  static int retryAfter(List<Outcome> outcomes, long quietMillis) {
    int seconds = MAX_SECONDS;
    for (Outcome outcome : outcomes) {
      if (outcome.status() == Status.RETRY) {
        seconds = Math.min(seconds, seconds(outcome));
      }
    }
    return (int) Math.min(MAX_SECONDS, Math.max(seconds, (quietMillis + 999) / 1_000));
  }

  private static int seconds(Outcome outcome) {
    if (outcome.isSlow()) {
      return SLOW_SECONDS;
    }
    String code = outcome.code() == null ? "" : outcome.code();
    return switch (code) {
      // nothing is in the way: the next delivery goes on
      case "DeadlineExceeded", "TooManyFollowers", "Overtaken" -> AT_ONCE_SECONDS;
      default -> USUAL_SECONDS;
    };
  }
}
