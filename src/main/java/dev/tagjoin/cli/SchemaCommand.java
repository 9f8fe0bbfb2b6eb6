package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** {@code tagjoin schema}: the commands for machines, from the same table as the help. */
final class SchemaCommand implements Command {
  private static final CommandSpec SPEC =
      new CommandSpec(
          "schema",
          List.of(),
          "Describe all commands for machines, as JSON",
          "Lists commands, operands, options, exit statuses and the outputs of --json.",
          List.of(),
          List.of("always"),
          List.of("tagjoin schema | jq '.commands[].name'"),
          null);

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services) throws IOException {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("version", VersionCommand.version());
    ArrayNode commands = schema.putArray("commands");
    for (Command command : Commands.ALL) {
      describe(command.spec(), commands.addObject());
    }
    terminal.print(JsonText.of(schema));
    return OK;
  }

  private static void describe(CommandSpec spec, ObjectNode json) {
    json.put("name", spec.name()).put("summary", spec.summary()).put("usage", spec.usage());
    ArrayNode operands = json.putArray("operands");
    for (String operand : spec.operands()) {
      operands
          .addObject()
          .put("name", operand.replaceAll("[\\[\\].]", ""))
          .put("required", !operand.startsWith("["))
          .put("repeated", operand.contains("..."));
    }
    ArrayNode options = json.putArray("options");
    for (CommandSpec.Option option : spec.options()) {
      ObjectNode one = options.addObject();
      one.put("name", option.name());
      if (option.value() != null) {
        one.put("value", option.value());
      }
      one.put("description", option.help());
    }
    ObjectNode statuses = json.putObject("exitStatus");
    for (int status = 0; status < spec.statuses().size(); status++) {
      statuses.put(Integer.toString(status), spec.statuses().get(status));
    }
    if (spec.json() != null) {
      json.put("json", spec.json());
    }
    ArrayNode examples = json.putArray("examples");
    spec.examples().forEach(examples::add);
  }
}
