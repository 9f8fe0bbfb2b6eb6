package dev.tagjoin.sweep;

import dev.tagjoin.resource.RequestContext;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * What the configuration says about passes. Immutable.
 *
 * @param regions the regions of a pass that names none, asked for each pass since dev mode
 *     exchanges the rule book; an empty list stands for the function's own region
 * @param isKnownRegion whether a region is one of those that may be contacted
 * @param maxShare the largest part of the resources seen that a pass may move, 0 to 1
 * @param alwaysDry whether nothing is ever moved
 * @param joinsPerSecond how fast resources are moved at most; tells how much time to keep for it
 * @param ahead how many listings of an account may be read ahead, at least 1
 * @param atOnce how many accounts are looked at side by side, at least 1
 */
public record SweepSettings(
    Supplier<List<String>> regions,
    BiPredicate<String, RequestContext> isKnownRegion,
    double maxShare,
    boolean alwaysDry,
    double joinsPerSecond,
    int ahead,
    int atOnce) {
  /**
   * @throws IllegalArgumentException when a value is outside its limits; the message names the
   *     setting
   */
  public SweepSettings {
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException(
          "TAGJOIN_SWEEP_MAX_SHARE: a part from 0 to 1, or 0% to 100%, expected");
    }
    if (ahead < 1 || atOnce < 1) {
      throw new IllegalArgumentException("ahead, atOnce: at least 1 expected");
    }
  }
}
