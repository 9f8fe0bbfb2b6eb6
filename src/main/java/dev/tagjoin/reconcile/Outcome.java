package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Placement;

/**
 * What became of one resource, or of an event that names none: the one line that is reported.
 * Members that do not apply are {@code null} and left out of an answer.
 *
 * @param event the id of the event
 * @param resource the resource, as far as it is known
 * @param status what became of it
 * @param rule the name of the rule that decided, or {@code otherwise}
 * @param from the id of the group in which the resource was
 * @param to the id of the group that the rules want
 * @param requestId the id that ECS gave the last call about it
 * @param code the vendor's error code, for {@code retry} and {@code refused}
 * @param reason why, for a person
 * @param follows the resource that it goes with, when it was that which decided; then there is no
 *     rule
 * @param fromName the name of the group in which the resource was, when it is known
 * @param toName the name of the group that the rules want, when it is known
 */
public record Outcome(
    String event,
    Resource resource,
    Status status,
    String rule,
    String from,
    String to,
    String requestId,
    String code,
    String reason,
    Leader follows,
    String fromName,
    String toName) {

  /** An outcome for which the names of groups are not known. */
  public Outcome(
      String event,
      Resource resource,
      Status status,
      String rule,
      String from,
      String to,
      String requestId,
      String code,
      String reason,
      Leader follows) {
    this(event, resource, status, rule, from, to, requestId, code, reason, follows, null, null);
  }

  /**
   * A resource that another one goes with; it is in the same region and account.
   *
   * @param type the ECS {@code ResourceType}
   * @param id its id
   */
  public record Leader(String type, String id) {
    /** The leader that a ref names; none for {@code null}. */
    private static Leader of(ResourceRef ref) {
      return ref == null ? null : new Leader(ref.kind().type(), ref.id());
    }
  }

  /**
   * A resource as it is reported; any part may be unknown.
   *
   * @param type the ECS {@code ResourceType}, or what the event called it
   * @param id its id
   * @param region its region
   * @param account its account
   * @param name its name, where it was read; for tables, not part of an answer
   */
  public record Resource(String type, String id, String region, String account, String name) {
    /** A resource whose name is not known. */
    public Resource(String type, String id, String region, String account) {
      this(type, id, region, account, null);
    }

    /** The resource that a ref names. */
    public static Resource of(ResourceRef ref) {
      return new Resource(ref.kind().type(), ref.id(), ref.region(), ref.account());
    }
  }

  /** Whether ECS rejected the credentials, so that other calls are rejected as well. */
  public boolean isAboutCredentials() {
    return code != null && ErrorCode.of(code).isAboutCredentials();
  }

  /** Whether what the resource waits for takes seconds to minutes. */
  public boolean isSlow() {
    return code != null && ErrorCode.of(code).isSlow();
  }

  /**
   * The outcome of a listing that could not be read: it stands for resources without an id.
   *
   * @param reason why, after the name of the call
   */
  public static Outcome ofListing(
      String event,
      ResourceKind kind,
      String region,
      String account,
      Status status,
      String code,
      String reason) {
    return new Outcome(
        event,
        new Resource(kind.type(), null, region, account),
        status,
        null,
        null,
        null,
        null,
        code,
        kind.describe().action() + ": " + reason,
        null);
  }

  /** The outcome of an account that was not looked at. */
  public static Outcome ofAccount(String account, Status status, String code, String reason) {
    Resource resource = new Resource(null, null, null, account);
    return new Outcome(null, resource, status, null, null, null, null, code, reason, null);
  }

  /** The outcome of something that is not ours. */
  public static Outcome ignored(String event, Resource resource, String reason) {
    return new Outcome(event, resource, Status.IGNORED, null, null, null, null, null, reason, null);
  }

  /** An outcome of an item that says no more than its status. */
  static Outcome of(WorkItem item, Status status) {
    return new Outcome(
        item.event(), Resource.of(item.ref()), status, null, null, null, null, null, null, null);
  }

  Outcome withReason(String newReason) {
    return copy(status, from, to, requestId, code, newReason, follows);
  }

  /** With the decision about a resource that was found in a group. */
  Outcome withPlacement(Placement wanted, ResourceState found) {
    return new Outcome(
        event,
        new Resource(
            resource.type(), resource.id(), resource.region(), resource.account(), found.name()),
        status,
        wanted.decision().rule(),
        found.group(),
        wanted.decision().group(),
        requestId,
        code,
        reason,
        Leader.of(wanted.follows()),
        null,
        wanted.decision().groupName());
  }

  /** With the names of the two groups as far as they are known. */
  Outcome withNames(String newFromName, String newToName) {
    return new Outcome(
        event,
        resource,
        status,
        rule,
        from,
        to,
        requestId,
        code,
        reason,
        follows,
        newFromName,
        newToName);
  }

  /** With the resource that it follows. */
  public Outcome withLeader(ResourceRef leader) {
    return copy(status, from, to, requestId, code, reason, Leader.of(leader));
  }

  /** With the group in which a resource was found. */
  Outcome withCurrentGroup(String group) {
    return copy(status, group, to, requestId, code, reason, follows).withNames(null, toName);
  }

  Outcome withStatus(Status newStatus) {
    return copy(newStatus, from, to, requestId, code, reason, follows);
  }

  /** With the id that ECS gave the last call. */
  public Outcome withRequestId(String newRequestId) {
    return copy(status, from, to, newRequestId, code, reason, follows);
  }

  Outcome withError(String newCode, String newReason) {
    return copy(status, from, to, requestId, newCode, newReason, follows);
  }

  private Outcome copy(
      Status newStatus,
      String newFrom,
      String newTo,
      String newRequestId,
      String newCode,
      String newReason,
      Leader newFollows) {
    return new Outcome(
        event,
        resource,
        newStatus,
        rule,
        newFrom,
        newTo,
        newRequestId,
        newCode,
        newReason,
        newFollows,
        fromName,
        toName);
  }
}
