package dev.tagjoin.ecs;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.http.MethodType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.ecs.auth.AssumedRoles;
import dev.tagjoin.ecs.auth.CallerIdentity;
import dev.tagjoin.ecs.auth.CredentialsResolver;
import dev.tagjoin.ecs.limit.AccountLimits;
import dev.tagjoin.ecs.limit.Retries;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The one way to the vendor's services: it finds the credentials, keeps the limits, repeats what
 * can succeed soon, and contacts no region that is not known. Events, sweeps and the doctor share
 * one instance. Safe for use by several threads.
 */
public final class ServiceClient {
  private static final String STS_VERSION = "2015-04-01";

  private final EcsConnection connection;
  private final SignedCalls calls;
  private final Retries retries;
  private final AccountLimits limits;
  private final CredentialsResolver own;
  private final AssumedRoles roles;
  private final CallerIdentity identity;

  public ServiceClient(EcsConnection connection, ObjectReader json, AccountLimits limits) {
    this(connection, json, limits, new Retries(), Clock.systemUTC());
  }

  public ServiceClient(
      EcsConnection connection,
      ObjectReader json,
      AccountLimits limits,
      Retries retries,
      Clock clock) {
    this.connection = connection;
    this.calls = new SignedCalls(json);
    this.limits = limits;
    this.retries = retries;
    this.own =
        new CredentialsResolver(
            connection.credentials(), connection.environment(), this::callSts, clock);
    this.roles = new AssumedRoles(this::callSts, clock);
    this.identity = new CallerIdentity(this::callSts);
  }

  EcsConnection connection() {
    return connection;
  }

  AccountLimits limits() {
    return limits;
  }

  /** Forgets the lower rates and back-offs that throttling led to. */
  public void resetLimits() {
    limits.reset();
  }

  /**
   * The account of the function's own credentials: what the platform says of them, else what the
   * configuration says, else what STS answers, which is asked once.
   */
  String ownAccount(RequestContext context, String region) throws EcsException {
    String known = knownAccount(context);
    if (known != null) {
      return known;
    }
    requireKnown(region, context);
    return renewing(
        context,
        null,
        region,
        credentials -> identity.get(credentials, region, context.deadline()));
  }

  /** {@link #ownAccount} as far as it is known without a call, else {@code null}. */
  String knownAccount(RequestContext context) {
    Credentials fixed = connection.credentials();
    boolean areOfThePlatform =
        context.credentials() != null || fixed == null || fixed.token() != null;
    if (context.account() != null && areOfThePlatform) {
      return context.account();
    }
    String listed = connection.accounts().own();
    return listed != null
        ? listed
        : identity.known(context.credentials() != null ? context.credentials() : fixed);
  }

  /**
   * Gets the credentials for an account, as a call would.
   *
   * @throws EcsException when its role cannot be assumed
   */
  void enter(RequestContext context, String account, String region) throws EcsException {
    requireKnown(region, context);
    Credentials unused = renewing(context, account, region, credentials -> credentials);
  }

  /**
   * Where the function's own credentials come from, for a person.
   *
   * @throws EcsException when there are none
   */
  String source(RequestContext context) throws EcsException {
    return own.source(context);
  }

  /**
   * The URL at which ECS of a region is reached.
   *
   * @throws EcsException when the region may not be contacted
   */
  URI ecsUrl(RequestContext context, String region) throws EcsException {
    requireKnown(region, context);
    return connection.endpoints().ecs().url(region);
  }

  /** A call of ECS within the limits of its account. */
  enum Limit {
    DESCRIBE,
    JOIN
  }

  /**
   * Sends a call to ECS.
   *
   * @param account the account to act in, or {@code null} for the function's own
   * @param request makes the request; signed anew each time, because a nonce is valid once
   */
  JsonNode callEcs(
      Limit limit,
      boolean waits,
      RequestContext context,
      String account,
      String region,
      Supplier<AcsRequest<?>> request)
      throws EcsException {
    requireKnown(region, context);
    Deadline deadline = context.deadline();
    return renewing(
        context,
        account,
        region,
        credentials ->
            retries.call(
                deadline,
                () ->
                    (limit == Limit.JOIN ? limits.joins(account) : limits.describes(account))
                        .run(
                            waits,
                            deadline,
                            () ->
                                limits
                                    .atOnce(account, region)
                                    .run(
                                        deadline,
                                        () ->
                                            calls.send(
                                                request.get(),
                                                connection.endpoints().ecs(),
                                                region,
                                                credentials,
                                                deadline)))));
  }

  /** Sends a call to a service without limits of its own. */
  JsonNode call(
      EcsEndpoint endpoint,
      RequestContext context,
      String account,
      String region,
      Supplier<CommonRequest> request)
      throws EcsException {
    requireKnown(region, context);
    return renewing(
        context,
        account,
        region,
        credentials ->
            retries.call(
                context.deadline(),
                () ->
                    calls.send(
                        request.get().buildRequest(),
                        endpoint,
                        region,
                        credentials,
                        context.deadline())));
  }

  private JsonNode callSts(
      String action,
      Map<String, String> query,
      Map<String, String> body,
      Credentials signer,
      String region,
      Deadline deadline)
      throws EcsException {
    return retries.call(
        deadline,
        () -> {
          CommonRequest request = request("Sts", STS_VERSION, action);
          query.forEach(request::putQueryParameter);
          body.forEach(request::putBodyParameter);
          return calls.send(
              request.buildRequest(), connection.endpoints().sts(), region, signer, deadline);
        });
  }

  static CommonRequest request(String product, String version, String action) {
    CommonRequest request = new CommonRequest();
    request.setSysProduct(product);
    request.setSysVersion(version);
    request.setSysAction(action);
    // the JDK repeats a broken GET by itself, with a nonce that was used
    request.setSysMethod(MethodType.POST);
    return request;
  }

  private interface SignedCall<T> {
    T with(Credentials credentials) throws EcsException;
  }

  /** Makes a call, and makes it once more when its credentials had expired and there are others. */
  private <T> T renewing(RequestContext context, String account, String region, SignedCall<T> call)
      throws EcsException {
    String role = role(context, account, region);
    for (boolean isFirst = true; ; isFirst = false) {
      Credentials mine = own.get(context, region);
      Credentials used = mine;
      try {
        used = role == null ? mine : roles.get(role, mine, region, context.deadline());
        return call.with(used);
      } catch (EcsException e) {
        if (!isFirst || !e.error().isExpiredToken()) {
          throw e;
        }
        if (!used.isSameKeyAs(mine)) {
          roles.invalidate(role, mine, used);
        } else if (!own.invalidate(mine, context)) {
          throw e;
        }
      }
    }
  }

  /** The ARN of the role by which an account is entered, or {@code null} for the function's own. */
  private String role(RequestContext context, String account, String region) throws EcsException {
    AccountList accounts = connection.accounts();
    boolean isOwn =
        account == null || (accounts.isDirectory() && account.equals(ownAccount(context, region)));
    return isOwn ? null : accounts.role(account);
  }

  private void requireKnown(String region, RequestContext context) throws EcsException {
    String refusal = connection.regions().refusal(region, context);
    if (refusal != null) {
      throw new EcsException(ErrorCode.UNKNOWN_REGION, refusal);
    }
  }
}
