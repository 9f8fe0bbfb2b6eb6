package dev.tagjoin.dev;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A resource of the embedded ECS at one moment. Immutable; a change gives a copy.
 *
 * <p>Jackson writes {@code type}, {@code id}, {@code region}, {@code name}, {@code group}, {@code
 * tags}, the network and the attachment where there is one; the rest is for the API only.
 *
 * @param kind the resource's type
 * @param id its id; for a key pair its name
 * @param region the region it is in
 * @param name its display name, or {@code null}
 * @param group the id of the group it is in; {@code null} before it is added stands for the
 *     account's default group
 * @param tags its tags in the order in which they were set
 * @param vpc its VPC, or {@code null}
 * @param vswitch its vSwitch, or {@code null}
 * @param instance for a disk or a network interface the instance it is attached to, several between
 *     commas for a disk with multi-attach, else {@code null}
 * @param disk for a snapshot the disk it was made from, else {@code null}
 * @param status the vendor's word for its state, for example {@code Running}; {@code null} stands
 *     for the usual one of its type
 * @param created when it was made; {@code null} before it is added stands for now
 * @param owner {@code self}, or {@code system} for a public image
 */
@JsonPropertyOrder({"type", "id", "region", "name", "group", "tags"})
public record EmbeddedResource(
    @JsonIgnore ResourceKind kind,
    String id,
    String region,
    String name,
    String group,
    Map<String, String> tags,
    String vpc,
    String vswitch,
    String instance,
    String disk,
    @JsonIgnore String status,
    @JsonIgnore Instant created,
    @JsonIgnore String owner) {

  /**
   * @throws NullPointerException when kind, id, region, tags or owner is missing
   */
  public EmbeddedResource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(owner, "owner");
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** A resource of the caller's own with nothing but its key. */
  public static EmbeddedResource of(ResourceKind kind, String id, String region) {
    return new EmbeddedResource(
        kind, id, region, null, null, Map.of(), null, null, null, null, null, null, "self");
  }

  /** The ECS {@code ResourceType}, for example {@code instance}. */
  @JsonProperty
  public String type() {
    return kind.type();
  }

  /** A copy with another display name. */
  public EmbeddedResource withName(String newName) {
    return new EmbeddedResource(
        kind, id, region, newName, group, tags, vpc, vswitch, instance, disk, status, created,
        owner);
  }

  /** A copy in another group. */
  public EmbeddedResource withGroup(String newGroup) {
    return new EmbeddedResource(
        kind, id, region, name, newGroup, tags, vpc, vswitch, instance, disk, status, created,
        owner);
  }

  /** A copy with exactly these tags. */
  public EmbeddedResource withTags(Map<String, String> newTags) {
    return new EmbeddedResource(
        kind, id, region, name, group, newTags, vpc, vswitch, instance, disk, status, created,
        owner);
  }

  /** A copy with one tag more, or with another value for it. */
  public EmbeddedResource withTag(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(key, value);
    return withTags(more);
  }

  /** A copy in another network. */
  public EmbeddedResource withNetwork(String newVpc, String newVswitch) {
    return new EmbeddedResource(
        kind,
        id,
        region,
        name,
        group,
        tags,
        newVpc,
        newVswitch,
        instance,
        disk,
        status,
        created,
        owner);
  }

  /** A copy that is attached to an instance, or to none for {@code null}. */
  public EmbeddedResource withInstance(String newInstance) {
    return new EmbeddedResource(
        kind,
        id,
        region,
        name,
        group,
        tags,
        vpc,
        vswitch,
        newInstance,
        disk,
        status,
        created,
        owner);
  }

  /** A copy that was made from a disk. */
  public EmbeddedResource withDisk(String newDisk) {
    return new EmbeddedResource(
        kind, id, region, name, group, tags, vpc, vswitch, instance, newDisk, status, created,
        owner);
  }

  /** A copy in another state, in the vendor's word. */
  public EmbeddedResource withStatus(String newStatus) {
    return new EmbeddedResource(
        kind, id, region, name, group, tags, vpc, vswitch, instance, disk, newStatus, created,
        owner);
  }

  /** A copy that was made at another time. */
  public EmbeddedResource withCreated(Instant newCreated) {
    return new EmbeddedResource(
        kind,
        id,
        region,
        name,
        group,
        tags,
        vpc,
        vswitch,
        instance,
        disk,
        status,
        newCreated,
        owner);
  }

  /** A copy that the vendor owns: a public image. */
  EmbeddedResource ownedBySystem() {
    return new EmbeddedResource(
        kind, id, region, name, group, tags, vpc, vswitch, instance, disk, status, created,
        "system");
  }

  /** Whether it is attached to an instance, alone or among others. */
  boolean isAttachedTo(String id) {
    return instance != null && Arrays.asList(instance.split(",", -1)).contains(id);
  }

  @JsonIgnore
  boolean isOwn() {
    return owner.equals("self");
  }
}
