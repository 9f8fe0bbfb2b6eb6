package dev.tagjoin.cli;

import dev.tagjoin.history.Undo;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Looks at what an undo names, and moves it back. Used by one thread. */
final class UndoPass implements AutoCloseable {
  private static final Duration CALL_TIME = Duration.ofMinutes(5);

  /** How many resources are handled before an interruption is looked at. */
  private static final int AT_ONCE = 100;

  private final Undo undo;

  /** The rules that are in force. */
  private final RuleBook book;

  private final Services services;
  private final Reconciler reconciler;
  private final Sweep sweep;
  private final Outcome[] outcomes;

  UndoPass(Undo undo, RuleBook book, Terminal terminal, Services services) {
    this.undo = undo;
    this.book = book;
    this.services = services;
    this.reconciler = services.reconciler(undo.book(), true);
    this.sweep = new Sweep(book, terminal, services);
    this.outcomes = new Outcome[undo.steps().size()];
  }

  /** Looks at every resource; nothing is moved. */
  void plan() {
    handle(IntStream.range(0, outcomes.length).boxed().toList(), true);
  }

  /** Asks before something is moved. */
  boolean confirms(String question) throws CommandException {
    return sweep.confirms(question);
  }

  /** Moves what was planned, at most so many; reads each resource again before and after. */
  void apply(int maxMoves) {
    handle(planned().stream().limit(maxMoves).toList(), false);
  }

  private List<Integer> planned() {
    return IntStream.range(0, outcomes.length)
        .filter(i -> outcomes[i].status() == Status.PLANNED)
        .boxed()
        .toList();
  }

  private void handle(List<Integer> indexes, boolean dryRun) {
    for (int start = 0; start < indexes.size(); start += AT_ONCE) {
      if (!dryRun && sweep.isInterrupted()) {
        return;
      }
      List<Integer> some = indexes.subList(start, Math.min(indexes.size(), start + AT_ONCE));
      List<WorkItem> items = new ArrayList<>();
      some.forEach(i -> items.add(new WorkItem(null, undo.steps().get(i).ref(), null)));
      List<Outcome> handled = reconciler.reconcile(items, Sweep.context(CALL_TIME), dryRun);
      for (int i = 0; i < some.size(); i++) {
        outcomes[some.get(i)] = explained(handled.get(i), undo.steps().get(some.get(i)));
      }
    }
  }

  /** Says why a resource is left alone. */
  private static Outcome explained(Outcome outcome, Undo.Step step) {
    if (outcome.status() != Status.LEFT) {
      return outcome;
    }
    String group = outcome.from();
    String reason =
        step.target().equals(group)
            ? "is back where it came from"
            : "is no longer in " + step.expected() + ": somebody else moved it";
    return left(outcome.resource(), group, reason);
  }

  private static Outcome left(Outcome.Resource resource, String group, String reason) {
    return new Outcome(null, resource, Status.LEFT, null, group, null, null, null, reason, null);
  }

  /** What came of it, with the resources that cannot be moved back. */
  SweepReport report() {
    List<Outcome> all = new ArrayList<>(List.of(outcomes));
    for (Undo.Impossible one : undo.impossible()) {
      all.add(left(one.move().resource(), one.move().to(), one.reason()));
    }
    return SweepReport.ofOutcomes(all);
  }

  /**
   * Whether a larger share of the existing resources would move than may. Counts those of the types
   * and in the regions of the undo.
   */
  boolean isTooLargeShare() throws CommandException {
    List<String> accounts = distinct(ResourceRef::account);
    SweepOptions options =
        new SweepOptions(
            "",
            accounts.isEmpty() ? null : accounts,
            distinct(ResourceRef::region),
            distinct(ResourceRef::kind),
            Integer.MAX_VALUE,
            false);
    long seen = sweep.run(options, true).report().seen();
    return (double) planned().size() / Math.max(1, seen) > services.maxShare();
  }

  private <T> List<T> distinct(Function<ResourceRef, T> member) {
    return undo.steps().stream()
        .map(step -> member.apply(step.ref()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Which rules in force would move what is moved back once more: sentences with counts. */
  List<String> rulesThatMoveAgain() {
    Map<ResourceRef, String> targets = new HashMap<>();
    for (int i : planned()) {
      Outcome.Resource resource = outcomes[i].resource();
      Undo.Step step = undo.steps().get(i);
      targets.put(
          new ResourceRef(step.ref().kind(), resource.id(), resource.region(), resource.account()),
          step.target());
    }
    Map<String, Integer> again = new TreeMap<>();
    List<ResourceRef> refs = new ArrayList<>(targets.keySet());
    Reconciler byBook = services.reconciler(book, false);
    for (int start = 0; start < refs.size(); start += AT_ONCE) {
      List<ResourceRef> some = refs.subList(start, Math.min(refs.size(), start + AT_ONCE));
      RequestContext context = Sweep.context(CALL_TIME);
      try (PlacementResolver placements = byBook.placements(context)) {
        long readAt = System.nanoTime();
        List<ResourceState> states =
            byBook.inspector().states(some, context).stream()
                .map(state -> state.withGroup(targets.get(state.ref())))
                .toList();
        byBook.reconcileStates(states, readAt, placements, context, true).stream()
            .filter(outcome -> outcome.status() == Status.PLANNED)
            .forEach(outcome -> again.merge(cause(outcome), 1, Integer::sum));
      }
    }
    return again.entrySet().stream()
        .map(entry -> Commands.count(entry.getValue(), "resource") + " " + entry.getKey())
        .toList();
  }

  private String cause(Outcome outcome) {
    String to = " to " + new GroupNames(book).label(outcome.to(), null);
    return outcome.follows() == null
        ? "by rule \"" + outcome.rule() + "\"" + to
        : "following " + outcome.follows().type() + " " + outcome.follows().id() + to;
  }

  @Override
  public void close() {
    sweep.close();
  }
}
