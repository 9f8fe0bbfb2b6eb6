package dev.tagjoin.doctor;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.util.UUID;

/** Tries each permission to read and to join, without changing anything. Stateless. */
final class PermissionChecks {
  private final EcsApi ecs;

  PermissionChecks(EcsApi ecs) {
    this.ecs = ecs;
  }

  /** Reads the first page of a type. */
  void read(
      ResourceKind kind, String region, String account, RequestContext context, CheckList checks) {
    if (checks.isStopped()) {
      return;
    }
    String name = "read " + kind.type();
    String permission = "ecs:" + kind.describe().action();
    try {
      ecs.list(context, kind, region, account, null);
      checks.ok(name, region, permission + " is allowed");
    } catch (EcsException e) {
      checks.failed(name, region, CheckResult.State.FAILED, e, permission);
    }
  }

  /**
   * Joins a resource that does not exist, for which ECS answers a caller without permission
   * differently. It relies on ECS checking the permission first, which is not documented.
   *
   * @param group the id of a group
   */
  void join(
      ResourceKind kind,
      String region,
      String account,
      String group,
      RequestContext context,
      CheckList checks) {
    if (checks.isStopped()) {
      return;
    }
    String name = "join " + kind.type();
    String permission = "ecs:JoinResourceGroup on " + kind.type();
    try {
      // unique, because key pairs are addressed by their names
      String nobody = "tagjoin-doctor-" + UUID.randomUUID();
      ecs.join(context, new ResourceRef(kind, nobody, region, account), group);
      checks.ok(name, region, permission + " is allowed");
    } catch (EcsException e) {
      if (e.error().isForbidden()) {
        checks.failed(name, region, CheckResult.State.FAILED, e, permission);
      } else if (e.kind() == ErrorCode.Kind.GONE || e.error().isAboutGroup()) {
        checks.ok(name, region, permission + " is allowed");
      } else {
        checks.failed(name, region, CheckResult.State.WARNING, e, permission);
      }
    }
  }
}
