package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.call.Call;
import dev.tagjoin.call.Deadline;
import dev.tagjoin.call.Keys;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls against a server that checks them on its own account. */
class SdkEcsApiTest {
  private static final String REGION = "cn-hangzhou";
  private static final Keys KEYS = new Keys("id", "a-secret", null);
  private static final Keys TEMPORARY = new Keys("STS.id", "a-secret", "a-token");

  private final Call call = call(null, Duration.ofSeconds(25));
  private EmbeddedEcs ecs;

  private static Call call(Keys keys, Duration time) {
    return new Call(null, keys, null, null, Deadline.in(time));
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

  private SdkEcsApi api(Keys keys) {
    return new SdkEcsApi(
        new EcsConnection(new EcsEndpoint(ecs.endpoint()), keys),
        new ObjectMapper().readerFor(JsonNode.class));
  }

  private EcsException fails(Keys keys, Call call) {
    return assertThrows(
        EcsException.class,
        () -> api(keys).describe(call, ResourceKind.DISK, REGION, null, List.of("d-1")));
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void asManyIdsAsTheTableSaysAreAnsweredWithAllPages(ResourceKind kind) throws EcsException {
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

    Map<String, ResourceState> states = api(KEYS).describe(call, kind, REGION, "1", ids);

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
  void aKeyPairsNameIsNoPattern() throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.KEY_PAIR, "ops-key", REGION));
    assertEquals(
        Map.of(), api(KEYS).describe(call, ResourceKind.KEY_PAIR, REGION, null, List.of("ops-*")));
  }

  @Test
  void moreIdsThanTheApiTakesAreABug() {
    assertThrows(
        IllegalArgumentException.class,
        () -> api(KEYS).describe(call, ResourceKind.COMMAND, REGION, null, List.of("c-1", "c-2")));
  }

  @Test
  void temporaryKeysAreSentWithTheirToken() throws EcsException {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    assertEquals(EcsError.REFUSED, fails(new Keys("STS.id", "a-secret", null), call).error());
    assertEquals(
        1, api(TEMPORARY).describe(call, ResourceKind.DISK, REGION, null, List.of("d-1")).size());
  }

  @Test
  void theKeysOfTheCallComeBeforeThoseOfTheEnvironment() throws EcsException {
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
  void withoutKeysNothingIsSent() {
    EcsException e = fails(null, call);
    assertEquals(EcsError.REFUSED, e.error());
    assertEquals("MissingCredentials", e.code());
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void aWrongSecretIsRefusedAndTheStringToSignIsNotRepeated() {
    EcsException e = fails(new Keys("STS.id", "wrong", "a-token"), call);
    assertEquals(EcsError.REFUSED, e.error());
    assertEquals("SignatureDoesNotMatch", e.code());
    assertFalse(e.getMessage().contains("a-token"), e::getMessage);
    assertFalse(e.getMessage().contains("AccessKeyId"), e::getMessage);
  }

  @Test
  void afterTheDeadlineNothingIsSent() {
    EcsException e = fails(KEYS, call(null, Duration.ZERO));
    assertEquals(EcsError.RETRY, e.error());
    assertEquals("DeadlineExceeded", e.code());
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void anUnreachableServerIsARetryThatNamesNoSecret() {
    SdkEcsApi api = api(TEMPORARY);
    ecs.close();
    EcsException e =
        assertThrows(
            EcsException.class,
            () -> api.describe(call, ResourceKind.DISK, REGION, null, List.of("d-1")));
    assertEquals(EcsError.RETRY, e.error());
    assertFalse(e.getMessage().contains("a-token"), e::getMessage);
    assertFalse(e.getMessage().contains("Signature"), e::getMessage);
  }
}
