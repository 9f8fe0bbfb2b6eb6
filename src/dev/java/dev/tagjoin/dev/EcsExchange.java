package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** One call to the embedded ECS, from its first to its last byte. Used by one thread. */
final class EcsExchange {
  private static final String ECS = "2014-05-26";
  private static final String STS = "2015-04-01";
  private static final String RESOURCE_MANAGER = "2020-03-31";
  private static final String RESOURCE_DIRECTORY = "2022-04-19";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedEcs server;
  private final HttpExchange http;
  private final String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
  private final Instant arrived = Instant.now();
  private RpcRequest request;
  private Gate.Caller caller;
  private boolean recorded;
  private int status;
  private String code;

  EcsExchange(EmbeddedEcs server, HttpExchange http) {
    this.server = server;
    this.http = http;
  }

  /** Reads, checks, answers. */
  void run() throws IOException {
    try {
      request = RpcRequest.read(http);
      boolean isAnonymous = StsApi.isAnonymous(request);
      caller = isAnonymous ? null : server.gate().admit(request);
      FaultInjector faults = server.faults();
      FaultInjector.Plan plan = faults.plan(request.action(), request.identity());
      if (plan.kind() == null && caller != null) {
        plan = plan.or(caller.account().faults().plan(request.action(), request.identity()));
      }
      server.pause(plan.delay());
      if (plan.rateHeader() != null) {
        http.getResponseHeaders().set("X-RateLimit-User-API", plan.rateHeader());
      }
      RpcError error =
          plan.error() != null ? plan.error() : faults.refusal(request.parameters().values());
      if (error != null) {
        throw error;
      }
      if (plan.kind() == FaultInjector.Kind.DROPPED) {
        return;
      }
      if (plan.kind() == FaultInjector.Kind.HUNG) {
        server.pause(faults.hang());
        return;
      }
      if (plan.kind() == FaultInjector.Kind.HTML) {
        String page = "<html><head><title>502 Bad Gateway</title></head><body></body></html>";
        send(502, "text/html", page.getBytes(StandardCharsets.UTF_8));
        return;
      }
      ObjectNode answer =
          isAnonymous ? StsApi.assumeRoleWithOidc(request, server.accounts()) : dispatch();
      if (plan.kind() == FaultInjector.Kind.ANSWER_LOST) {
        return;
      }
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("RequestId", requestId);
      body.setAll(answer);
      sendJson(200, body);
    } catch (RpcError e) {
      fail(e);
    } catch (RuntimeException e) {
      // A bug of this server: say so to whoever looks at the calls, instead of no answer.
      fail(new RpcError(500, "InternalError", "embedded ECS: " + e));
    }
  }

  private ObjectNode dispatch() {
    String action = request.action();
    EmbeddedAccount account = caller.account();
    switch (request.version()) {
      case ECS -> {
        if (action.equals(JoinApi.ACTION)) {
          server.faults().joinHook().run();
          return JoinApi.answer(request, account);
        }
        DescribeApi describe = DescribeApi.of(action);
        if (describe != null) {
          return describe.answer(request, account);
        }
      }
      case STS -> {
        if (action.equals("AssumeRole")) {
          return StsApi.assumeRole(request, account, server.accounts());
        }
        if (action.equals("GetCallerIdentity")) {
          return StsApi.callerIdentity(account, caller.credential());
        }
      }
      case RESOURCE_MANAGER -> {
        if (account.denied(action, null)) {
          throw JoinApi.forbidden();
        }
        if (action.equals("ListAutoGroupingRules")) {
          return account.transfer().list(request);
        }
        if (action.equals("ListAssociatedTransferSetting")) {
          return account.transfer().setting(account.id());
        }
        if (action.equals("LookupResourceGroupEvents")) {
          return ResourceManagerApi.events(request, account);
        }
        if (action.equals("ListResourceGroups")) {
          return ResourceManagerApi.list(request, account);
        }
      }
      case RESOURCE_DIRECTORY -> {
        if (account.denied(action, null)) {
          throw JoinApi.forbidden();
        }
        return server.directory().answer(request, account);
      }
      default ->
          throw new RpcError(400, "InvalidVersion", "Specified parameter Version is not valid.");
    }
    throw new RpcError(
        404,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.");
  }

  private void fail(RpcError error) throws IOException {
    code = error.code();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("RequestId", requestId);
    body.put("HostId", host());
    body.put("Code", error.code());
    body.put("Message", error.getMessage());
    body.put(
        "Recommend",
        "https://api.aliyun.com/troubleshoot?q="
            + error.code()
            + "&product="
            + product()
            + "&requestId="
            + requestId);
    if (error.code().equals("Forbidden.RAM") && caller != null) {
      body.putObject("AccessDeniedDetail")
          .put("AuthAction", product().toLowerCase(Locale.ROOT) + ":" + request.action())
          .put(
              "AuthPrincipalType",
              caller.credential().token() == null ? "SubUser" : "AssumedRoleUser")
          .put("AuthPrincipalOwnerId", caller.account().id())
          .put("NoPermissionType", "ImplicitDeny")
          .put("PolicyType", "AccountLevelIdentityBasedPolicy");
    }
    sendJson(error.status(), body);
  }

  private String product() {
    String version = request == null || request.version() == null ? ECS : request.version();
    return switch (version) {
      case STS -> "Sts";
      case RESOURCE_MANAGER -> "ResourceManager";
      case RESOURCE_DIRECTORY -> "ResourceDirectoryMaster";
      default -> "Ecs";
    };
  }

  private String host() {
    if (!product().equals("Ecs")) {
      return product().toLowerCase(Locale.ROOT) + ".aliyuncs.com";
    }
    String region = request == null ? null : request.get("RegionId");
    // The vendor writes the host of this region with a dash.
    boolean dash = region == null || region.equals("cn-hangzhou");
    return dash ? "ecs-cn-hangzhou.aliyuncs.com" : "ecs." + region + ".aliyuncs.com";
  }

  private void sendJson(int httpStatus, ObjectNode body) throws IOException {
    try {
      send(httpStatus, "application/json;charset=utf-8", JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private void send(int httpStatus, String type, byte[] body) throws IOException {
    status = httpStatus;
    // Before the answer goes out: who has it may look for the call.
    record();
    http.getResponseHeaders().set("Content-Type", type);
    http.getResponseHeaders().set("x-acs-request-id", requestId);
    http.sendResponseHeaders(httpStatus, body.length);
    http.getResponseBody().write(body);
    http.getResponseBody().close();
  }

  /** Adds the call to the server's list, once. */
  void record() {
    if (recorded) {
      return;
    }
    recorded = true;
    RecordedCall call =
        new RecordedCall(
            request == null ? null : request.action(),
            request == null ? null : request.get("RegionId"),
            request == null ? Map.of() : request.parameters(),
            status,
            code,
            request == null ? null : request.accessKeyId(),
            requestId,
            arrived,
            request == null ? null : request.header("user-agent"));
    server.remember(call);
  }
}
