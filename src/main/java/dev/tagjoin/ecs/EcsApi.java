package dev.tagjoin.ecs;

import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Collection;
import java.util.Map;

/** Reads and moves resources of ECS. Safe for use by several threads. */
public interface EcsApi {
  /**
   * Reads the present state of resources of one kind, in one describe call where the API's limit
   * allows, reading every page.
   *
   * @param context carries credentials and the deadline
   * @param kind the resources' type
   * @param region their region
   * @param account their account, or {@code null} for the function's own; it is copied to the
   *     states
   * @param ids at most {@link ResourceKind.Describe#maxIds()} ids
   * @return the states by id; an id that ECS does not show is missing
   * @throws EcsException when ECS refuses or cannot be reached
   */
  Map<String, ResourceState> describe(
      RequestContext context,
      ResourceKind kind,
      String region,
      String account,
      Collection<String> ids)
      throws EcsException;

  /**
   * Reads one page of all resources of a kind that the account has in a region. Nothing is skipped
   * or shown twice when resources appear or vanish between two pages; what appears meanwhile may be
   * missing, and a host whose state changes meanwhile may be shown twice or not at all.
   *
   * @param context carries credentials and the deadline
   * @param kind the resources' type
   * @param region their region
   * @param account their account, or {@code null} for the function's own; it is copied to the
   *     states
   * @param page what {@link ResourcePage#next()} of the page before gave, or {@code null} for the
   *     first
   * @throws EcsException when ECS refuses or cannot be reached
   * @throws IllegalArgumentException when {@code page} did not come from there
   */
  ResourcePage list(
      RequestContext context, ResourceKind kind, String region, String account, String page)
      throws EcsException;

  /**
   * Reads one page of the resources of a kind that belong to another resource. A resource that is
   * attached or detached meanwhile may be missing or shown; its state says what it belongs to.
   *
   * @param context carries credentials and the deadline
   * @param kind a kind with a {@link ResourceKind#attachment()}
   * @param to what they belong to, of that attachment's kind
   * @param page what {@link ResourcePage#next()} of the page before gave, or {@code null} for the
   *     first
   * @throws EcsException when ECS refuses or cannot be reached
   * @throws IllegalArgumentException when resources of the kind do not belong to such a resource,
   *     or {@code page} did not come from there
   */
  ResourcePage attached(RequestContext context, ResourceKind kind, ResourceRef to, String page)
      throws EcsException;

  /**
   * Moves one resource with {@code JoinResourceGroup}.
   *
   * @param context carries credentials and the deadline
   * @param ref the resource
   * @param group the id of the group to move it to
   * @return the id that ECS gave the request
   * @throws EcsException when ECS refuses or cannot be reached
   */
  String join(RequestContext context, ResourceRef ref, String group) throws EcsException;

  /**
   * The id of the account that the function's own credentials belong to: the account of every
   * resource that is read with them, whatever an event says. It costs at most one call for each
   * instance, and none where the platform or the configuration tells it.
   *
   * @param context carries credentials and the deadline
   * @param region the region whose STS is asked
   * @throws EcsException when it cannot be found out
   */
  String ownAccount(RequestContext context, String region) throws EcsException;

  /** Remaining back-off requested by ECS, in milliseconds; zero if none. */
  long quietMillis();
}
