package dev.tagjoin.ecs;

import com.aliyuncs.ecs.Endpoint;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The regions of the vendor: the public ones, and those of the SDK's table. Immutable. */
public final class VendorRegions {
  /**
   * The public regions of 2026; {@code TAGJOIN_REGIONS} adds others. Sources: ECS API reference,
   * "Endpoints" (Jan 2026); the region list of the API portal for ECS 2014-05-26, as the tests of
   * Alibaba's own storage driver for Kubernetes quote it. The SDK's table has the finance and
   * government regions, but only hosts that are no {@code ecs.<region>}; regions newer than that
   * page ({@code ap-southeast-8}, {@code eu-west-2}) are from the endpoints of other products.
   */
  private static final String[] PUBLIC =
      ("cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-hangzhou"
              + " cn-shanghai cn-nanjing cn-fuzhou cn-shenzhen cn-heyuan cn-guangzhou cn-chengdu"
              + " cn-hongkong cn-wuhan-lr cn-zhengzhou-jva cn-zhongwei cn-beijing-finance-1"
              + " cn-heyuan-acdr-1 ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2"
              + " ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-southeast-8"
              + " ap-south-1 us-east-1 us-west-1 us-southeast-1 na-south-1 eu-central-1 eu-west-1"
              + " eu-west-2 me-east-1 me-central-1")
          .split(" ", -1);

  private static final Set<String> ALL = new HashSet<>(Endpoint.endpointMap.keySet());

  static {
    Collections.addAll(ALL, PUBLIC);
  }

  private VendorRegions() {}

  /** All that are known. */
  public static Set<String> all() {
    return Collections.unmodifiableSet(ALL);
  }
}
