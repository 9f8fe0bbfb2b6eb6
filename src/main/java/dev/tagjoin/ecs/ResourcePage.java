package dev.tagjoin.ecs;

import dev.tagjoin.resource.ResourceState;
import java.util.List;

/**
 * A part of a listing.
 *
 * @param states what it shows, in the order of the API; may be empty though more follows
 * @param next asks for the part behind it, or {@code null} when it is the last
 */
public record ResourcePage(List<ResourceState> states, String next) {
  public ResourcePage {
    states = List.copyOf(states);
  }
}
