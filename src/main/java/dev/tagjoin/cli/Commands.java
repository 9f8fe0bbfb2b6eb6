package dev.tagjoin.cli;

import dev.tagjoin.rule.Nearest;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.text.PrintableText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The table of all commands, and what runs one of them. Stateless.
 *
 * <p>The server is started only by a command line without any argument, so that a misspelt command
 * never starts one.
 */
public final class Commands {
  /** In the order of the help. */
  static final List<Command> ALL =
      List.of(
          new CheckCommand(),
          new TestCommand(),
          new ExplainCommand(),
          new PlanCommand(),
          new ApplyCommand(),
          new ImportCommand(),
          new HistoryCommand(),
          new UndoCommand(),
          new DoctorCommand(),
          new GroupsCommand(),
          new AccountsCommand(),
          new PolicyCommand(),
          new SchemaCommand(),
          new HelpCommand(),
          new VersionCommand());

  /** Commands that work whatever the settings say. */
  private static final List<String> WITHOUT_SETTINGS = List.of("help", "version", "schema");

  private static final List<String> HELP = List.of("--help", "-h", "-help");
  private static final List<String> VERSION = List.of("--version", "-v", "-version");

  private Commands() {}

  /**
   * Runs a command.
   *
   * @param args the command and its arguments, at least one
   * @return the exit status: 0 when all is well; 1 after an error, which is on standard error; 2
   *     when {@code plan} or {@code apply} leave something to do
   */
  public static int run(String[] args, Terminal terminal, Services services) {
    List<String> arguments = Arrays.asList(args);
    String name = arguments.get(0);
    name = HELP.contains(name) ? "help" : VERSION.contains(name) ? "version" : name;
    Optional<Command> found = find(name);
    if (found.isEmpty()) {
      terminal.note(unknown(name));
      terminal.err().print(HelpCommand.overview());
      return Command.FAILED;
    }
    int status = run(found.get(), arguments.subList(1, arguments.size()), terminal, services);
    terminal.out().flush();
    return status;
  }

  private static int run(
      Command command, List<String> arguments, Terminal terminal, Services services) {
    try {
      if (arguments.stream().takeWhile(a -> !a.equals("--")).anyMatch(HELP::contains)) {
        terminal.out().print(command.longHelp());
        return Command.OK;
      }
      Arguments read = Arguments.parse(command, arguments);
      if (!WITHOUT_SETTINGS.contains(command.name)) {
        services.checkSettings();
      }
      return command.run(read, terminal, services);
    } catch (UsageException e) {
      error(terminal, "tagjoin " + command.name + ": " + e.getMessage());
      terminal.err().print(command.shortHelp());
    } catch (CommandException e) {
      if (e.getCause() instanceof RuleBookException book) {
        book.errors().forEach(terminal::note);
      } else {
        error(terminal, e.getMessage());
      }
    }
    return Command.FAILED;
  }

  /** Prints an error, which may quote what came from outside, line by line. */
  private static void error(Terminal terminal, String message) {
    message.lines().forEach(line -> terminal.note(PrintableText.sentence(line)));
  }

  /** Finds a command by its name. */
  static Optional<Command> find(String name) {
    return ALL.stream().filter(command -> command.name.equals(name)).findFirst();
  }

  /** What to say of a name that no command has. */
  static String unknown(String name) {
    List<String> known = ALL.stream().map(command -> command.name).toList();
    return "unknown command \"" + name + "\"" + Nearest.suggestion(name, known);
  }

  /** A number with its noun: {@code 1 rule}, {@code 2 rules}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
