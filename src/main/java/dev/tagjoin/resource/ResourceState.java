package dev.tagjoin.resource;

import java.util.Map;
import java.util.Objects;

/**
 * What is known of a resource at one moment: all that a rule can ask about. Immutable.
 *
 * @param ref which resource
 * @param group the id of the resource group it is in, or {@code null} when unknown
 * @param name its display name, or {@code null}
 * @param vpc the id of its VPC, or {@code null} where the type has none
 * @param vswitch the id of its vSwitch, or {@code null} where the type has none
 * @param tags all its tags; case counts in keys and values, a value may be empty
 * @param attachedTo the id of the instance it is attached to, for a snapshot of the disk it was
 *     made from; {@code null} when there is none, more than one, or it is unknown
 */
public record ResourceState(
    ResourceRef ref,
    String group,
    String name,
    String vpc,
    String vswitch,
    Map<String, String> tags,
    String attachedTo) {
  public ResourceState {
    Objects.requireNonNull(ref, "ref");
    tags = Map.copyOf(tags);
  }

  /** A state of a resource that belongs to no other, or of which that is unknown. */
  public ResourceState(
      ResourceRef ref,
      String group,
      String name,
      String vpc,
      String vswitch,
      Map<String, String> tags) {
    this(ref, group, name, vpc, vswitch, tags, null);
  }

  /** The same in another group. */
  public ResourceState withGroup(String newGroup) {
    return new ResourceState(ref, newGroup, name, vpc, vswitch, tags, attachedTo);
  }
}
