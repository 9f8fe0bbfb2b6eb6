package dev.tagjoin.dev;

import java.util.HashMap;
import java.util.Map;

/**
 * A resource group of the embedded ECS at one moment. Immutable.
 *
 * @param id the group's id, starting with {@code rg-}
 * @param name its name; the display name is the same
 * @param status its state in every region that {@code regions} does not name
 * @param regions regions in which its state differs: a new group becomes ready in one region after
 *     the other
 */
public record EmbeddedGroup(String id, String name, Status status, Map<String, Status> regions) {
  /** The states of a group; only in {@link #OK} can it be joined. */
  public enum Status {
    OK("OK"),
    CREATING("Creating"),
    PENDING_DELETE("PendingDelete");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** The vendor's word for the state. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** Keeps a copy of the regions. */
  public EmbeddedGroup {
    regions = Map.copyOf(regions);
  }

  /** The group's state in a region. */
  public Status statusIn(String region) {
    return regions.getOrDefault(region, status);
  }

  /** The same group with one state in all regions. */
  EmbeddedGroup with(Status everywhere) {
    return new EmbeddedGroup(id, name, everywhere, Map.of());
  }

  /** The same group with another state in one region. */
  EmbeddedGroup with(String region, Status there) {
    Map<String, Status> changed = new HashMap<>(regions);
    changed.put(region, there);
    return new EmbeddedGroup(id, name, status, changed);
  }
}
