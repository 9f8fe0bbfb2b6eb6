package dev.tagjoin.report;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a delivery: the count of each outcome, and each of them. Immutable.
 *
 * @param summary how often each outcome came about; those that did not are missing
 * @param outcomes one for each resource, and one for each event that names none
 */
public record DeliveryReport(Map<Status, Integer> summary, List<Outcome> outcomes) {
  /** The report of these outcomes. */
  public static DeliveryReport of(List<Outcome> outcomes) {
    Map<Status, Integer> summary = new EnumMap<>(Status.class);
    for (Outcome outcome : outcomes) {
      summary.merge(outcome.status(), 1, Integer::sum);
    }
    return new DeliveryReport(summary, outcomes);
  }

  /** The report as one JSON object, UTF-8. */
  public byte[] json() {
    return JsonWriter.object(
        json -> {
          JsonWriter.summary(json, summary);
          JsonWriter.outcomes(json, outcomes);
        });
  }
}
