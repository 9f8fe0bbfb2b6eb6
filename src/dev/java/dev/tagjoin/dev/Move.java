package dev.tagjoin.dev;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;

/**
 * One move that the embedded ECS made on a {@code JoinResourceGroup} call.
 *
 * @param kind the resource's type
 * @param id the resource's id
 * @param region the region it is in
 * @param from the id of the group it left
 * @param to the id of the group it joined
 * @param time when
 */
@JsonPropertyOrder({"type", "id"})
public record Move(
    @JsonIgnore ResourceKind kind, String id, String region, String from, String to, Instant time) {
  /** The ECS {@code ResourceType}, for example {@code instance}. */
  @JsonProperty
  public String type() {
    return kind.type();
  }
}
