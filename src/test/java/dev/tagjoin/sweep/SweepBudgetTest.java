package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.JsonWriter;
import dev.tagjoin.resource.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepBudgetTest {
  /** What AWS Lambda lets a function answer. */
  private static final int MAX_ANSWER_BYTES = 6_000_000;

  @Test
  void keepsAnAnswerWithLongNamesOfGroupsInBounds() {
    String name = "\u7ec4".repeat(64);
    Outcome.Resource resource =
        new Outcome.Resource("disk", "d-bp1b4ym5yh7ciz96h3kq", "cn-hangzhou", "1234567890123456");
    Outcome outcome =
        new Outcome(
            null,
            resource,
            Status.JOINED,
            "by team",
            "rg-acfmxazb4ph6old",
            "rg-acfmxazb4ph6aiy",
            "A72C97A3-6C9C-4FFD-9E5C-89E6A7DA4B7D",
            null,
            null,
            null,
            name,
            name);
    SweepBudget budget =
        new SweepBudget(10_000, Deadline.in(Duration.ofMinutes(1)), (seen, toMove, moved) -> true);

    List<Outcome> taken = new ArrayList<>();
    while (budget.take(outcome)) {
      taken.add(outcome);
    }

    int bytes = JsonWriter.sweep(SweepReport.ofOutcomes(taken)).length;
    assertTrue(bytes < MAX_ANSWER_BYTES, bytes + " bytes");
    assertTrue(taken.size() > 1_000, taken.size() + " outcomes");
  }
}
