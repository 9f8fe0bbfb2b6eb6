package dev.tagjoin.sweep;

import dev.tagjoin.reconcile.Status;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a pass has looked at, by status. Not safe for use by several threads. */
final class Tally {
  private final Map<Status, Integer> statuses = new EnumMap<>(Status.class);
  private long seen;

  Tally copy() {
    Tally copy = new Tally();
    copy.statuses.putAll(statuses);
    copy.seen = seen;
    return copy;
  }

  void addSeen(Status status) {
    seen++;
    add(status);
  }

  /** Counts an outcome that stands for no resource that was seen, or for one that was counted. */
  void add(Status status) {
    statuses.merge(status, 1, Integer::sum);
  }

  /** Takes all of one status off. */
  void remove(Status status) {
    statuses.remove(status);
  }

  long seen() {
    return seen;
  }

  Map<Status, Integer> statuses() {
    return statuses;
  }
}
