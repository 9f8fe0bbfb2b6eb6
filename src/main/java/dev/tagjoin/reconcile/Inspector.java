package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.group.GroupLookupException;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads single resources and what decides about them, for explanations and plans. Safe for use by
 * several threads.
 */
public final class Inspector {
  private final ResourceReader reader;
  private final Accounts accounts;
  private final Supplier<GroupDirectory> groups;

  Inspector(ResourceReader reader, Accounts accounts, Supplier<GroupDirectory> groups) {
    this.reader = reader;
    this.accounts = accounts;
    this.groups = groups;
  }

  /** The state of a resource, or the outcome that says why there is none. */
  public record Reading(ResourceState state, Outcome failure) {}

  /**
   * Reads the state of one resource without deciding about it.
   *
   * @param ref the resource
   * @param context the credentials and the deadline
   */
  public Reading read(ResourceRef ref, RequestContext context) {
    Admission admission = new Admission(accounts, context, true);
    Outcome refused = admission.admit(0, WorkItem.of(ref));
    if (refused != null) {
      return new Reading(null, refused);
    }
    WorkItem item = admission.admitted().values().iterator().next().item();
    Observed observed = reader.read(item.ref(), context);
    if (observed.failure() != null) {
      return new Reading(null, item.failed(observed.failure()));
    }
    return observed.state() != null
        ? new Reading(observed.state(), null)
        : new Reading(null, item.notShown());
  }

  /**
   * Decides about a resource by the present rules, without moving it, for an explanation.
   *
   * @param context the credentials and the deadline
   */
  public PlacementResolver explaining(RuleBook book, RequestContext context) {
    return new PlacementResolver(book, reader, groups, context, null);
  }

  /** The outcome of a resource about which the rules could not decide. */
  public static Outcome failed(ResourceState state, GroupLookupException e) {
    return WorkItem.of(state.ref()).failed(e.failure());
  }

  /**
   * Reads many resources without deciding about them.
   *
   * @param refs the resources, with accounts that may be acted in
   * @return their states in no order; those that could not be read are missing
   */
  public List<ResourceState> states(List<ResourceRef> refs, RequestContext context) {
    List<ResourceState> states = new ArrayList<>(refs.size());
    for (Observed observed : reader.read(refs, context).values()) {
      if (observed.state() != null) {
        states.add(observed.state());
      }
    }
    return states;
  }

  /** The leader of a resource, or the outcome that says why it could not be found. */
  public record Leading(Leader lead, Outcome failure) {}

  /**
   * Finds the leader of a resource, for an explanation.
   *
   * @param state the resource, as it was read
   * @param placements what {@link #explaining} gave
   * @return no leader for a kind that follows nothing
   */
  public Leading lead(ResourceState state, PlacementResolver placements) {
    try {
      return new Leading(placements.leader(state), null);
    } catch (EcsException e) {
      return new Leading(null, WorkItem.of(state.ref()).failed(e));
    }
  }
}
