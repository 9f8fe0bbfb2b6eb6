package dev.tagjoin.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openrewrite.PrintOutputCapture;
import org.openrewrite.SourceFile;
import org.openrewrite.hcl.HclParser;
import org.openrewrite.hcl.internal.HclPrinter;
import org.openrewrite.hcl.tree.BodyContent;
import org.openrewrite.hcl.tree.Expression;
import org.openrewrite.hcl.tree.Hcl;
import org.openrewrite.hcl.tree.Label;

/**
 * The {@code .tf} files of a folder, with variables replaced by their defaults and locals by their
 * values. What cannot be known without a provider stays as its source, {@code ${data.x.y}}.
 */
final class TerraformModule {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<Hcl.Block> blocks = new ArrayList<>();
  private final Map<String, Expression> locals = new HashMap<>();
  private final Map<String, Expression> defaults = new HashMap<>();

  private TerraformModule() {}

  /**
   * @throws IllegalArgumentException when a file is not HCL
   */
  static TerraformModule read(String folder) throws IOException {
    TerraformModule module = new TerraformModule();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tf")).sorted().toList()) {
        SourceFile source =
            HclParser.builder().build().parse(Files.readString(file)).findFirst().orElseThrow();
        if (!(source instanceof Hcl.ConfigFile config)) {
          throw new IllegalArgumentException(file + " is not HCL");
        }
        config.getBody().forEach(content -> module.add((Hcl.Block) content));
      }
    }
    return module;
  }

  private void add(Hcl.Block block) {
    blocks.add(block);
    String type = type(block);
    for (BodyContent content : block.getBody()) {
      if (content instanceof Hcl.Attribute attribute) {
        if (type.equals("locals")) {
          locals.put(attribute.getSimpleName(), attribute.getValue());
        } else if (type.equals("variable") && attribute.getSimpleName().equals("default")) {
          defaults.put(label(block, 0), attribute.getValue());
        }
      }
    }
  }

  /** The resource with this type and name. */
  JsonNode resource(String type, String name) {
    return blocks.stream()
        .filter(b -> type(b).equals("resource"))
        .filter(b -> label(b, 0).equals(type) && label(b, 1).equals(name))
        .map(this::body)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + type + "." + name));
  }

  /** All blocks of a type, {@code variable} or {@code output}, by name. */
  Map<String, JsonNode> named(String type) {
    Map<String, JsonNode> found = new HashMap<>();
    blocks.stream()
        .filter(b -> type(b).equals(type))
        .forEach(b -> found.put(label(b, b.getLabels().size() - 1), body(b)));
    return found;
  }

  JsonNode local(String name) {
    return value(locals.get(name));
  }

  private JsonNode body(Hcl.Block block) {
    ObjectNode object = JSON.objectNode();
    for (BodyContent content : block.getBody()) {
      if (content instanceof Hcl.Attribute attribute) {
        object.set(attribute.getSimpleName(), value(attribute.getValue()));
      } else if (content instanceof Hcl.Block nested) {
        String name = type(nested).equals("dynamic") ? label(nested, 0) : type(nested);
        JsonNode before = object.get(name);
        if (before == null) {
          object.set(name, body(nested));
        } else if (before instanceof ArrayNode array) {
          array.add(body(nested));
        } else {
          object.set(name, JSON.arrayNode().add(before).add(body(nested)));
        }
      }
    }
    return object;
  }

  private JsonNode value(Expression expression) {
    if (expression instanceof Hcl.Literal literal) {
      return literal(literal.getValue());
    } else if (expression instanceof Hcl.QuotedTemplate) {
      return JSON.textNode(text(expression));
    } else if (expression instanceof Hcl.ObjectValue object) {
      ObjectNode node = JSON.objectNode();
      for (Expression entry : object.getAttributes()) {
        if (entry instanceof Hcl.Attribute attribute) {
          node.set(text(attribute.getName()), value(attribute.getValue()));
        }
      }
      return node;
    } else if (expression instanceof Hcl.Tuple tuple) {
      ArrayNode array = JSON.arrayNode();
      tuple.getValues().stream()
          .filter(v -> !(v instanceof Hcl.Empty))
          .forEach(v -> array.add(value(v)));
      return array;
    } else if (expression instanceof Hcl.FunctionCall call) {
      return call(call);
    }
    return reference(source(expression));
  }

  private JsonNode call(Hcl.FunctionCall call) {
    List<Expression> arguments = call.getVariables();
    return switch (call.getName().getName()) {
      case "jsonencode", "tostring", "toset" ->
          arguments.get(0) instanceof Hcl.FunctionCall
              ? reference(source(arguments.get(0)))
              : value(arguments.get(0));
      case "merge" -> {
        ObjectNode merged = JSON.objectNode();
        for (Expression argument : arguments) {
          if (value(argument) instanceof ObjectNode object) {
            merged.setAll(object);
          }
        }
        yield merged;
      }
      default -> JSON.textNode("${" + source(call) + "}");
    };
  }

  private JsonNode reference(String source) {
    String[] path = source.split("\\.", 2);
    Map<String, Expression> known =
        switch (path[0]) {
          case "var" -> defaults;
          case "local" -> locals;
          default -> Map.of();
        };
    return path.length == 2 && known.containsKey(path[1])
        ? value(known.get(path[1]))
        : JSON.textNode("${" + source + "}");
  }

  private static JsonNode literal(Object value) {
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    } else if (value instanceof Integer number) {
      return JSON.numberNode(number);
    } else if (value instanceof Number number) {
      return JSON.numberNode(number.doubleValue());
    }
    return value == null ? JSON.nullNode() : JSON.textNode(value.toString());
  }

  /** A name or a text without its quotes. */
  private static String text(Expression expression) {
    String source = source(expression);
    return source.startsWith("\"")
        ? source.substring(1, source.length() - 1).replace("\\\"", "\"")
        : source;
  }

  private static String type(Hcl.Block block) {
    return block.getType() == null ? "" : block.getType().getName();
  }

  private static String label(Hcl.Block block, int index) {
    Label label = block.getLabels().get(index);
    return text((Expression) label);
  }

  private static String source(Expression expression) {
    PrintOutputCapture<Integer> out = new PrintOutputCapture<>(0);
    new HclPrinter<Integer>().visit(expression, out);
    return out.getOut().trim();
  }
}
