package dev.tagjoin.doctor;

import java.util.List;

/**
 * What the settings say, as far as it explains why nothing happens.
 *
 * @param regions the regions to look at when the rule book names none; empty for the function's own
 * @param dryRun whether nothing is ever moved
 * @param closed whether no HTTP caller is let in
 */
public record DoctorSettings(List<String> regions, boolean dryRun, boolean closed) {
  public DoctorSettings {
    regions = List.copyOf(regions);
  }
}
