package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.ecs.ServiceClient;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Shows and changes what the embedded ECS holds; in dev mode only. */
@Path("/dev")
@IfBuildProfile("dev")
public final class DevResource {
  /** What ECS allows: tags of a resource, and characters of a key and of a value. */
  private static final int MOST_TAGS = 20;

  private static final int LONGEST = 128;

  private final EmbeddedEcs ecs;
  private final EmbeddedAccount account;
  private final AuditEvents events;
  private final Board board;
  private final Deliveries deliveries;
  private final Feed feed;
  private final EditableRules rules;
  private final ServiceClient client;

  DevResource(
      EmbeddedEcs ecs,
      Board board,
      Deliveries deliveries,
      Feed feed,
      EditableRules rules,
      ServiceClient client) {
    this.ecs = ecs;
    this.account = ecs.account();
    this.events = new AuditEvents(account.id());
    this.board = board;
    this.deliveries = deliveries;
    this.feed = feed;
    this.rules = rules;
    this.client = client;
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
  @Produces(MediaType.APPLICATION_JSON)
  public List<Item> resources() {
    return account.resources().stream()
        .map(r -> new Item(r.id(), r.type(), r.region(), r.name(), r.group(), r.tags()))
        .toList();
  }

  /**
   * Gives a resource other tags, as somebody in the console would, and sends the function the
   * events that follow from it. What comes of them is told by the feed.
   *
   * @param type the ECS {@code ResourceType}
   * @param id the resource's id
   * @param tags all its tags from now on
   */
  @PUT
  @Path("resources/{type}/{id}/tags")
  @Consumes(MediaType.APPLICATION_JSON)
  public void tag(
      @PathParam("type") String type,
      @PathParam("id") String id,
      Map<String, String> tags,
      @Context HttpServerRequest request) {
    EmbeddedResource before = find(type, id);
    check(tags);
    account.change(before.kind(), id, resource -> resource.withTags(tags));
    feed.board();
    for (ObjectNode event : events.ofChange(before, tags)) {
      deliver(before, event, request);
    }
  }

  /** Sends the event of setting the tags that a resource has, so that the function looks at it. */
  @POST
  @Path("resources/{type}/{id}/event")
  public void event(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @Context HttpServerRequest request) {
    EmbeddedResource resource = find(type, id);
    deliver(resource, events.tagged(resource, resource.tags()), request);
  }

  /**
   * Puts the rule book and all resources back to what they were at first, and ends trouble and
   * deliveries. A delivery under way is waited for, so that it moves nothing afterwards.
   */
  @POST
  @Path("reset")
  public void reset() {
    deliveries.clear();
    feed.forget();
    Trouble.CALM.make(ecs);
    client.resetLimits();
    board.trouble(Trouble.CALM);
    EmbeddedAccount start = EmbeddedAccount.seeded();
    BookSamples.add(start, rules.firstBook());
    for (EmbeddedResource first : start.resources()) {
      account.change(first.kind(), first.id(), now -> first);
    }
    rules.restore();
    feed.book();
  }

  private EmbeddedResource find(String type, String id) {
    try {
      ResourceKind kind =
          ResourceKind.ofType(type)
              .orElseThrow(() -> new IllegalArgumentException("no type " + type));
      return account.resource(kind, id);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(e.getMessage());
    }
  }

  private static void check(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw new BadRequestException("at most " + MOST_TAGS + " tags expected");
    }
    tags.forEach(
        (key, value) -> {
          if (key.isBlank() || key.length() > LONGEST) {
            throw new BadRequestException(
                "a key of 1 to " + LONGEST + " characters expected, not \"" + key + "\"");
          }
          if (key.startsWith("aliyun") || key.startsWith("acs:")) {
            throw new BadRequestException(
                "a key that does not begin with aliyun or acs: expected, not " + key);
          }
          if (value == null || value.length() > LONGEST) {
            throw new BadRequestException(
                "a value of up to " + LONGEST + " characters expected for " + key);
          }
        });
  }

  private void deliver(EmbeddedResource resource, ObjectNode event, HttpServerRequest request) {
    String call = event.path("data").path("eventName").textValue();
    deliveries.deliver(request.localAddress().port(), call, resource.name(), event);
  }
}
