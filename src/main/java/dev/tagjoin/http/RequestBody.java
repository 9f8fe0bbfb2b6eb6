package dev.tagjoin.http;

import dev.tagjoin.event.EventReader;
import dev.tagjoin.net.BoundedInput;
import dev.tagjoin.resource.Deadline;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Reads the body of a request, for every path within the same limits on size and time. */
final class RequestBody {
  /** The largest body in bytes, before it is inflated; after that the same holds. */
  static final int MAX_BYTES = EventReader.MAX_BODY;

  /** The longest time from the first to the last byte; each pause is bounded by the server. */
  static final long MAX_MILLIS = 10_000;

  private RequestBody() {}

  /**
   * Reads a body to its end.
   *
   * @throws ProblemException when it is too large, too slow or broken off
   */
  static byte[] read(InputStream body, HttpHeaders headers, Deadline deadline) {
    if (headers.getLength() > MAX_BYTES) {
      throw tooLarge();
    }
    long millis = Math.min(MAX_MILLIS, deadline.leftMillis());
    byte[] bytes;
    try {
      bytes = BoundedInput.read(body, MAX_BYTES, System.nanoTime() + millis * 1_000_000);
    } catch (IOException e) {
      throw incomplete(e instanceof SocketTimeoutException);
    }
    if (bytes.length > MAX_BYTES) {
      throw tooLarge();
    }
    return bytes;
  }

  /** What to answer when a body did not arrive: in time, or at all. */
  static ProblemException incomplete(boolean isLate) {
    String detail =
        isLate ? "the body did not arrive in time" : "the body could not be read completely";
    return new ProblemException(400, "Incomplete body", detail, null);
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        413, "Too large", "the body is larger than " + MAX_BYTES + " bytes", null);
  }
}
