package dev.tagjoin.sweep;

import dev.tagjoin.resource.ResourceRef;
import java.util.List;

/**
 * What the configuration says about passes.
 *
 * @param regions the regions of a pass that names none; empty for the function's own
 * @param maxShare the largest part of the resources seen that a pass may move, 0 to 1
 * @param alwaysDry whether nothing is ever moved
 * @param joinsPerSecond how fast resources are moved at most; tells how much time to keep for it
 * @param ahead how many listings may be read ahead, at least 1
 * @param secret what cursors are sealed with, or {@code null} to use the access key's secret
 */
public record SweepSettings(
    List<String> regions,
    double maxShare,
    boolean alwaysDry,
    double joinsPerSecond,
    int ahead,
    String secret) {
  /**
   * @throws IllegalArgumentException when a value is outside its limits; the message names the
   *     setting
   */
  public SweepSettings {
    regions = List.copyOf(regions);
    for (String region : regions) {
      if (!ResourceRef.isRegion(region)) {
        throw new IllegalArgumentException(
            "TAGJOIN_REGIONS: region ids between commas expected, such as cn-hangzhou, found \""
                + region
                + "\"");
      }
    }
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException(
          "TAGJOIN_SWEEP_MAX_SHARE: a part from 0 to 1, or 0% to 100%, expected");
    }
    if (ahead < 1) {
      throw new IllegalArgumentException("ahead: at least 1 expected");
    }
  }

  @Override
  public String toString() {
    return "SweepSettings[regions=" + regions + ", maxShare=" + maxShare + "]";
  }
}
