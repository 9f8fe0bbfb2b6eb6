package dev.tagjoin.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Reads the moves from outcome lines, one line at a time, so that memory does not depend on the
 * length of a log. Not safe for use by several threads.
 *
 * <p>Known are lines of the function's log ({@code docs/outcome.schema.json}), as they are, behind
 * other text, or as the field {@code message} of another JSON object, and the JSON that {@code
 * apply} and {@code undo} write. Other lines are passed over.
 */
public final class OutcomeReader {
  /** The longest line that is read, in bytes: 16 MiB. */
  static final int MAX_LINE_BYTES = 16 << 20;

  /** How the reason of a move begins that could not be checked afterwards. */
  private static final String UNCONFIRMED = "moved, ";

  private final Consumer<LoggedMove> moves;
  private final JsonReader json = new JsonReader();
  private long lines;
  private long cut;

  public OutcomeReader(Consumer<LoggedMove> moves) {
    this.moves = moves;
  }

  /** How many lines were read. */
  public long lines() {
    return lines;
  }

  /** How many outcome lines were incomplete or too long, and were skipped. */
  public long cut() {
    return cut;
  }

  /** Reads a log to its end. */
  public void read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      int start = 0;
      for (int i = 0; i < length; i++) {
        if (buffer[i] == '\n') {
          append(line, buffer, start, i);
          end(line);
          line.reset();
          start = i + 1;
        }
      }
      append(line, buffer, start, length);
    }
    if (line.size() > 0) {
      end(line);
    }
  }

  /** Keeps one byte more than the limit, as the sign that there was more. */
  private static void append(ByteArrayOutputStream line, byte[] buffer, int start, int end) {
    line.write(buffer, start, Math.min(end - start, MAX_LINE_BYTES + 1 - line.size()));
  }

  private void end(ByteArrayOutputStream bytes) {
    lines++;
    if (bytes.size() > MAX_LINE_BYTES) {
      cut++;
      return;
    }
    String line = bytes.toString(StandardCharsets.UTF_8).strip();
    boolean mayTell = line.contains("joined") || line.contains("outcome");
    if (!mayTell && line.endsWith("}")) {
      return;
    }
    int start = line.indexOf('{');
    JsonNode node = start < 0 ? null : json.readOrNull(line.substring(start));
    if (node != null) {
      document(node, null);
    } else if (start == 0 || line.contains("\"outcome\"") || line.contains("\"requestId\"")) {
      cut++;
    }
  }

  private void document(JsonNode node, Instant time) {
    JsonNode outcomes = node.get("outcomes");
    if (outcomes != null && outcomes.isArray()) {
      outcomes.forEach(outcome -> outcome(outcome, time(node)));
    } else if (node.has("outcome")) {
      outcome(node, time);
    } else if (node.path("message").isTextual()) {
      JsonNode message = json.object(node.get("message"));
      if (message != null) {
        document(message, time);
      } else if (node.get("message").textValue().startsWith("{")) {
        cut++;
      }
    }
  }

  private void outcome(JsonNode node, Instant time) {
    JsonNode resource = node.path("resource");
    String id = JsonNodes.scalar(resource, "id");
    String type = JsonNodes.scalar(resource, "type");
    String to = JsonNodes.scalar(node, "to");
    if (id == null || type == null || to == null || !isMove(node)) {
      return;
    }
    Instant own = time(node);
    moves.accept(
        new LoggedMove(
            own == null ? time : own,
            new Outcome.Resource(
                type,
                id,
                JsonNodes.scalar(resource, "region"),
                JsonNodes.scalar(resource, "account")),
            JsonNodes.scalar(node, "event"),
            JsonNodes.scalar(node, "rule"),
            JsonNodes.scalar(node, "from"),
            to,
            JsonNodes.scalar(node, "requestId")));
  }

  /** A move that could not be checked is a {@code retry}, but it is a move. */
  private static boolean isMove(JsonNode node) {
    String outcome = JsonNodes.scalar(node, "outcome");
    String reason = JsonNodes.scalar(node, "reason");
    return "joined".equals(outcome)
        || ("retry".equals(outcome) && reason != null && reason.startsWith(UNCONFIRMED));
  }

  private static Instant time(JsonNode node) {
    String time = JsonNodes.scalar(node, "time");
    try {
      return time == null ? null : Instant.parse(time);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
