package dev.tagjoin.cli;

import dev.tagjoin.rule.book.RuleBookException;

/** Why a command cannot go on. The message tells the user what is wrong and what to do. */
public class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  CommandException(String message) {
    super(message);
  }

  /** With the errors of a file, which are printed one by one. */
  CommandException(RuleBookException errors) {
    super(errors.getMessage(), errors);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
