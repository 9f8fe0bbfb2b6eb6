package dev.tagjoin.reconcile;

import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;

/**
 * What holds for all resources of one request or one part of a sweep. Immutable.
 *
 * @param placements decides where resources belong
 * @param context the credentials and the deadline
 * @param isDry whether nothing is moved
 */
record Run(PlacementResolver placements, RequestContext context, boolean isDry) {
  /** Kept for reading again what was moved; a quarter of the time when there is little. */
  private static final long CHECK_MILLIS = 2_000;

  /** The same with less time, so that some is left to read again what was moved. */
  Run withTimeToCheck() {
    long left = context.deadline().leftMillis();
    Duration shorter = Duration.ofMillis(left - Math.min(CHECK_MILLIS, left / 4));
    return new Run(placements, context.withDeadline(Deadline.in(shorter)), isDry);
  }
}
