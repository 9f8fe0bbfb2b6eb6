package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.app.Main;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A log may be longer than the memory by any factor: {@code history} reads it line by line. */
class HistoryMemoryTest {
  private static final int LINES = 300_000;
  private static final String LINE =
      "{\"time\":\"2026-06-18T08:00:01.204Z\",\"log\":\"outcome\",\"event\":\"e-1\",\"resource\":"
          + "{\"type\":\"instance\",\"id\":\"i-%d\",\"region\":\"cn-hangzhou\",\"account\":"
          + "\"1234567890123456\"},\"outcome\":\"joined\",\"rule\":\"production\",\"from\":"
          + "\"rg-a001\",\"to\":\"rg-b001\",\"requestId\":\"R%d\",\"ms\":1}\n";

  @Test
  void readsALogOfTwiceItsHeap() throws Exception {
    Process history =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "history",
                "-")
            .redirectErrorStream(true)
            .start();
    long bytes = 0;
    try (OutputStream log = new BufferedOutputStream(history.getOutputStream(), 1 << 16)) {
      for (int i = 0; i < LINES; i++) {
        byte[] line = LINE.formatted(i % 3, i).getBytes(StandardCharsets.UTF_8);
        log.write(line);
        bytes += line.length;
      }
    }

    String said = new String(history.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(history.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, history.exitValue(), said);
    assertTrue(said.endsWith(LINES + " moves of 3 resources\n"), said);
    assertTrue(bytes > 2L * (32 << 20), () -> "the log is too short to show it");
  }
}
