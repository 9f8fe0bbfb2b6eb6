package dev.tagjoin.ecs;

import dev.tagjoin.net.ProxySettings;
import dev.tagjoin.resource.Deadline;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Calls a service without credentials: whether it can be reached, how long that takes, and what
 * time it is there. Any HTTP answer will do. Safe for use by several threads.
 */
public final class EndpointProbe {
  private EndpointProbe() {}

  /**
   * What was found.
   *
   * @param took the time from the call to the answer
   * @param ahead how far the service's clock is ahead of this machine's, to about a second;
   *     negative when it is behind, {@code null} when the answer carried no {@code Date}
   */
  public record Answer(Duration took, Duration ahead) {}

  /**
   * Makes one call.
   *
   * @throws IOException when no answer comes; the message says why
   */
  public static Answer probe(URI url, Deadline deadline) throws IOException {
    long left = deadline.leftMillis();
    if (left == 0) {
      throw new IOException("time ran out");
    }
    HttpURLConnection connection = ProxySettings.ofProcess().open(url.toURL());
    connection.setConnectTimeout((int) Math.min(left, SignedCalls.CONNECT_TIMEOUT_MILLIS));
    connection.setReadTimeout((int) Math.min(left, SignedCalls.READ_TIMEOUT_MILLIS));
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    long start = System.nanoTime();
    try {
      int status = connection.getResponseCode();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (status < 0) {
        throw new IOException("an answer that is not HTTP");
      }
      long date = connection.getDate();
      // the header has whole seconds, so that half of one is the best guess
      Instant there = Instant.ofEpochMilli(date).plusMillis(500).plus(took.dividedBy(2));
      return new Answer(took, date == 0 ? null : Duration.between(Instant.now(), there));
    } finally {
      connection.disconnect();
    }
  }
}
