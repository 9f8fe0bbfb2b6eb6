package dev.tagjoin.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small files that people wrote, such as rule books, within a limit. Thread-safe. */
public final class InputFile {
  /** The largest file, in bytes: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private InputFile() {}

  /**
   * Reads a file as UTF-8, without a byte order mark.
   *
   * @throws IOException when the file cannot be read, is larger than {@link #MAX_BYTES} or is not
   *     UTF-8; the message names the file and says which
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": permission denied", e);
    }
  }

  /**
   * Reads a file that another one names, otherwise like {@link #read(Path)}.
   *
   * @param file the other one
   * @param name a path within its directory, whatever links there are
   */
  public static String readBeside(Path file, String name) throws IOException {
    try {
      Path directory = file.toAbsolutePath().getParent().toRealPath();
      Path named = directory.resolve(name);
      if (!named.normalize().startsWith(directory)
          || (Files.exists(named) && !named.toRealPath().startsWith(directory))) {
        throw new IOException(name + ": not within the directory of " + file);
      }
      return read(named);
    } catch (InvalidPathException e) {
      throw new IOException(name + ": not the name of a file", e);
    }
  }

  /**
   * Reads a stream to its end, otherwise like {@link #read(Path)}.
   *
   * @param name names the stream in messages
   */
  public static String read(InputStream in, String name) throws IOException {
    byte[] bytes;
    try {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IOException(name + ": cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(name + ": larger than 1 MiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(name + ": not a text in UTF-8", e);
    }
  }
}
