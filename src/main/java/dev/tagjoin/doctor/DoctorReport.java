package dev.tagjoin.doctor;

import java.util.List;

/**
 * All that was looked at, in the order in which to mend it.
 *
 * @param checks one for each thing
 */
public record DoctorReport(List<CheckResult> checks) {
  public DoctorReport {
    checks = List.copyOf(checks);
  }

  /** The worst that was found; what was left out counts as good. */
  public CheckResult.State worst() {
    CheckResult.State worst = CheckResult.State.OK;
    for (CheckResult check : checks) {
      if (check.state() != CheckResult.State.SKIPPED && check.state().compareTo(worst) > 0) {
        worst = check.state();
      }
    }
    return worst;
  }
}
