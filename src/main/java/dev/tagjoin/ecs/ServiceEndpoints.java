package dev.tagjoin.ecs;

import dev.tagjoin.ecs.EcsEndpoint.Service;

/**
 * Where each service is reached. Immutable.
 *
 * @param ecs where resources are read and moved
 * @param sts where roles are assumed
 * @param resourceManager where resource groups are looked up
 * @param resourceDirectory where the accounts of the resource directory are listed
 */
public record ServiceEndpoints(
    EcsEndpoint ecs, EcsEndpoint sts, EcsEndpoint resourceManager, EcsEndpoint resourceDirectory) {

  /** One address for all services, for tests and dev mode; the vendor's when it has none. */
  public static ServiceEndpoints of(EcsEndpoint ecs) {
    return new ServiceEndpoints(
        ecs,
        new EcsEndpoint(ecs.override(), Service.STS),
        new EcsEndpoint(ecs.override(), Service.RESOURCE_MANAGER),
        new EcsEndpoint(ecs.override(), Service.RESOURCE_DIRECTORY));
  }
}
