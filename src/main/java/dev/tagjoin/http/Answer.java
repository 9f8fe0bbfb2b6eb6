package dev.tagjoin.http;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.JsonBody;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to events: how many of each outcome, and each of them.
 *
 * @param summary how often each outcome came about; those that did not are missing
 * @param outcomes one for each resource, and one for each event that names none
 */
record Answer(Map<Status, Integer> summary, List<Outcome> outcomes) {
  static Answer of(List<Outcome> outcomes) {
    Map<Status, Integer> summary = new EnumMap<>(Status.class);
    for (Outcome outcome : outcomes) {
      summary.merge(outcome.status(), 1, Integer::sum);
    }
    return new Answer(summary, outcomes);
  }

  /**
   * The HTTP status: 503 when a retry can help, 502 when a person is needed and the caller is to
   * try again until then, else 200.
   */
  int status(boolean retryRefused) {
    if (summary.containsKey(Status.RETRY)) {
      return 503;
    }
    return retryRefused && summary.containsKey(Status.REFUSED) ? 502 : 200;
  }

  /** The answer as the contract with callers has it. */
  byte[] json() {
    return JsonBody.object(
        json -> {
          JsonBody.summary(json, summary);
          json.writeArrayFieldStart("outcomes");
          for (Outcome outcome : outcomes) {
            JsonBody.outcome(json, outcome);
          }
          json.writeEndArray();
        });
  }
}
