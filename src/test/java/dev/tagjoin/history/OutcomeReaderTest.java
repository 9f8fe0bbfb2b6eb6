package dev.tagjoin.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines of a log tell of moves, and which are cut. */
class OutcomeReaderTest {
  private static final String LINE =
      "{\"time\":\"2026-06-18T08:00:01.204Z\",\"log\":\"outcome\",\"request\":\"r-1\","
          + "\"event\":\"e-1\",\"resource\":{\"type\":\"instance\",\"id\":\"i-1\",\"region\":"
          + "\"cn-hangzhou\",\"account\":\"1234567890123456\"},\"outcome\":\"joined\",\"rule\":"
          + "\"production\",\"from\":\"rg-a001\",\"to\":\"rg-b001\",\"requestId\":\"R1\",\"ms\":1}";

  private final List<LoggedMove> moves = new ArrayList<>();
  private final OutcomeReader reader = new OutcomeReader(moves::add);

  private void read(String text) throws IOException {
    reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsAMove() throws IOException {
    read(LINE + "\n");

    LoggedMove move = moves.get(0);
    assertEquals("2026-06-18T08:00:01.204Z", move.time().toString());
    assertEquals("i-1", move.resource().id());
    assertEquals("e-1", move.event());
    assertEquals("production", move.rule());
    assertEquals("rg-a001", move.from());
    assertEquals("rg-b001", move.to());
    assertEquals(0, reader.cut());
  }

  @Test
  void readsAMoveInsideOtherText() throws IOException {
    String message = LINE.replace("\"", "\\\"");
    read("2026-06-18T08:00:01Z 7f3a INFO " + LINE + "\r\n");
    read("{\"__time__\":1781769601,\"message\":\"" + message + "\"}\n");
    read("{\"summary\":{\"joined\":1},\"outcomes\":[" + LINE + "," + LINE + "]}");

    assertEquals(4, moves.size());
    assertEquals(0, reader.cut());
  }

  @Test
  void aMoveThatWasNotCheckedIsAMove() throws IOException {
    read(
        LINE.replace("\"joined\"", "\"retry\"")
            .replace("\"ms\"", "\"reason\":\"moved, but not read again\",\"ms\""));

    assertEquals(1, moves.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "text",
        "{}",
        "{\"log\":\"request\",\"summary\":{\"joined\":3}}",
        "{\"outcome\":\"joined\"}",
        "[1,2]",
        "tagjoin joined {something}",
        "{\"message\":\"joined\"}",
        "{\"outcomes\":7,\"a\":\"joined\"}",
        "{\"outcome\":\"unchanged\",\"resource\":{\"type\":\"instance\",\"id\":\"i-1\"},\"to\":\"rg-b\"}"
      })
  void passesOverOtherLines(String text) throws IOException {
    read(text);

    assertEquals(List.of(), moves);
    assertEquals(0, reader.cut());
  }

  /** A log that was cut anywhere: the line tells of its move, or it is counted. */
  @Test
  void countsCutLines() throws IOException {
    for (int length = 1; length < LINE.length(); length++) {
      long before = reader.cut();
      read(LINE.substring(0, length) + "\n" + LINE + "\n");
      assertEquals(before + 1, reader.cut(), LINE.substring(0, length));
    }
    assertEquals(LINE.length() - 1, moves.size());
    long cut = reader.cut();
    read(LINE.substring(20));
    assertEquals(cut + 1, reader.cut());
  }

  @Test
  void skipsALineThatIsTooLong() throws IOException {
    reader.read(new ByteArrayInputStream(new byte[OutcomeReader.MAX_LINE_BYTES * 2]));
    read(LINE);

    assertEquals(1, reader.cut());
    assertEquals(1, moves.size());
  }

  /** 64 MB of lines about three resources leave three entries, whatever their number. */
  @Test
  void memoryDoesNotGrowWithTheLog() throws IOException {
    MoveHistory history = new MoveHistory();
    OutcomeReader toHistory = new OutcomeReader(history::add);
    InputStream log =
        new InputStream() {
          private byte[] line = {};
          private int at;
          private int number;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            if (at == line.length) {
              if (number++ == 150_000) {
                return -1;
              }
              String next = LINE.replace("i-1", "i-" + number % 3).replace("R1", "R" + number);
              line = (next + "\n").getBytes(StandardCharsets.UTF_8);
              at = 0;
            }
            int some = Math.min(length, line.length - at);
            System.arraycopy(line, at, bytes, offset, some);
            at += some;
            return some;
          }
        };

    toHistory.read(log);

    assertEquals(150_000, history.moves());
    assertEquals(3, history.resources().size());
    assertTrue(history.resources().stream().allMatch(r -> r.moves().size() == 1_000));
    assertEquals(147_000, history.notKept());
  }
}
