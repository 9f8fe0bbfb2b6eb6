package dev.tagjoin;

import dev.tagjoin.call.Call;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.Page;
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
      Call call, ResourceKind kind, String region, String account, Collection<String> ids)
      throws EcsException {
    return ecs.describe(call, kind, region, account, ids);
  }

  @Override
  public Page list(Call call, ResourceKind kind, String region, String account, String page)
      throws EcsException {
    return ecs.list(call, kind, region, account, page);
  }

  @Override
  public Page attached(Call call, ResourceKind kind, ResourceRef to, String page)
      throws EcsException {
    return ecs.attached(call, kind, to, page);
  }

  @Override
  public String join(Call call, ResourceRef ref, String group) throws EcsException {
    return ecs.join(call, ref, group);
  }

  @Override
  public long quietMillis() {
    return ecs.quietMillis();
  }
}
