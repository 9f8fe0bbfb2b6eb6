package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A resource to look at, and why. Immutable.
 *
 * @param event the id of the event that named it, or {@code null}
 * @param ref the resource
 * @param eventTime when the event happened that may be the first about a new resource, else {@code
 *     null}; for some time after that ECS may not show the resource yet
 * @param ownMove the id of the group when the event reports a move to it by this function, as far
 *     as that is known, else {@code null}; only saves the look at the followers
 */
public record WorkItem(String event, ResourceRef ref, Instant eventTime, String ownMove) {
  /**
   * How far from now an event may be for a resource that ECS does not show to be not visible yet
   * rather than gone. The bound holds for the future too: a wrong clock must not make an event
   * retried for ever.
   */
  static final Duration FRESH = Duration.ofMinutes(5);

  public WorkItem {
    Objects.requireNonNull(ref, "ref");
  }

  /** A resource to look at for another reason than a move of the function's own. */
  public WorkItem(String event, ResourceRef ref, Instant eventTime) {
    this(event, ref, eventTime, null);
  }

  /** A resource to look at without an event. */
  public static WorkItem of(ResourceRef ref) {
    return new WorkItem(null, ref, null, null);
  }

  /** The same of another account. */
  WorkItem withAccount(String account) {
    return new WorkItem(event, ref.withAccount(account), eventTime, ownMove);
  }

  /** This item, with what a later one about the same resource adds to the reasons to look. */
  WorkItem mergedWith(WorkItem later) {
    boolean isFresher =
        later.eventTime != null && (eventTime == null || later.eventTime.isAfter(eventTime));
    return new WorkItem(
        event,
        ref,
        isFresher ? later.eventTime : eventTime,
        Objects.equals(ownMove, later.ownMove) ? ownMove : null);
  }

  /** Whether the event reports the function's own move, and nobody moved the resource since. */
  boolean isEcho(String group) {
    return ownMove != null && ownMove.equals(group);
  }

  Outcome outOfTime() {
    return Outcome.of(this, Status.RETRY)
        .withError("DeadlineExceeded", "time ran out before this resource was handled");
  }

  /** The outcome of a resource that ECS does not show: not visible yet, or gone. */
  Outcome notShown() {
    if (eventTime != null
        && Duration.between(eventTime, Instant.now()).abs().compareTo(FRESH) < 0) {
      return Outcome.of(this, Status.RETRY)
          .withError(
              "NotVisibleYet", "the event is recent, and ECS does not show the resource yet");
    }
    return Outcome.of(this, Status.GONE).withReason("ECS does not show this resource");
  }

  /** The outcome of a call about the resource that failed. */
  Outcome failed(EcsException e) {
    if (e.kind() == ErrorCode.Kind.GONE) {
      return notShown().withRequestId(e.requestId());
    }
    Status status =
        switch (e.kind()) {
          case RETRY -> Status.RETRY;
          case GONE -> Status.GONE;
          case NOT_JOINABLE -> Status.IGNORED;
          case DUPLICATE, REFUSED -> Status.REFUSED;
        };
    return Outcome.of(this, status)
        .withRequestId(e.requestId())
        .withError(e.code(), e.getMessage());
  }
}
