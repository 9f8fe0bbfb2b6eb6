package dev.tagjoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Makes and writes JSON trees for people and programs: indented by two, an element per line. */
final class JsonText {
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private JsonText() {}

  /** An empty object. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A list with an object for each item, which {@code write} fills. */
  static <T> ArrayNode list(Collection<T> items, BiConsumer<ObjectNode, T> write) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    items.forEach(item -> write.accept(list.addObject(), item));
    return list;
  }

  /** Puts a member unless its value is {@code null}. */
  static ObjectNode put(ObjectNode json, String name, String value) {
    return value == null ? json : json.put(name, value);
  }

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
