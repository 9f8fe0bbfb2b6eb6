package dev.tagjoin.history;

import dev.tagjoin.reconcile.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The moves of each resource. Its size depends on the number of resources that were moved, not on
 * the length of the log. Not safe for use by several threads.
 */
public final class MoveHistory {
  /** How many moves of one resource are kept; later ones are only counted. */
  static final int MAX_KEPT = 1_000;

  private final Map<Outcome.Resource, Map<String, LoggedMove>> byResource = new LinkedHashMap<>();
  private final Map<String, Long> byRule = new TreeMap<>();
  private final Map<String, Long> byDay = new TreeMap<>();
  private long moves;
  private long notKept;
  private int unlogged;

  /** Adds a move, unless it was added before. */
  public void add(LoggedMove move) {
    Map<String, LoggedMove> kept =
        byResource.computeIfAbsent(move.resource(), resource -> new LinkedHashMap<>(4));
    if (kept.containsKey(move.key())) {
      return;
    }
    if (kept.size() < MAX_KEPT) {
      kept.put(move.key(), move);
    } else {
      notKept++;
    }
    moves++;
    byRule.merge(move.rule() == null ? "(followed)" : move.rule(), 1L, Long::sum);
    byDay.merge(
        move.time() == null ? "(unknown)" : move.time().toString().substring(0, 10), 1L, Long::sum);
  }

  /**
   * Adds the moves that the account's own history tells of and the log does not, once the log was
   * read. Each move of the log answers for one of them.
   */
  public void addUnlogged(List<LoggedMove> told) {
    Map<Outcome.Resource, Outcome.Resource> known = new HashMap<>();
    byResource.keySet().forEach(resource -> known.put(withoutAccount(resource), resource));
    Map<Outcome.Resource, List<LoggedMove>> unmatched = new HashMap<>();
    for (LoggedMove move : told) {
      Outcome.Resource resource = known.getOrDefault(move.resource(), move.resource());
      List<LoggedMove> logged =
          unmatched.computeIfAbsent(
              resource, r -> new ArrayList<>(byResource.getOrDefault(r, Map.of()).values()));
      Optional<LoggedMove> same = logged.stream().filter(one -> one.isToldBy(move)).findFirst();
      if (same.isPresent()) {
        logged.remove(same.get());
      } else {
        add(move.unlogged(resource, ++unlogged));
      }
    }
  }

  private static Outcome.Resource withoutAccount(Outcome.Resource resource) {
    return new Outcome.Resource(resource.type(), resource.id(), resource.region(), null);
  }

  /** How many moves there were. */
  public long moves() {
    return moves;
  }

  /** How many moves were counted only, because one resource has more than 1,000. */
  public long notKept() {
    return notKept;
  }

  /** How often each rule moved something. */
  public Map<String, Long> byRule() {
    return byRule;
  }

  /** How many moves there were on each day, in UTC. */
  public Map<String, Long> byDay() {
    return byDay;
  }

  /**
   * The moves of one resource.
   *
   * @param moves by time, at least one
   * @param returns how often it was moved to a group in which it had been before: two controllers
   *     disagree, or two rules do
   */
  public record Resource(List<LoggedMove> moves, int returns) {
    /** The last move. */
    public LoggedMove last() {
      return moves.get(moves.size() - 1);
    }
  }

  /** The resources, in the order in which they first appeared. */
  public List<Resource> resources() {
    List<Resource> resources = new ArrayList<>(byResource.size());
    for (Map<String, LoggedMove> kept : byResource.values()) {
      List<LoggedMove> sorted = new ArrayList<>(kept.values());
      sorted.sort(LoggedMove.BY_TIME);
      resources.add(new Resource(sorted, returns(sorted)));
    }
    return resources;
  }

  private static int returns(List<LoggedMove> moves) {
    Set<String> seen = new HashSet<>();
    int returns = 0;
    for (LoggedMove move : moves) {
      seen.add(move.from());
      returns += seen.add(move.to()) ? 0 : 1;
    }
    return returns;
  }
}
