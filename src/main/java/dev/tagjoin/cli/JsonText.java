package dev.tagjoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Writes JSON trees for people and programs: indented by two, an element per line. */
final class JsonText {
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private JsonText() {}

  static String of(JsonNode tree) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(LINES);
    printer.indentObjectsWith(LINES);
    try {
      return new JsonMapper().writer(printer).writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
