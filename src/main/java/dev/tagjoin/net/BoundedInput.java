package dev.tagjoin.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Reads what somebody else sends, within bounds on size and time. Stateless. */
public final class BoundedInput {
  private static final int PART_BYTES = 4 << 10;

  private BoundedInput() {}

  /**
   * Reads a stream to its end. A read timeout holds for one packet, so that what drips has to be
   * ended as a whole.
   *
   * @param maxBytes after so many bytes and one more it stops, so that the caller sees that there
   *     are too many
   * @param endNanos by when the end has to be there, on the clock of {@link System#nanoTime()}
   * @throws SocketTimeoutException when it is not there in time
   */
  public static byte[] read(InputStream in, int maxBytes, long endNanos) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PART_BYTES);
    byte[] part = new byte[PART_BYTES];
    while (bytes.size() <= maxBytes) {
      int length = in.read(part, 0, Math.min(part.length, maxBytes + 1 - bytes.size()));
      if (length < 0) {
        break;
      }
      bytes.write(part, 0, length);
      if (System.nanoTime() - endNanos > 0) {
        throw new SocketTimeoutException("did not end in time");
      }
    }
    return bytes.toByteArray();
  }
}
