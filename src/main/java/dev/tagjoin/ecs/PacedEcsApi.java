package dev.tagjoin.ecs;

import dev.tagjoin.call.Call;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps many calls in a row under the rates that an account's users share, and repeats what was
 * throttled all the same. Thread-safe; what it learns about the rate holds for all its callers.
 */
public final class PacedEcsApi implements EcsApi {
  private static final int ATTEMPTS = 6;

  private final EcsApi ecs;
  private final Pace describes;
  private final Pace joins;

  /**
   * @param ecs carries the calls out
   * @param describesPerSecond the largest rate of describe calls
   * @param joinsPerSecond the largest rate of {@code JoinResourceGroup} calls
   * @throws IllegalArgumentException when a rate is not above 0 and at most 10,000
   */
  public PacedEcsApi(EcsApi ecs, double describesPerSecond, double joinsPerSecond) {
    this.ecs = ecs;
    this.describes = new Pace(describesPerSecond, System::nanoTime);
    this.joins = new Pace(joinsPerSecond, System::nanoTime);
  }

  private interface Send<T> {
    T send() throws EcsException;
  }

  @Override
  public Map<String, ResourceState> describe(
      Call call, ResourceKind kind, String region, String account, Collection<String> ids)
      throws EcsException {
    return paced(describes, call, () -> ecs.describe(call, kind, region, account, ids));
  }

  @Override
  public Page list(Call call, ResourceKind kind, String region, String account, String page)
      throws EcsException {
    return paced(describes, call, () -> ecs.list(call, kind, region, account, page));
  }

  @Override
  public String join(Call call, ResourceRef ref, String group) throws EcsException {
    return paced(joins, call, () -> ecs.join(call, ref, group));
  }

  private static <T> T paced(Pace pace, Call call, Send<T> send) throws EcsException {
    for (int attempt = 1; ; attempt++) {
      await(pace.reserve(), call);
      long sent = System.nanoTime();
      try {
        return send.send();
      } catch (EcsException e) {
        if (!e.code().startsWith("Throttling")) {
          throw e;
        }
        pace.throttled(sent);
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void await(long nanos, Call call) throws EcsException {
    if (nanos == 0) {
      return;
    }
    if (TimeUnit.NANOSECONDS.toMillis(nanos) >= call.deadline().leftMillis()) {
      throw SdkEcsApi.outOfTime();
    }
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      // whoever waited for the answer does not want it any more
      Thread.currentThread().interrupt();
      throw SdkEcsApi.outOfTime();
    }
  }
}
