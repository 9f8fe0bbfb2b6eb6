package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.ecs.ServiceClient;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.concurrent.ThreadLocalRandom;

/** Shows and changes what the embedded ECS holds; in dev mode only. */
@Path("/dev")
@IfBuildProfile("dev")
public final class DevResource {
  /** What ECS allows: tags of a resource, and characters of a key and of a value. */
  private static final int MOST_TAGS = 20;

  private static final int LONGEST = 128;

  /** Where resources are made that are attached to nothing. */
  private static final String HOME = "cn-hangzhou";

  private final EmbeddedEcs ecs;
  private final EmbeddedAccount account;
  private final AuditEvents events;
  private final Board board;
  private final Deliveries deliveries;
  private final Feed feed;
  private final EditableRules rules;
  private final ServiceClient client;
  private final FirstAccount first;

  DevResource(
      EmbeddedEcs ecs,
      Board board,
      Deliveries deliveries,
      Feed feed,
      EditableRules rules,
      ServiceClient client,
      FirstAccount first) {
    this.ecs = ecs;
    this.account = ecs.account();
    this.events = new AuditEvents(account.id());
    this.board = board;
    this.deliveries = deliveries;
    this.feed = feed;
    this.rules = rules;
    this.client = client;
    this.first = first;
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
    return account.resources().stream().map(DevResource::item).toList();
  }

  private static Item item(EmbeddedResource r) {
    return new Item(r.id(), r.type(), r.region(), r.name(), r.group(), r.tags());
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

  /**
   * A resource to make.
   *
   * @param type its ECS {@code ResourceType}
   * @param name its display name
   * @param attachedTo the id of the instance that it is attached to, for a snapshot of its disk;
   *     may be missing
   */
  public record Wish(String type, String name, String attachedTo) {}

  /** Makes a resource in the default group, and sends the event of its creation. */
  @POST
  @Path("resources")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Item make(Wish wish, @Context HttpServerRequest request) {
    ResourceKind kind =
        ResourceKind.ofType(wish.type() == null ? "" : wish.type())
            .filter(AuditEvents.CREATIONS::containsKey)
            .orElseThrow(() -> new BadRequestException("cannot make the type " + wish.type()));
    if (wish.name() == null || wish.name().isBlank() || wish.name().length() > LONGEST) {
      throw new BadRequestException("a name of 1 to " + LONGEST + " characters expected");
    }
    String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36);
    String id =
        (kind == ResourceKind.NETWORK_INTERFACE ? "eni" : kind.type().charAt(0)) + "-" + random;
    EmbeddedResource made = EmbeddedResource.of(kind, id, HOME).withName(wish.name());
    if (wish.attachedTo() != null && kind.attachment() != null) {
      EmbeddedResource leader = find(kind.attachment().to().type(), wish.attachedTo());
      made = EmbeddedResource.of(kind, id, leader.region()).withName(wish.name());
      made =
          leader.kind() == ResourceKind.DISK
              ? made.withDisk(leader.id())
              : made.withInstance(leader.id());
    }
    account.add(made);
    feed.board();
    deliver(made, events.created(made), request);
    return item(account.resource(kind, id));
  }

  /** Releases a resource; ECS tells nobody about it in a way that the function's rules let in. */
  @DELETE
  @Path("resources/{type}/{id}")
  public void delete(@PathParam("type") String type, @PathParam("id") String id) {
    EmbeddedResource resource = find(type, id);
    account.remove(resource.kind(), id);
    feed.board();
  }

  /**
   * Moves a resource as somebody else would, and sends the event of it.
   *
   * @param group the id of a group of the account
   */
  @PUT
  @Path("resources/{type}/{id}/group/{group}")
  public void move(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("group") String group,
      @Context HttpServerRequest request) {
    EmbeddedResource resource = find(type, id);
    try {
      account.setGroup(resource.kind(), id, group);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(e.getMessage());
    }
    feed.board();
    deliver(resource, events.joined(resource, group), request);
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
    EmbeddedAccount start = first.make();
    first.fit(start, rules.firstBook());
    account.restore(start.resources());
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
    deliveries.deliver(request, call, resource.name(), event);
  }
}
