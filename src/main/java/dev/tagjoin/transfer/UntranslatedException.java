package dev.tagjoin.transfer;

/** Why a rule has no counterpart in a rule book. */
final class UntranslatedException extends Exception {
  private static final long serialVersionUID = 1;

  UntranslatedException(String message) {
    super(message);
  }
}
