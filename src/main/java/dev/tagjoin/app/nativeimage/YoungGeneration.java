package dev.tagjoin.app.nativeimage;

import io.quarkus.runtime.ImageMode;
import org.graalvm.nativeimage.RuntimeOptions;

/**
 * The part of the executable's heap that new objects are made in. It is kept small ({@code
 * -R:MaxNewSize} in {@code application.properties}), so that the function needs little memory; but
 * all that a large rule book is made of stays, and to collect it while it is read takes longer than
 * to read it.
 */
public final class YoungGeneration {
  private static final String SIZE = "MaxNewSize";

  /** As it is set in {@code application.properties}. */
  private static final long USUAL = 8 << 20;

  /** What reading a book makes of each character of its text. Half of it stays. */
  private static final long BYTES_PER_CHARACTER = 20;

  /** What fits into the usual size, beside what a start needs. */
  private static final int SMALL_BOOK = 32 << 10;

  private YoungGeneration() {}

  /**
   * Makes room for a rule book, unless the size was given with {@code -XX:MaxNewSize}. Half of it
   * can be used before something is collected.
   *
   * @param characters the length of its text, at most a million
   */
  public static void makeRoom(int characters) {
    if (characters > SMALL_BOOK
        && ImageMode.current() == ImageMode.NATIVE_RUN
        && RuntimeOptions.<Long>get(SIZE) == USUAL) {
      long needed = characters * BYTES_PER_CHARACTER;
      RuntimeOptions.set(SIZE, USUAL + 2 * needed);
      Pages.expect(needed);
    }
  }
}
