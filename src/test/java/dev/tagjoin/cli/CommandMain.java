package dev.tagjoin.cli;

import dev.tagjoin.app.CommandServices;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;

/** Runs a command in a process of its own without the package: what it needs, no container. */
public final class CommandMain {
  private CommandMain() {}

  /** The command and its arguments; variables come from the environment. */
  public static void main(String[] arguments) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(System.out, true),
            System.err,
            false,
            false,
            false);
    System.exit(Commands.run(arguments, terminal, new CommandServices(System.getenv())));
  }
}
