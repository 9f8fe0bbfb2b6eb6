package dev.tagjoin.dev;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A share of calls that are hit, by faults of several kinds. Not thread-safe.
 *
 * <p>Seed, call and how often the same was asked before decide, so that a bad day can be repeated
 * although calls in parallel never arrive in the same order.
 */
final class FaultMix {
  /** Faults that need no setting of their own, all equally often. */
  static final Map<FaultInjector.Kind, Double> EVEN =
      Map.of(
          FaultInjector.Kind.THROTTLED, 1.0,
          FaultInjector.Kind.INTERNAL_ERROR, 1.0,
          FaultInjector.Kind.UNAVAILABLE, 1.0,
          FaultInjector.Kind.DROPPED, 1.0,
          FaultInjector.Kind.ANSWER_LOST, 1.0,
          FaultInjector.Kind.HTML, 1.0);

  static final FaultMix NONE = new FaultMix(0, 1, EVEN);

  private final double share;
  private final long seed;
  private final Map<String, Integer> asked = new HashMap<>();
  private final Map<FaultInjector.Kind, Double> weights = new EnumMap<>(FaultInjector.Kind.class);

  /**
   * Creates a mix.
   *
   * @param share of all calls, from 0 (none) to 1 (every call)
   * @param seed the same seed hits the same calls with the same faults
   * @param weights how often each kind comes in relation to the others; {@code RATE_EXCEEDED} and
   *     {@code FORCED} cannot be mixed in
   * @throws IllegalArgumentException when the share or a kind is another
   */
  FaultMix(double share, long seed, Map<FaultInjector.Kind, Double> weights) {
    if (!(share >= 0 && share <= 1) || weights.isEmpty()) {
      throw new IllegalArgumentException("a share from 0 to 1 and at least one kind expected");
    }
    if (weights.containsKey(FaultInjector.Kind.RATE_EXCEEDED)
        || weights.containsKey(FaultInjector.Kind.FORCED)) {
      throw new IllegalArgumentException("RATE_EXCEEDED and FORCED come by rate and failNext");
    }
    this.share = share;
    this.seed = seed;
    this.weights.putAll(weights);
  }

  /** The fault that hits the next call that asks for this, or {@code null}. */
  FaultInjector.Kind draw(String identity) {
    if (share == 0) {
      return null;
    }
    long call = 31L * identity.hashCode() + asked.merge(identity, 1, Integer::sum);
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ call);
    if (random.nextDouble() >= share) {
      return null;
    }
    double total = 0;
    for (double weight : weights.values()) {
      total += weight;
    }
    double point = random.nextDouble() * total;
    FaultInjector.Kind last = null;
    for (Map.Entry<FaultInjector.Kind, Double> weight : weights.entrySet()) {
      last = weight.getKey();
      point -= weight.getValue();
      if (point < 0) {
        break;
      }
    }
    return last;
  }
}
