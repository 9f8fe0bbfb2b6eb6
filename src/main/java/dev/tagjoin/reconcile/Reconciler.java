package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.reconcile.Admission.Admitted;
import dev.tagjoin.reconcile.follow.Followers;
import dev.tagjoin.reconcile.follow.MaxAge;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountUse;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Moves resources into the group that the rules ask for: reads, decides, acts on a difference, and
 * reports exactly one outcome for each. Level-triggered: what is read decides, never what an event
 * says. Keeps no state between requests; safe for use by several threads.
 *
 * <p>Within this instance one request at a time acts on a resource, and reads it again when another
 * one handled it since. Instances share nothing, so that one may move a resource by an older
 * reading than another. Therefore each move is followed by a new reading, and by another move when
 * the resource belongs elsewhere by then. A move that could not be checked is a {@code retry}.
 */
public final class Reconciler {
  private final ResourceLocks locks;
  private final WorkerPool workers;
  private final EcsApi ecs;
  private final ResourceReader reader;
  private final Mover mover;
  private final CurrentRules rules;
  private final Accounts accounts;
  private final Supplier<GroupDirectory> groups;
  private final boolean alwaysDry;

  /**
   * @param ecs where resources are read and moved
   * @param rules what decides
   * @param accounts which accounts may be acted in
   * @param groups gives the groups of the accounts; asked only by a book that names groups by name
   * @param parallel how many resources are handled at once within one request, at least 1
   * @param alwaysDry whether nothing is ever moved
   */
  public Reconciler(
      EcsApi ecs,
      CurrentRules rules,
      Accounts accounts,
      Supplier<GroupDirectory> groups,
      int parallel,
      boolean alwaysDry) {
    this(ecs, rules, accounts, groups, new WorkerPool(parallel), alwaysDry, new ResourceLocks());
  }

  private Reconciler(
      EcsApi ecs,
      CurrentRules rules,
      Accounts accounts,
      Supplier<GroupDirectory> groups,
      WorkerPool workers,
      boolean alwaysDry,
      ResourceLocks locks) {
    this.ecs = ecs;
    this.rules = rules;
    this.accounts = accounts;
    this.groups = groups;
    this.workers = workers;
    this.alwaysDry = alwaysDry;
    this.locks = locks;
    this.reader = new ResourceReader(ecs, workers);
    this.mover = new Mover(ecs, reader);
  }

  /** A reconciler that reaches ECS in another way and shares locks and threads with this one. */
  public Reconciler over(EcsApi other) {
    return new Reconciler(other, rules, accounts, groups, workers, alwaysDry, locks);
  }

  /**
   * Handles every item, and the followers of each when the rule book has any.
   *
   * @param items what to look at; the account of an item is a claim, and a resource that comes
   *     twice is handled once
   * @param context the credentials and the deadline
   * @param dryRun whether to decide and report only
   * @return one outcome for each item, in the order of the items, then one for each follower that
   *     is no item itself
   */
  public List<Outcome> reconcile(List<WorkItem> items, RequestContext context, boolean dryRun) {
    RuleBook book = rules.book();
    if (PlacementResolver.isFollowed(book)) {
      try (PlacementResolver placements = placements(book, context)) {
        return handle(items, run(placements, context, dryRun), true);
      }
    }
    PlacementResolver placements = new PlacementResolver(book, reader, groups, context, null);
    return handle(items, run(placements, context, dryRun), false);
  }

  /**
   * Handles every item, but no followers.
   *
   * @param items what to look at; no ref twice
   * @param placements decides where resources belong
   * @param context the credentials and the deadline
   * @param dryRun whether to decide and report only
   * @return one outcome for each item, in their order
   */
  public List<Outcome> reconcileAlone(
      List<WorkItem> items, PlacementResolver placements, RequestContext context, boolean dryRun) {
    return handle(items, run(placements, context, dryRun), false);
  }

  /**
   * Handles resources that were read just now.
   *
   * @param states what was read; no ref twice
   * @param readAt when the reading began, by {@link System#nanoTime()}
   * @param placements decides where resources belong
   * @param context the credentials and the deadline
   * @param dryRun whether to decide and report only
   * @return one outcome for each state, in their order
   */
  public List<Outcome> reconcileStates(
      List<ResourceState> states,
      long readAt,
      PlacementResolver placements,
      RequestContext context,
      boolean dryRun) {
    Run run = run(placements, context, dryRun);
    List<WorkItem> items = new ArrayList<>(states.size());
    List<Observed> observed = new ArrayList<>(states.size());
    for (ResourceState state : states) {
      items.add(WorkItem.of(state.ref()));
      observed.add(new Observed(state, null, readAt));
    }
    if (!run.isDry()) {
      return settle(items, observed, run);
    }
    // nothing is moved, so that no locks are needed
    observed.forEach(placements::remember);
    placements.prepare(states, MaxAge.ANY);
    List<Outcome> outcomes = new ArrayList<>(states.size());
    for (int i = 0; i < states.size(); i++) {
      outcomes.add(mover.decide(items.get(i), observed.get(i), MaxAge.ANY, run));
    }
    return outcomes;
  }

  /**
   * Decides by the present rule book, for a pass. To be made before anything is read that is
   * handled by it, and to be closed after that.
   *
   * @param context the credentials and the deadline for reading leaders
   */
  public PlacementResolver placements(RequestContext context) {
    return placements(rules.book(), context);
  }

  /**
   * The function's own account, for a pass over what exists.
   *
   * @param region the region whose STS is asked
   * @return {@code null} when it is not known and no decision depends on it
   * @throws EcsException when it could not be found out
   */
  public String ownAccount(RequestContext context, String region) throws EcsException {
    return AccountUse.in(rules.book()) || accounts.areOfDirectory()
        ? accounts.own(context, region)
        : accounts.known(context);
  }

  private PlacementResolver placements(RuleBook book, RequestContext context) {
    return new PlacementResolver(book, reader, groups, context, locks.watch());
  }

  private Run run(PlacementResolver placements, RequestContext context, boolean dryRun) {
    return new Run(placements, context, dryRun || alwaysDry);
  }

  private List<Outcome> handle(List<WorkItem> items, Run run, boolean withFollowers) {
    Outcome[] outcomes = new Outcome[items.size()];
    Admission admission = new Admission(accounts, run.context(), run.placements().isAccountRead());
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = admission.admit(i, items.get(i));
    }
    Map<ResourceRef, Admitted> admitted = admission.admitted();
    List<ResourceLocks.Lease> leases = new ArrayList<>(admitted.size());
    try {
      for (ResourceRef ref : admitted.keySet()) {
        leases.add(locks.lease(ref, run.placements().watch()));
      }
      Map<ResourceRef, Observed> read = reader.read(admitted.keySet(), run.context());
      List<Candidate> candidates = new ArrayList<>(admitted.size());
      int next = 0;
      for (Admitted one : admitted.values()) {
        ResourceLocks.Lease lease = leases.get(next++);
        Observed observed = read.get(one.item().ref());
        if (observed == null) {
          outcomes[one.index()] = one.item().outOfTime();
        } else {
          candidates.add(new Candidate(one.index(), one.item(), lease, observed));
        }
      }
      new Settlement(mover, reader, workers, run, outcomes).settle(candidates);
      List<Outcome> all = new ArrayList<>(Arrays.asList(outcomes));
      if (withFollowers) {
        all.addAll(followers(admitted.values(), outcomes, run));
      }
      return all;
    } finally {
      leases.forEach(ResourceLocks.Lease::close);
    }
  }

  private List<Outcome> followers(Collection<Admitted> admitted, Outcome[] outcomes, Run run) {
    Followers followers =
        new Followers(
            ecs,
            run.context(),
            run.placements(),
            workers,
            (found, observed) -> settle(found, observed, run));
    for (Admitted one : admitted) {
      followers.markHandled(one.item().ref());
    }
    for (Admitted one : admitted) {
      WorkItem item = one.item();
      Outcome outcome = outcomes[one.index()];
      // the followers of an echo were handled with the event that brought the move about
      boolean isEcho = outcome.status() == Status.UNCHANGED && item.isEcho(outcome.from());
      if (!isEcho && Followers.leads(outcome)) {
        followers.add(item.event(), item.ref());
      }
    }
    return followers.processAll();
  }

  /** Handles what a listing showed; one outcome for each item, in their order. */
  private List<Outcome> settle(List<WorkItem> items, List<Observed> observed, Run run) {
    Outcome[] outcomes = new Outcome[items.size()];
    List<ResourceLocks.Lease> leases = new ArrayList<>(items.size());
    try {
      List<Candidate> candidates = new ArrayList<>(items.size());
      for (int i = 0; i < outcomes.length; i++) {
        WorkItem item = items.get(i);
        ResourceLocks.Lease lease =
            locks.lease(item.ref(), run.placements().watch(), observed.get(i).readAt());
        leases.add(lease);
        candidates.add(new Candidate(i, item, lease, observed.get(i)));
      }
      new Settlement(mover, reader, workers, run, outcomes).settle(candidates);
      return Arrays.asList(outcomes);
    } finally {
      leases.forEach(ResourceLocks.Lease::close);
    }
  }

  /** Remaining back-off requested by ECS in milliseconds; 0 if none. */
  public long quietMillis() {
    return ecs.quietMillis();
  }

  /** The resources that any request is handling now. */
  List<ResourceRef> inFlight() {
    return locks.current();
  }

  /** Reads single resources for explanations; decides and moves nothing by itself. */
  public Inspector inspector() {
    return new Inspector(reader, accounts, groups);
  }
}
