package dev.tagjoin.cli;

import dev.tagjoin.rule.Nearest;
import java.util.List;
import java.util.Optional;

/** {@code tagjoin help [COMMAND]}: what there is, or everything about one command. */
final class HelpCommand implements Command {
  private static final CommandSpec SPEC =
      new CommandSpec(
          "help",
          List.of("[COMMAND]"),
          "List the commands, or explain one of them",
          """
          Without a command it lists all of them. The options --help, -h and -help behind a command
          do the same as this command.
          """,
          List.of(),
          List.of("always, unless the command does not exist (1)"),
          List.of("tagjoin help plan"),
          null);

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services) throws UsageException {
    if (arguments.operands().isEmpty()) {
      terminal.out().print(overview());
      return OK;
    }
    String name = arguments.operands().get(0);
    Optional<Command> command = Commands.find(name);
    if (command.isEmpty()) {
      List<String> known = Commands.ALL.stream().map(c -> c.spec().name()).toList();
      throw new UsageException(
          "unknown command \"" + name + "\"" + Nearest.suggestion(name, known));
    }
    terminal.out().print(command.get().spec().longHelp());
    return OK;
  }

  /** All commands, a line each. */
  static String overview() {
    StringBuilder text = new StringBuilder("usage: tagjoin COMMAND [OPTIONS] [FILES]\n");
    TextTable table = new TextTable("", "");
    for (Command command : Commands.ALL) {
      CommandSpec spec = command.spec();
      table.add("  " + spec.name() + " " + String.join(" ", spec.operands()), spec.summary());
    }
    table.lines().stream().skip(1).forEach(line -> text.append(line).append('\n'));
    return text.append("Run \"tagjoin COMMAND --help\" for options and examples.\n").toString();
  }
}
