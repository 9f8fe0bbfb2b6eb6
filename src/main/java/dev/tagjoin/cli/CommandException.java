package dev.tagjoin.cli;

/** Why a command cannot go on. The message tells the user what is wrong and what to do. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
