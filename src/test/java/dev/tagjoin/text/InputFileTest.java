package dev.tagjoin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {
  private static final int MAX = InputFile.MAX_BYTES;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 32_768, 500_000, MAX - 1, MAX})
  void readsAFileOfAnyLength(int length) throws Exception {
    String text = text(length);
    assertEquals(text, InputFile.read(file(text)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_384, 16_385, 70_000, MAX})
  void readsAPipeThatDoesNotKnowItsLength(int length) throws Exception {
    assertEquals(text(length), InputFile.read(pipe(length)));
  }

  @Test
  void refusesMoreThanAMebibyte() throws Exception {
    Path file = file(text(MAX + 1));
    assertEquals(
        file + ": larger than 1 MiB",
        assertThrows(IOException.class, () -> InputFile.read(file)).getMessage());
    Path pipe = pipe(3 * MAX);
    assertEquals(
        pipe + ": larger than 1 MiB",
        assertThrows(IOException.class, () -> InputFile.read(pipe)).getMessage());
  }

  @Test
  void tellsTheReplacementCharacterFromWhatIsNoText() throws Exception {
    assertEquals("a\ufffdb", InputFile.read(file("a\ufffdb")));
    Path file = directory.resolve("latin");
    Files.write(file, "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        assertThrows(IOException.class, () -> InputFile.read(file))
            .getMessage()
            .endsWith("latin: not a text in UTF-8"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("file"), text);
  }

  /** A named pipe into which somebody writes a text. */
  private Path pipe(int length) throws Exception {
    Path pipe = directory.resolve("pipe-" + length);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, text(length));
              } catch (IOException e) {
                // the reader has seen enough
              }
            });
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  private static String text(int length) {
    return "rules ".repeat(length / 6 + 1).substring(0, length);
  }
}
