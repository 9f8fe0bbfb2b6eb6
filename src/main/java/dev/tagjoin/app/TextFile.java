package dev.tagjoin.app;

import dev.tagjoin.rule.RuleBook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads small text files that people wrote, such as rule books, without trusting their size. */
public final class TextFile {
  /** How much is read at once; the JDK has as much memory outside its heap for it. */
  private static final int PIECE = 16 * 1024;

  private TextFile() {}

  /**
   * The text of a file in UTF-8.
   *
   * @throws IOException when the file cannot be read, is larger than 1 MiB ({@link
   *     RuleBook#MAX_LENGTH} bytes) or is not UTF-8; the message names the file and says which
   */
  public static String read(Path file) throws IOException {
    byte[] bytes;
    int length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      // One more than the file says that it has, so that its end is seen. A pipe says nothing.
      int expected = (int) Math.min(Files.size(file), RuleBook.MAX_LENGTH) + 1;
      bytes = new byte[Math.max(PIECE, expected)];
      int read = 0;
      do {
        length += read;
        if (length == bytes.length && length <= RuleBook.MAX_LENGTH) {
          bytes = Arrays.copyOf(bytes, Math.min(2 * length, RuleBook.MAX_LENGTH + 1));
        }
        read = in.read(bytes, length, Math.min(PIECE, bytes.length - length));
      } while (read > 0);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (length > RuleBook.MAX_LENGTH) {
      throw new IOException(file + ": larger than 1 MiB");
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    // It stands in the file, or for what is no UTF-8. A decoder can tell, but costs far more.
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not a text in UTF-8", e);
    }
  }
}
