package dev.tagjoin.cli;

/** Arguments that do not fit the command; the usage is printed behind the message. */
final class UsageException extends CommandException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
