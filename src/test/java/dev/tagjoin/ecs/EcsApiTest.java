package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.ecs.limit.AccountLimits;
import dev.tagjoin.ecs.limit.Retries;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls against a server that checks them on its own account. */
class EcsApiTest {
  private static final String REGION = "cn-hangzhou";
  private static final Credentials KEYS = new Credentials("id", "a-secret", null);
  private static final Credentials TEMPORARY = new Credentials("STS.id", "a-secret", "a-token");

  private final RequestContext context = call(null, Duration.ofSeconds(25));
  private EmbeddedEcs ecs;

  private static RequestContext call(Credentials credentials, Duration time) {
    return new RequestContext(null, credentials, null, null, Deadline.in(time));
  }

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    ecs.account().accept("id", "a-secret");
    ecs.account().accept("STS.id", "a-secret", "a-token", null);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private EcsApi api(Credentials credentials) {
    return EcsClients.api(new EcsConnection(new EcsEndpoint(ecs.endpoint()), credentials));
  }

  private EcsException fails(Credentials credentials, RequestContext context) {
    return assertThrows(
        EcsException.class,
        () -> api(credentials).describe(context, ResourceKind.DISK, REGION, null, List.of("d-1")));
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void describesMaximumOfIdsOverAllPages(ResourceKind kind) throws EcsException {
    List<String> ids =
        IntStream.range(0, kind.describe().maxIds())
            .mapToObj(i -> kind.type() + "-" + (1000 + i))
            .toList();
    Map<String, String> tags = Map.of("env", "prod", "empty", "", "Ключ", "值");
    for (String id : ids) {
      ecs.account()
          .add(
              EmbeddedResource.of(kind, id, REGION)
                  .withName("name of " + id)
                  .withTags(tags)
                  .withNetwork("vpc-1", "vsw-1"));
    }
    ecs.account().add(EmbeddedResource.of(kind, kind.type() + "-other", REGION));

    Map<String, ResourceState> states = api(KEYS).describe(context, kind, REGION, "1", ids);

    assertEquals(ids.size(), states.size());
    ResourceState state = states.get(ids.get(0));
    assertEquals(tags, state.tags());
    assertEquals(EmbeddedAccount.DEFAULT_GROUP, state.group());
    assertEquals(
        kind == ResourceKind.KEY_PAIR ? ids.get(0) : "name of " + ids.get(0), state.name());
    assertEquals(kind.members().vpc() == null ? null : "vpc-1", state.vpc());
    assertEquals(kind.members().vswitch() == null ? null : "vsw-1", state.vswitch());
    assertEquals("1", state.ref().account());
    assertTrue(ecs.calls().stream().allMatch(c -> c.status() == 200), () -> "" + ecs.calls());
    int pages = -Math.floorDiv(-ids.size(), kind.describe().pageSize());
    assertEquals(pages, ecs.calls().size());
  }

  @Test
  void takesKeyPairNameLiterally() throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.KEY_PAIR, "ops-key", REGION));
    assertEquals(
        Map.of(),
        api(KEYS).describe(context, ResourceKind.KEY_PAIR, REGION, null, List.of("ops-*")));
  }

  @Test
  void refusesMoreIdsThanApiTakes() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            api(KEYS).describe(context, ResourceKind.COMMAND, REGION, null, List.of("c-1", "c-2")));
  }

  @Test
  void temporaryKeysAreSentWithTheirToken() throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    assertEquals(
        ErrorCode.Kind.REFUSED, fails(new Credentials("STS.id", "a-secret", null), context).kind());
    assertEquals(
        1,
        api(TEMPORARY).describe(context, ResourceKind.DISK, REGION, null, List.of("d-1")).size());
  }

  @Test
  void prefersKeysOfCall() throws EcsException {
    api(KEYS)
        .describe(
            call(TEMPORARY, Duration.ofSeconds(9)),
            ResourceKind.DISK,
            REGION,
            null,
            List.of("d-1"));
    assertEquals("STS.id", ecs.calls().get(0).accessKeyId());
  }

  @Test
  void sendsNothingWithoutKeys() {
    EcsException e = fails(null, context);
    assertEquals(ErrorCode.Kind.REFUSED, e.kind());
    assertEquals("MissingCredentials", e.code());
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void takesSecretsOutOfTheStringToSign() {
    EcsException e = fails(new Credentials("STS.id", "wrong", "a-token"), context);
    assertEquals(ErrorCode.Kind.REFUSED, e.kind());
    assertEquals("SignatureDoesNotMatch", e.code());
    assertFalse(e.getMessage().contains("a-token"), e::getMessage);
    assertFalse(e.getMessage().contains("STS.id"), e::getMessage);
    assertTrue(e.getMessage().contains("SecurityToken%3D***"), e::getMessage);
  }

  @Test
  void provesPermissionWhenInstanceIsNotShown() throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION));
    assertEquals(
        Set.of("i-1"),
        api(KEYS)
            .describe(context, ResourceKind.INSTANCE, REGION, null, List.of("i-1", "i-2"))
            .keySet());
    assertEquals(List.of("200 null", "400 DryRunOperation"), answers());
    assertEquals("[\"i-2\"]", ecs.calls().get(1).parameters().get("InstanceIds"));
  }

  @Test
  void refusesEmptyListWithoutPermission() {
    ecs.account().add(EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION));
    ecs.account().deny("DescribeInstances", null);
    EcsException e =
        assertThrows(
            EcsException.class,
            () -> api(KEYS).describe(context, ResourceKind.INSTANCE, REGION, null, List.of("i-1")));
    assertEquals(ErrorCode.Kind.REFUSED, e.kind());
    assertEquals("Forbidden.RAM", e.code());
  }

  @Test
  void otherKindsThatAreNotShownAreGoneWithoutAnotherCall() throws EcsException {
    assertEquals(
        Map.of(), api(KEYS).describe(context, ResourceKind.DISK, REGION, null, List.of("d")));
    assertEquals(1, ecs.calls().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnderAssessment", "PermanentFailure", "TempUnavailable", "Redeploying"})
  void findsDedicatedHostInEveryState(String status) throws EcsException {
    EmbeddedResource host = EmbeddedResource.of(ResourceKind.DEDICATED_HOST, "dh-1", REGION);
    ecs.account().add(host);
    ecs.account()
        .add(EmbeddedResource.of(ResourceKind.DEDICATED_HOST, "dh-2", REGION).withStatus(status));
    assertEquals(
        Set.of("dh-1", "dh-2"),
        api(KEYS)
            .describe(context, ResourceKind.DEDICATED_HOST, REGION, null, List.of("dh-1", "dh-2"))
            .keySet());
    assertTrue(
        ecs.calls().stream()
            .skip(1)
            .allMatch(c -> c.parameters().get("DedicatedHostIds").equals("[\"dh-2\"]")));
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultInjector.Kind.class,
      names = {"THROTTLED", "INTERNAL_ERROR", "UNAVAILABLE", "HTML", "DROPPED", "ANSWER_LOST"})
  void retriesWithFreshNonce(FaultInjector.Kind trouble) throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    ecs.faults().failNext("DescribeDisks", trouble, 2);
    assertEquals(
        1, api(KEYS).describe(context, ResourceKind.DISK, REGION, null, List.of("d-1")).size());
    assertEquals(3, ecs.calls().size());
    assertEquals(
        3, ecs.calls().stream().map(c -> c.parameters().get("SignatureNonce")).distinct().count());
  }

  @Test
  void keepsWaitThatAnswerNames() throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    ecs.faults().rate(2);
    List<Long> waits = new ArrayList<>();
    EcsApi api =
        new EcsApi(
            new ServiceClient(
                new EcsConnection(new EcsEndpoint(ecs.endpoint()), KEYS),
                new ObjectMapper().readerFor(JsonNode.class),
                new AccountLimits(10_000, 10_000),
                new Retries(
                    () -> 0,
                    millis -> {
                      waits.add(millis);
                      Thread.sleep(millis);
                    }),
                Clock.systemUTC()));
    for (int i = 0; i < 4; i++) {
      api.describe(context, ResourceKind.DISK, REGION, null, List.of("d-1"));
    }
    assertTrue(ecs.faults().injected(FaultInjector.Kind.RATE_EXCEEDED) > 0);
    assertTrue(waits.stream().anyMatch(w -> w > 0 && w <= 500), () -> "" + waits);
    assertTrue(waits.size() <= 6, () -> "each refusal is waited for once: " + waits);
  }

  @Test
  void endsHangingCallAtDeadline() {
    ecs.faults().failNext("DescribeDisks", FaultInjector.Kind.HUNG, 9);
    long start = System.nanoTime();
    EcsException e = fails(KEYS, call(null, Duration.ofMillis(900)));
    assertEquals(ErrorCode.Kind.RETRY, e.kind());
    assertEquals("SDK.ReadTimeout", e.code());
    long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertTrue(took < 3_000, () -> took + " ms");
  }

  private List<String> answers() {
    return ecs.calls().stream().map(c -> c.status() + " " + c.code()).toList();
  }

  @Test
  void sendsNothingAfterDeadline() {
    EcsException e = fails(KEYS, call(null, Duration.ZERO));
    assertEquals(ErrorCode.Kind.RETRY, e.kind());
    assertEquals("DeadlineExceeded", e.code());
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void retriesUnreachableServerWithoutNamingSecrets() {
    EcsApi api = api(TEMPORARY);
    ecs.close();
    RequestContext soon = call(null, Duration.ofMillis(500));
    EcsException e =
        assertThrows(
            EcsException.class,
            () -> api.describe(soon, ResourceKind.DISK, REGION, null, List.of("d-1")));
    assertEquals(ErrorCode.Kind.RETRY, e.kind());
    assertFalse(e.getMessage().contains("a-token"), e::getMessage);
    assertFalse(e.getMessage().contains("Signature"), e::getMessage);
  }
}
