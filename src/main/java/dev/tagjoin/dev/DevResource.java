package dev.tagjoin.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Shows what the embedded ECS holds; in dev mode only. */
@Path("/dev")
@IfBuildProfile("dev")
@Produces(MediaType.APPLICATION_JSON)
public final class DevResource {
  private final EmbeddedAccount account;

  DevResource(EmbeddedAccount account) {
    this.account = account;
  }

  /**
   * A resource of the embedded account.
   *
   * @param id its id
   * @param type the ECS {@code ResourceType}
   * @param region its region
   * @param name its display name
   * @param group the id of the group it is in
   * @param tags its tags
   */
  public record Item(
      String id, String type, String region, String name, String group, Map<String, String> tags) {}

  /** All resources. */
  @GET
  @Path("resources")
  public List<Item> resources() {
    return account.resources().stream()
        .map(r -> new Item(r.id(), r.type(), r.region(), r.name(), r.group(), r.tags()))
        .toList();
  }
}
