package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.ecs.model.v20140526.JoinResourceGroupRequest;
import com.aliyuncs.http.MethodType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@link EcsApi} over the vendor's SDK, HTTPS unless the endpoint says otherwise: what to ask, how
 * often, and how much at once.
 */
public final class SdkEcsApi implements EcsApi {
  /** How many calls this instance makes at once while ECS does not throttle. */
  static final int MOST_AT_ONCE = 32;

  /**
   * Names this function in the user agent of its moves. ActionTrail records it, so that the event
   * reader can tell the function's own moves from those of others.
   */
  private static final String USER_AGENT = "tagjoin";

  private static final String VERSION = "2014-05-26";

  private final EcsConnection connection;
  private final SignedCalls calls;
  private final Retries retries;
  private final ConcurrencyLimit limiter;
  private final CredentialsResolver ownKeys;
  private final AssumedRoles roles;

  /** When calls are sent at the earliest; {@code null} for at once. */
  private final Pace describes;

  private final Pace joins;

  /**
   * @param connection where ECS is reached, and with which credentials when a call carries none
   * @param json a reader of JSON trees
   */
  public SdkEcsApi(EcsConnection connection, ObjectReader json) {
    this(connection, json, new Retries(), new ConcurrencyLimit(MOST_AT_ONCE), Clock.systemUTC());
  }

  /**
   * For many calls in a row, kept under rates that leave room for the account's other users.
   *
   * @param connection where ECS is reached, and with which credentials when a call carries none
   * @param json a reader of JSON trees
   * @param describesPerSecond the largest rate of describe calls
   * @param joinsPerSecond the largest rate of {@code JoinResourceGroup} calls
   * @throws IllegalArgumentException when a rate is not above 0 and at most 10,000
   */
  public SdkEcsApi(
      EcsConnection connection,
      ObjectReader json,
      double describesPerSecond,
      double joinsPerSecond) {
    this(
        connection,
        json,
        new Retries(),
        new ConcurrencyLimit(MOST_AT_ONCE),
        Clock.systemUTC(),
        new Pace(describesPerSecond),
        new Pace(joinsPerSecond));
  }

  SdkEcsApi(
      EcsConnection connection,
      ObjectReader json,
      Retries retries,
      ConcurrencyLimit limiter,
      Clock clock) {
    this(connection, json, retries, limiter, clock, null, null);
  }

  private SdkEcsApi(
      EcsConnection connection,
      ObjectReader json,
      Retries retries,
      ConcurrencyLimit limiter,
      Clock clock,
      Pace describes,
      Pace joins) {
    this.connection = connection;
    this.calls = new SignedCalls(json);
    this.retries = retries;
    this.limiter = limiter;
    this.ownKeys = new CredentialsResolver(connection, calls, retries, clock);
    this.roles = new AssumedRoles(connection.roles(), connection.sts(), calls, retries, clock);
    this.describes = describes;
    this.joins = joins;
  }

  @Override
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
      JsonNode answer =
          send(
              scope.context,
              scope.account,
              scope.region,
              () -> describe(scope.kind, pages.parameters()));
      for (JsonNode item : pages.read(answer)) {
        ResourceState state = DescribeItem.state(scope.kind, scope.region, scope.account, item);
        if (state != null && missing.remove(state.ref().id())) {
          found.put(state.ref().id(), state);
        }
      }
    }
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
      send(scope.context, scope.account, scope.region, () -> describe(scope.kind, dry));
    } catch (EcsException e) {
      if (!e.code().equals("DryRunOperation")) {
        throw e;
      }
    }
  }

  private static AcsRequest<?> describe(ResourceKind kind, Map<String, String> parameters) {
    CommonRequest request = new CommonRequest();
    request.setSysProduct("Ecs");
    request.setSysVersion(VERSION);
    request.setSysAction(kind.describe().action());
    // the JDK sends a broken GET a second time by itself, with a nonce that was used
    request.setSysMethod(MethodType.POST);
    parameters.forEach(request::putQueryParameter);
    return request.buildRequest();
  }

  @Override
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

  @Override
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
      listing.read(
          send(
              scope.context,
              scope.account,
              scope.region,
              () -> describe(scope.kind, listing.parameters())));
    }
    return listing.page();
  }

  @Override
  public String join(RequestContext context, ResourceRef ref, String group) throws EcsException {
    return send(joins, context, ref.account(), ref.region(), () -> joinRequest(ref, group))
        .path("RequestId")
        .asText(null);
  }

  private static AcsRequest<?> joinRequest(ResourceRef ref, String group) {
    JoinResourceGroupRequest request = new JoinResourceGroupRequest();
    request.setResourceType(ref.kind().type());
    request.setResourceId(ref.id());
    request.setResourceGroupId(group);
    // by hand, because the SDK adds it only to requests of the first signature version
    request.putQueryParameter("RegionId", ref.region());
    request.appendUserAgent(USER_AGENT, "1");
    return request;
  }

  @Override
  public long quietMillis() {
    return limiter.quietMillis();
  }

  private JsonNode send(
      RequestContext context, String account, String region, Supplier<AcsRequest<?>> describe)
      throws EcsException {
    return send(describes, context, account, region, describe);
  }

  private JsonNode send(
      Pace pace,
      RequestContext context,
      String account,
      String region,
      Supplier<AcsRequest<?>> request)
      throws EcsException {
    Credentials own = ownKeys.get(context, region);
    Credentials credentials = roles.keys(account, own, region, context.deadline());
    try {
      return send(pace, context, credentials, region, request);
    } catch (EcsException e) {
      if (!e.error().isExpiredToken()
          || !(roles.invalidate(account, credentials)
              || ownKeys.invalidate(credentials, context))) {
        throw e;
      }
      Credentials renewed =
          roles.keys(account, ownKeys.get(context, region), region, context.deadline());
      return send(pace, context, renewed, region, request);
    }
  }

  private JsonNode send(
      Pace pace,
      RequestContext context,
      Credentials credentials,
      String region,
      Supplier<AcsRequest<?>> request)
      throws EcsException {
    Retries.Attempt<JsonNode> attempt =
        () ->
            limiter.run(
                context.deadline(),
                () ->
                    calls.send(
                        request.get(),
                        connection.endpoint(),
                        region,
                        credentials,
                        context.deadline()));
    return retries.call(
        context.deadline(), pace == null ? attempt : () -> pace.run(context.deadline(), attempt));
  }
}
