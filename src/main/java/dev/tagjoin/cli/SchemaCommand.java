package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code tagjoin schema}: the commands for machines, from the same table as the help. */
final class SchemaCommand extends Command {
  SchemaCommand() {
    super(
        "schema",
        List.of(),
        "Describe all commands for machines, as JSON",
        "Lists commands, operands, options, exit statuses and the outputs of --json.",
        List.of(),
        List.of("always"),
        List.of("tagjoin schema | jq '.commands[].name'"),
        null);
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) {
    ObjectNode schema = JsonText.object().put("version", VersionCommand.version());
    schema.set("commands", JsonText.list(Commands.ALL, SchemaCommand::describe));
    terminal.print(JsonText.of(schema));
    return OK;
  }

  private static void describe(ObjectNode json, Command command) {
    json.put("name", command.name).put("summary", command.summary).put("usage", command.usage());
    json.set("operands", JsonText.list(command.operands, SchemaCommand::describeOperand));
    json.set(
        "options",
        JsonText.list(
            command.options,
            (one, option) ->
                JsonText.put(one.put("name", option.name()), "value", option.value())
                    .put("description", option.help())));
    ObjectNode statuses = json.putObject("exitStatus");
    for (int status = 0; status < command.statuses.size(); status++) {
      statuses.put(Integer.toString(status), command.statuses.get(status));
    }
    JsonText.put(json, "json", command.json);
    command.examples.forEach(json.putArray("examples")::add);
  }

  private static void describeOperand(ObjectNode json, String operand) {
    json.put("name", operand.replaceAll("[\\[\\].]", ""))
        .put("required", !operand.startsWith("["))
        .put("repeated", operand.contains("..."));
  }
}
