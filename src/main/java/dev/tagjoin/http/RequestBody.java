package dev.tagjoin.http;

import dev.tagjoin.resource.Deadline;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads the body of a request, for every path within the same limits on size and time. */
final class RequestBody {
  /** The largest body in bytes, before and after it is inflated. */
  static final int MAX_BYTES = 1 << 20;

  /** The longest time from the first to the last byte; each pause is bounded by the server. */
  private static final Duration MAX_TIME = Duration.ofSeconds(10);

  private static final int PART_BYTES = 4 << 10;

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
    Deadline end = Deadline.in(MAX_TIME);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PART_BYTES);
    byte[] part = new byte[PART_BYTES];
    try {
      for (int length = body.read(part); length >= 0; length = body.read(part)) {
        bytes.write(part, 0, length);
        if (bytes.size() > MAX_BYTES) {
          throw tooLarge();
        }
        if (end.passed() || deadline.passed()) {
          throw incomplete("the body did not come to its end in time");
        }
      }
    } catch (IOException e) {
      throw incomplete("the body could not be read to its end");
    }
    return bytes.toByteArray();
  }

  private static ProblemException incomplete(String detail) {
    return new ProblemException(400, "Incomplete body", detail, null);
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        413, "Too large", "the body is larger than " + MAX_BYTES + " bytes", null);
  }
}
