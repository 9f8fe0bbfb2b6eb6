package dev.tagjoin.doctor;

import java.util.List;

/**
 * All that was looked at, in the order in which to mend it.
 *
 * @param checks one for each thing
 */
public record Report(List<Check> checks) {
  public Report {
    checks = List.copyOf(checks);
  }

  /** The worst that was found; what was left out counts as good. */
  public Check.State worst() {
    Check.State worst = Check.State.OK;
    for (Check check : checks) {
      if (check.state() != Check.State.SKIPPED && check.state().compareTo(worst) > 0) {
        worst = check.state();
      }
    }
    return worst;
  }
}
