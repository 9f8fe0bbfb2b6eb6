package dev.tagjoin.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML with the short forms of CloudFormation's functions: {@code !Ref x} is {"Ref": "x"}.
 */
public final class YamlFile {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private YamlFile() {}

  /**
   * The file's document.
   *
   * @param path from the project's folder
   */
  public static JsonNode read(String path) throws IOException {
    List<JsonNode> documents = readAll(path);
    if (documents.size() != 1) {
      throw new IllegalArgumentException(path + " has " + documents.size() + " documents");
    }
    return documents.get(0);
  }

  /** The documents of a file, which {@code ---} separates. */
  static List<JsonNode> readAll(String path) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    new Compose(LoadSettings.builder().setLabel(path).build())
        .composeAllFromString(Files.readString(Path.of(path)))
        .forEach(root -> documents.add(json(root)));
    return documents;
  }

  private static JsonNode json(Node node) {
    String tag = node.getTag().getValue();
    if (!tag.startsWith("!")) {
      return plain(node);
    }
    String function = tag.substring(1);
    boolean hasPrefix = function.equals("Ref") || function.equals("Condition");
    JsonNode argument =
        node instanceof ScalarNode scalar ? JSON.textNode(scalar.getValue()) : plain(node);
    return JSON.objectNode().set(hasPrefix ? function : "Fn::" + function, argument);
  }

  private static JsonNode plain(Node node) {
    if (node instanceof MappingNode mapping) {
      ObjectNode object = JSON.objectNode();
      for (NodeTuple entry : mapping.getValue()) {
        String key = ((ScalarNode) entry.getKeyNode()).getValue();
        if (object.replace(key, json(entry.getValueNode())) != null) {
          throw new IllegalArgumentException("twice: " + key);
        }
      }
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      sequence.getValue().forEach(element -> array.add(json(element)));
      return array;
    }
    String value = ((ScalarNode) node).getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(value));
    } else if (tag.equals(Tag.INT)) {
      return JSON.numberNode(Integer.parseInt(value));
    } else if (tag.equals(Tag.FLOAT)) {
      return JSON.numberNode(Double.parseDouble(value));
    } else if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    return JSON.textNode(value);
  }
}
