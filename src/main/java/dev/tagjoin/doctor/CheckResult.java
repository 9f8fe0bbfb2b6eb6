package dev.tagjoin.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param name what, in a few words
 * @param state how it is
 * @param detail what was found
 * @param advice what to do about it; {@code null} when nothing is to be done
 */
public record CheckResult(String name, State state, String detail, String advice) {
  /** How something is, from good to bad. */
  public enum State {
    /** As it should be. */
    OK,
    /** Not looked at, because it was not asked for or something that it needs failed. */
    SKIPPED,
    /** Can be meant so, but explains why nothing happens. */
    WARNING,
    /** Has to be changed for the function to do its work. */
    FAILED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in an answer. */
    @Override
    public String toString() {
      return word;
    }
  }

  public CheckResult {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(detail, "detail");
  }

  /** The worst that was found; what was left out counts as good. */
  public static State worst(List<CheckResult> checks) {
    return checks.stream()
        .map(CheckResult::state)
        .filter(state -> state != State.SKIPPED)
        .max(Enum::compareTo)
        .orElse(State.OK);
  }
}
