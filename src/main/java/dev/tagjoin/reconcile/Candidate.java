package dev.tagjoin.reconcile;

import dev.tagjoin.reconcile.follow.MaxAge;
import dev.tagjoin.resource.ResourceRef;

/**
 * A resource that is leased and was read. Immutable.
 *
 * @param index the place of its outcome
 * @param item the resource, and why it is looked at
 * @param lease this request's lease
 * @param observed the latest reading
 * @param moved the outcome of this request's previous move of it, or {@code null}
 * @param leaderAge how old the reading of its leader may be
 */
record Candidate(
    int index,
    WorkItem item,
    ResourceLocks.Lease lease,
    Observed observed,
    Outcome moved,
    MaxAge leaderAge) {
  Candidate(int index, WorkItem item, ResourceLocks.Lease lease, Observed observed) {
    this(index, item, lease, observed, null, MaxAge.ANY);
  }

  /** The same after a move and a new reading. */
  Candidate again(Observed read, Outcome previousMove, MaxAge age) {
    return new Candidate(index, item, lease, read, previousMove, age);
  }

  ResourceRef ref() {
    return item.ref();
  }
}
