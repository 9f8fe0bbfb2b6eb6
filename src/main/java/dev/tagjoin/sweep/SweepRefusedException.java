package dev.tagjoin.sweep;

/** A pass that cannot be made as it was asked for. The message says what to do about it. */
public final class SweepRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String member;

  SweepRefusedException(String member, String message) {
    super(message);
    this.member = member;
  }

  /** The member of the request that is the cause, for example {@code cursor}. */
  public String member() {
    return member;
  }
}
