package dev.tagjoin.doctor;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of one examination so far. Used by one thread.
 *
 * <p>What is the same in several regions is one result that names them. What is not worth trying
 * any more is one result for all the rest.
 */
final class CheckList {
  private final Deadline deadline;
  private final boolean namesRegions;
  private final Map<CheckResult, List<String>> results = new LinkedHashMap<>();
  private String obstacle;
  private boolean isStopped;

  /**
   * @param deadline until when checks are made
   * @param namesRegions whether several regions are examined, so that results name theirs
   */
  CheckList(Deadline deadline, boolean namesRegions) {
    this.deadline = deadline;
    this.namesRegions = namesRegions;
  }

  void add(String name, CheckResult.State state, String detail, String advice) {
    add(name, null, state, detail, advice);
  }

  void ok(String name, String region, String detail) {
    add(name, region, CheckResult.State.OK, detail, null);
  }

  /** Adds a result that holds for one region; {@code null} for one that holds for all. */
  void add(String name, String region, CheckResult.State state, String detail, String advice) {
    List<String> regions =
        results.computeIfAbsent(
            new CheckResult(name, state, detail, advice), result -> new ArrayList<>());
    if (region != null) {
      regions.add(region);
    }
  }

  /** Adds an error and what to do about it. */
  void failed(
      String name, String region, CheckResult.State state, EcsException e, String permission) {
    if (e.error().isAboutCredentials()) {
      obstacle = "the credentials are not accepted";
    }
    add(name, region, state, e.code() + ": " + e.getMessage(), Advice.about(e, permission));
  }

  /** Says why further checks are not worth making. */
  void stop(String why) {
    obstacle = why;
  }

  /** Whether further checks are not worth making, which the results then say. */
  boolean isStopped() {
    if (obstacle == null && deadline.passed()) {
      obstacle = "time ran out";
    }
    if (obstacle != null && !isStopped) {
      isStopped = true;
      add("remaining checks", CheckResult.State.SKIPPED, obstacle, null);
    }
    return isStopped;
  }

  /** All results, those of one name together. */
  List<CheckResult> results() {
    Map<String, List<CheckResult>> byName = new LinkedHashMap<>();
    results.forEach(
        (result, regions) -> {
          String prefix =
              namesRegions && !regions.isEmpty() ? String.join(", ", regions) + ": " : "";
          byName
              .computeIfAbsent(result.name(), name -> new ArrayList<>())
              .add(
                  new CheckResult(
                      result.name(), result.state(), prefix + result.detail(), result.advice()));
        });
    return byName.values().stream().flatMap(List::stream).toList();
  }
}
