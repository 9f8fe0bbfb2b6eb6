package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Map;

/** States to decide about. */
public final class States {
  private States() {}

  /** An instance in the default group with these tags. */
  public static ResourceState state(Map<String, String> tags) {
    return new ResourceState(
        new ResourceRef(ResourceKind.INSTANCE, "i-1", "cn-hangzhou", "1234567890123456"),
        "rg-acfmxazb4ph6old",
        "web-1",
        "vpc-1",
        "vsw-1",
        tags);
  }
}
