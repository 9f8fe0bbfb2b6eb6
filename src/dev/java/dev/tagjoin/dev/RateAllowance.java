package dev.tagjoin.dev;

import java.util.function.LongSupplier;

/** A token bucket: so many calls per second, a second's worth of them at once. Not thread-safe. */
final class RateAllowance {
  private final double callsPerSecond;
  private final LongSupplier nanos;
  private double allowance;
  private long refilled;

  /**
   * Creates a full bucket.
   *
   * @param callsPerSecond above 0
   * @param nanos a clock in nanoseconds from any start
   */
  RateAllowance(double callsPerSecond, LongSupplier nanos) {
    this.callsPerSecond = callsPerSecond;
    this.nanos = nanos;
    this.allowance = Math.max(1, callsPerSecond);
    this.refilled = nanos.getAsLong();
  }

  /** Takes one call from the bucket; {@code false} if there is none. */
  boolean take() {
    long now = nanos.getAsLong();
    double refill = (now - refilled) / 1e9 * callsPerSecond;
    allowance = Math.min(Math.max(1, callsPerSecond), allowance + refill);
    refilled = now;
    if (allowance < 1) {
      return false;
    }
    allowance--;
    return true;
  }

  /** The value of {@code X-RateLimit-User-API}: calls left, milliseconds until there is one. */
  String header() {
    long wait = (long) Math.ceil(Math.max(0, 1 - allowance) / callsPerSecond * 1000);
    return "Remain:" + (long) allowance + ",TimeLeft:" + wait;
  }
}
