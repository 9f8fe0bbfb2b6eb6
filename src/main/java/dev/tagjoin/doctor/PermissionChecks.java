package dev.tagjoin.doctor;

import dev.tagjoin.doctor.CheckResult.State;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.util.UUID;

/** Tries each permission to read and to join, without changing anything. Stateless. */
final class PermissionChecks {
  private final EcsApi ecs;

  PermissionChecks(EcsApi ecs) {
    this.ecs = ecs;
  }

  /**
   * Reads the first page of every type.
   *
   * @param account {@code null} for the function's own
   */
  void read(String region, String account, CheckList checks) {
    for (ResourceKind kind : ResourceKind.values()) {
      if (checks.isStopped()) {
        return;
      }
      String name = "read " + kind.type();
      String permission = "ecs:" + kind.describe().action();
      try {
        ecs.list(checks.context(), kind, region, account, null);
        checks.ok(name, region, permission + " is allowed");
      } catch (EcsException e) {
        checks.error(name, region, State.FAILED, e, permission);
      }
    }
  }

  /**
   * Joins a resource of every type that does not exist, for which ECS answers a caller without
   * permission differently. It relies on ECS checking the permission first, which is not
   * documented.
   *
   * @param account {@code null} for the function's own
   * @param group the id of a group
   */
  void join(String region, String account, String group, CheckList checks) {
    for (ResourceKind kind : ResourceKind.values()) {
      if (checks.isStopped()) {
        return;
      }
      String name = "join " + kind.type();
      String permission = "ecs:JoinResourceGroup on " + kind.type();
      // unique, because key pairs are addressed by their names
      String nobody = "tagjoin-doctor-" + UUID.randomUUID();
      try {
        ecs.join(checks.context(), new ResourceRef(kind, nobody, region, account), group);
        checks.ok(name, region, permission + " is allowed");
      } catch (EcsException e) {
        if (e.error().isForbidden()) {
          checks.error(name, region, State.FAILED, e, permission);
        } else if (e.kind() == ErrorCode.Kind.GONE || e.error().isAboutGroup()) {
          checks.ok(name, region, permission + " is allowed");
        } else {
          checks.error(name, region, State.WARNING, e, permission);
        }
      }
    }
  }
}
