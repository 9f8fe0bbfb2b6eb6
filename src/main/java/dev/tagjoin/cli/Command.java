package dev.tagjoin.cli;

import dev.tagjoin.rule.book.RuleBookException;
import java.io.IOException;

/** A command of the command line. Stateless. */
interface Command {
  /** The exit status when there is nothing to report. */
  int OK = 0;

  /** The exit status after an error, or when the input is not valid. */
  int FAILED = 1;

  /** The exit status of {@code plan} and {@code apply} when something is left to do. */
  int TO_DO = 2;

  /** What the command takes; help, {@code schema} and the argument reader all use it. */
  CommandSpec spec();

  /**
   * Runs the command.
   *
   * @return the exit status
   * @throws UsageException when the arguments do not fit; the caller prints the usage
   * @throws CommandException when it cannot go on; the message is for the user
   */
  int run(Arguments arguments, Terminal terminal, Services services)
      throws UsageException, CommandException, RuleBookException, IOException;
}
