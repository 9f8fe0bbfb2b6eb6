package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.ecs.model.v20140526.JoinResourceGroupRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads and moves resources of ECS, over the vendor's SDK. Safe for use by several threads.
 *
 * <p>An account {@code null} is the function's own. What is given as the account is copied to the
 * states that are read.
 */
public class EcsApi {
  /**
   * Names this function in the user agent of its moves. ActionTrail records it, so that the event
   * reader can tell the function's own moves from those of others.
   */
  private static final String USER_AGENT = "tagjoin";

  /** Names an undo instead: a person's decision, which the function treats like anybody's move. */
  private static final String UNDO_USER_AGENT = "tagjoin-undo";

  private static final String VERSION = "2014-05-26";

  private final ServiceClient client;
  private final boolean isPaced;
  private final String userAgent;

  /** Calls that do not wait for their turn, as events need them. */
  public EcsApi(ServiceClient client) {
    this(client, false, USER_AGENT);
  }

  /** The same calls, for a class that does more around them. */
  protected EcsApi(EcsApi other) {
    this(other.client, other.isPaced, other.userAgent);
  }

  private EcsApi(ServiceClient client, boolean isPaced, String userAgent) {
    this.client = client;
    this.isPaced = isPaced;
    this.userAgent = userAgent;
  }

  /** The same with calls that are spaced to the account's rate, for many calls in a row. */
  public EcsApi paced() {
    return new EcsApi(client, true, userAgent);
  }

  /** The same with moves that the audit log shows as those of an undo. */
  public EcsApi undoing() {
    return new EcsApi(client, isPaced, UNDO_USER_AGENT);
  }

  /**
   * Reads the present state of resources of one kind, in one describe call where the API's limit
   * allows, reading every page.
   *
   * @param ids at most {@link ResourceKind.Describe#maxIds()} ids
   * @return the states by id; an id that ECS does not show is missing
   */
  public Map<String, ResourceState> describe(
      RequestContext context,
      ResourceKind kind,
      String region,
      String account,
      Collection<String> ids)
      throws EcsException {
    ResourceKind.Describe describe = kind.describe();
    if (ids.isEmpty() || ids.size() > describe.maxIds()) {
      throw new IllegalArgumentException(
          describe.action() + " takes 1 to " + describe.maxIds() + " ids");
    }
    Set<String> missing = new LinkedHashSet<>(ids);
    Map<String, ResourceState> found = new LinkedHashMap<>();
    Scope scope = new Scope(context, kind, region, account);
    read(scope, missing, Map.of(), found);
    for (Map<String, String> further : describe.further()) {
      if (missing.isEmpty()) {
        break;
      }
      read(scope, missing, further, found);
    }
    if (describe.silentRefusal() && !missing.isEmpty()) {
      provePermission(scope, new DescribePages(kind, region, missing, Map.of()).parameters());
    }
    return found;
  }

  private record Scope(RequestContext context, ResourceKind kind, String region, String account) {}

  /** Reads all pages; what was found leaves {@code missing}. */
  private void read(
      Scope scope, Set<String> missing, Map<String, String> extra, Map<String, ResourceState> found)
      throws EcsException {
    DescribePages pages = new DescribePages(scope.kind, scope.region, Set.copyOf(missing), extra);
    while (pages.hasNext()) {
      JsonNode answer = send(scope, pages.parameters());
      for (JsonNode item : pages.read(answer)) {
        ResourceState state = DescribeItem.state(scope.kind, scope.region, scope.account, item);
        if (state != null && missing.remove(state.ref().id())) {
          found.put(state.ref().id(), state);
        }
      }
    }
  }

  private JsonNode send(Scope scope, Map<String, String> parameters) throws EcsException {
    return client.callEcs(
        ServiceClient.Limit.DESCRIBE,
        isPaced,
        scope.context,
        scope.account,
        scope.region,
        () -> describe(scope.kind, parameters));
  }

  /**
   * An empty list can also mean that the permission is missing. Taken at its word, every event
   * about a resource would be settled as if the resource did not exist.
   *
   * @param parameters those of the call that was answered so
   * @throws EcsException when the permission is missing, or that could not be found out
   */
  private void provePermission(Scope scope, Map<String, String> parameters) throws EcsException {
    Map<String, String> dry = new LinkedHashMap<>(parameters);
    dry.put("DryRun", "true");
    try {
      send(scope, dry);
    } catch (EcsException e) {
      if (!e.code().equals("DryRunOperation")) {
        throw e;
      }
    }
  }

  private static AcsRequest<?> describe(ResourceKind kind, Map<String, String> parameters) {
    CommonRequest request = ServiceClient.request("Ecs", VERSION, kind.describe().action());
    parameters.forEach(request::putQueryParameter);
    return request.buildRequest();
  }

  /**
   * Reads one page of all resources of a kind that the account has in a region. Nothing is skipped
   * or shown twice when resources appear or vanish between two pages; what appears meanwhile may be
   * missing, and a host whose state changes meanwhile may be shown twice or not at all.
   *
   * @param page what {@link ResourcePage#next()} of the page before gave, or {@code null} for the
   *     first
   * @throws IllegalArgumentException when {@code page} did not come from there
   */
  public ResourcePage list(
      RequestContext context, ResourceKind kind, String region, String account, String page)
      throws EcsException {
    DescribeListing listing = new DescribeListing(kind, region, account, page);
    Map<String, String> first = listing.parameters();
    Scope scope = new Scope(context, kind, region, account);
    ResourcePage read = read(scope, listing);
    if (kind.describe().silentRefusal() && page == null && read.states().isEmpty()) {
      provePermission(scope, first);
    }
    return read;
  }

  /**
   * Reads one page of the resources of a kind that belong to another resource. A resource that is
   * attached or detached meanwhile may be missing or shown; its state says what it belongs to.
   *
   * @param kind a kind with a {@link ResourceKind#attachment()}
   * @param to what they belong to, of that attachment's kind
   * @param page what {@link ResourcePage#next()} of the page before gave, or {@code null} for the
   *     first
   * @throws IllegalArgumentException when resources of the kind do not belong to such a resource,
   *     or {@code page} did not come from there
   */
  public ResourcePage attached(
      RequestContext context, ResourceKind kind, ResourceRef to, String page) throws EcsException {
    ResourceKind.Attachment attachment = kind.attachment();
    if (attachment == null || attachment.to() != to.kind()) {
      throw new IllegalArgumentException(kind + " does not belong to " + to.kind());
    }
    return read(
        new Scope(context, kind, to.region(), to.account()),
        new DescribeListing(
            kind, to.region(), to.account(), Map.of(attachment.filter(), to.id()), page));
  }

  private ResourcePage read(Scope scope, DescribeListing listing) throws EcsException {
    while (listing.isSearching()) {
      listing.read(send(scope, listing.parameters()));
    }
    return listing.page();
  }

  /** Moves one resource with {@code JoinResourceGroup}; gives the id of the request. */
  public String join(RequestContext context, ResourceRef ref, String group) throws EcsException {
    return client
        .callEcs(
            ServiceClient.Limit.JOIN,
            isPaced,
            context,
            ref.account(),
            ref.region(),
            () -> joinRequest(ref, group))
        .path("RequestId")
        .asText(null);
  }

  private AcsRequest<?> joinRequest(ResourceRef ref, String group) {
    JoinResourceGroupRequest request = new JoinResourceGroupRequest();
    request.setResourceType(ref.kind().type());
    request.setResourceId(ref.id());
    request.setResourceGroupId(group);
    // by hand, because the SDK adds it only to requests of the first signature version
    request.putQueryParameter("RegionId", ref.region());
    request.appendUserAgent(userAgent, "1");
    return request;
  }

  /**
   * The id of the account that the function's own credentials belong to: the account of every
   * resource that is read with them, whatever an event says. It costs at most one call for each
   * instance, and none where the platform or the configuration tells it.
   */
  public String ownAccount(RequestContext context, String region) throws EcsException {
    return client.ownAccount(context, region);
  }

  /** {@link #ownAccount} as far as it is known without a call, else {@code null}. */
  public String knownAccount(RequestContext context) {
    return client.knownAccount(context);
  }

  /**
   * Gets the credentials for an account without reading anything in it.
   *
   * @throws EcsException when its role cannot be assumed
   */
  public void enter(RequestContext context, String region, String account) throws EcsException {
    client.enter(context, account, region);
  }

  /** Remaining back-off requested by ECS, in milliseconds; zero if none. */
  public long quietMillis() {
    return client.limits().quietMillis();
  }
}
