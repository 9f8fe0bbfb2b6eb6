package dev.tagjoin.http;

import dev.tagjoin.resource.RequestContext;

/**
 * What is known about a request besides its body. Immutable.
 *
 * @param context what the platform says
 * @param path the path as it is documented, for example {@code /events}
 * @param dryRun whether the request only reports
 * @param arrivedNanos when it arrived, on the clock of {@link System#nanoTime()}
 */
record RequestInfo(RequestContext context, String path, boolean dryRun, long arrivedNanos) {
  /** The time since its arrival in milliseconds. */
  long millis() {
    return (System.nanoTime() - arrivedNanos) / 1_000_000;
  }
}
