package dev.tagjoin.doctor;

import java.util.List;

/**
 * What the settings say, as far as it explains why nothing happens. Immutable.
 *
 * @param regions the regions that the settings name; empty for those of the rule book or the
 *     function's own
 * @param dryRun whether nothing is ever moved
 * @param closed whether no HTTP caller is let in
 * @param unencrypted the names of the settings whose address is reached without TLS, other than on
 *     this machine
 */
public record DoctorSettings(
    List<String> regions, boolean dryRun, boolean closed, List<String> unencrypted) {
  public DoctorSettings {
    regions = List.copyOf(regions);
    unencrypted = List.copyOf(unencrypted);
  }
}
