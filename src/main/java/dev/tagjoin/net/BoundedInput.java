package dev.tagjoin.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;

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
    byte[] bytes = new byte[PART_BYTES];
    int size = 0;
    while (size <= maxBytes) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * size);
      }
      int length = in.read(bytes, size, Math.min(bytes.length, maxBytes + 1) - size);
      if (length < 0) {
        break;
      }
      size += length;
      if (System.nanoTime() - endNanos > 0) {
        throw new SocketTimeoutException("did not end in time");
      }
    }
    return Arrays.copyOf(bytes, size);
  }
}
