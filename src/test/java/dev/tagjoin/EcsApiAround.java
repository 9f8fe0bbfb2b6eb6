package dev.tagjoin;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourcePage;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Collection;
import java.util.Map;

/** A way to ECS on which something more can happen than on the one that it goes over. */
public abstract class EcsApiAround implements EcsApi {
  private final EcsApi ecs;

  protected EcsApiAround(EcsApi ecs) {
    this.ecs = ecs;
  }

  @Override
  public Map<String, ResourceState> describe(
      RequestContext context,
      ResourceKind kind,
      String region,
      String account,
      Collection<String> ids)
      throws EcsException {
    return ecs.describe(context, kind, region, account, ids);
  }

  @Override
  public ResourcePage list(
      RequestContext context, ResourceKind kind, String region, String account, String page)
      throws EcsException {
    return ecs.list(context, kind, region, account, page);
  }

  @Override
  public ResourcePage attached(
      RequestContext context, ResourceKind kind, ResourceRef to, String page) throws EcsException {
    return ecs.attached(context, kind, to, page);
  }

  @Override
  public String join(RequestContext context, ResourceRef ref, String group) throws EcsException {
    return ecs.join(context, ref, group);
  }

  @Override
  public String ownAccount(RequestContext context, String region) throws EcsException {
    return ecs.ownAccount(context, region);
  }

  @Override
  public long quietMillis() {
    return ecs.quietMillis();
  }
}
