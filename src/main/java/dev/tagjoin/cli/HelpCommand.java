package dev.tagjoin.cli;

import java.util.List;

/** {@code tagjoin help [COMMAND]}: what there is, or everything about one command. */
final class HelpCommand extends Command {
  HelpCommand() {
    super(
        "help",
        List.of("[COMMAND]"),
        "List the commands, or explain one of them",
        """
        Without COMMAND, lists all commands. The options --help, -h and -help of a command print the
        same help.
        """,
        List.of(),
        List.of("always, unless the command does not exist (1)"),
        List.of("tagjoin help plan"),
        null);
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws UsageException {
    if (arguments.operands().isEmpty()) {
      terminal.out().print(overview());
      return OK;
    }
    String asked = arguments.operands().get(0);
    Command command =
        Commands.find(asked).orElseThrow(() -> new UsageException(Commands.unknown(asked)));
    terminal.out().print(command.longHelp());
    return OK;
  }

  /** All commands, a line each. */
  static String overview() {
    StringBuilder text = new StringBuilder("usage: tagjoin COMMAND [OPTIONS] [FILES]\n");
    TextTable table = new TextTable("", "");
    for (Command command : Commands.ALL) {
      table.add("  " + command.name + " " + String.join(" ", command.operands), command.summary);
    }
    table.lines().stream().skip(1).forEach(line -> text.append(line).append('\n'));
    return text.append("Run \"tagjoin COMMAND --help\" for options and examples.\n").toString();
  }
}
