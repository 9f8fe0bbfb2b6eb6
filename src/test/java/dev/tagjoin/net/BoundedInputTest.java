package dev.tagjoin.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedInputTest {
  private static final int MAX = 10_000;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static long soon() {
    return System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
  }

  /** Gives at most so many bytes at a time, as a connection may. */
  private static InputStream inParts(byte[] bytes, int atOnce) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, atOnce));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 8_192, 9_999, 10_000})
  void readsWhatIsWithinTheLimit(int length) throws IOException {
    byte[] bytes = bytes(length);
    assertArrayEquals(bytes, BoundedInput.read(new ByteArrayInputStream(bytes), MAX, soon()));
    assertArrayEquals(bytes, BoundedInput.read(inParts(bytes, 1), MAX, soon()));
  }

  @ParameterizedTest
  @ValueSource(ints = {10_001, 10_002, 20_000, 1_000_000})
  void stopsOneByteBeyondTheLimit(int length) throws IOException {
    byte[] bytes = bytes(length);
    InputStream in = inParts(bytes, 1);
    assertArrayEquals(Arrays.copyOf(bytes, MAX + 1), BoundedInput.read(in, MAX, soon()));
    assertEquals(length - MAX - 1, in.available());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000})
  void endsWhatIsLate(int length) {
    InputStream late = inParts(bytes(length), 1);
    assertThrows(
        SocketTimeoutException.class, () -> BoundedInput.read(late, MAX, System.nanoTime() - 1));
  }
}
