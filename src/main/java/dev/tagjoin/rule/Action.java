package dev.tagjoin.rule;

/** What a decision asks for. */
public enum Action {
  /** The resource belongs in the group that the decision names. */
  JOIN("join"),
  /** The resource stays where it is. */
  LEAVE("leave");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** {@code join} or {@code leave}. */
  @Override
  public String toString() {
    return word;
  }
}
