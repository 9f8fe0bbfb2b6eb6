package dev.tagjoin.doctor;

import dev.tagjoin.doctor.CheckResult.State;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One examination: the request that it is made with, and the results so far. Used by one thread.
 *
 * <p>What is the same in several regions is one result that names them. What is not worth trying
 * any more is one result for all the rest.
 */
final class CheckList {
  private final RequestContext context;
  private final boolean namesRegions;
  private final Map<CheckResult, List<String>> results = new LinkedHashMap<>();
  private String obstacle;
  private boolean isStopped;

  /**
   * @param context whose credentials and deadline hold
   * @param namesRegions whether several regions are examined, so that results name theirs
   */
  CheckList(RequestContext context, boolean namesRegions) {
    this.context = context;
    this.namesRegions = namesRegions;
  }

  RequestContext context() {
    return context;
  }

  void ok(String name, String region, String detail) {
    add(name, region, State.OK, detail, null);
  }

  void skipped(String name, String detail) {
    add(name, null, State.SKIPPED, detail, null);
  }

  void warning(String name, String detail, String advice) {
    add(name, null, State.WARNING, detail, advice);
  }

  void failed(String name, String detail, String advice) {
    add(name, null, State.FAILED, detail, advice);
  }

  /** Adds a result that holds for one region; {@code null} for one that holds for all. */
  void add(String name, String region, State state, String detail, String advice) {
    List<String> regions =
        results.computeIfAbsent(
            new CheckResult(name, state, detail, advice), result -> new ArrayList<>());
    if (region != null) {
      regions.add(region);
    }
  }

  /** Adds an error and what to do about it. */
  void error(String name, String region, State state, EcsException e, String permission) {
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
    if (obstacle == null && context.deadline().passed()) {
      obstacle = "time ran out";
    }
    if (obstacle != null && !isStopped) {
      isStopped = true;
      skipped("remaining checks", obstacle);
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
