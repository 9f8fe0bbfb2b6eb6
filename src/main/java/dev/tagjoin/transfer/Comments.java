package dev.tagjoin.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.rule.DisplayText;
import java.util.stream.Collectors;

/** Writes comments of a rule book: nothing in them can end the line. Stateless. */
final class Comments {
  private static final int WIDTH = 110;

  private Comments() {}

  /** A line. */
  static String line(String text) {
    return "# " + visible(text) + "\n";
  }

  /** A line and the JSON that it is about, in as many lines as it takes. */
  static String lines(String text, JsonNode original) {
    StringBuilder lines = new StringBuilder(line(text));
    String json = ascii(original.toString());
    for (int i = 0; i < json.length(); i += WIDTH) {
      lines.append(line("  " + json.substring(i, Math.min(json.length(), i + WIDTH))));
    }
    return lines.toString();
  }

  /** The text with a question mark for each character that nobody sees. */
  static String visible(String text) {
    return text.codePoints()
        .mapToObj(Character::toString)
        .map(c -> DisplayText.isVisible(c) ? c : "?")
        .collect(Collectors.joining());
  }

  /** The same JSON in ASCII, so that it can be cut anywhere. */
  private static String ascii(String json) {
    return json.chars()
        .mapToObj(c -> c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }
}
