package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.ecs.model.v20140526.JoinResourceGroupRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTest {
  private static final String WEB = "i-bp1b4ym5yh7ciz96h3kq";
  private static final String PROD = "rg-acfmxazb4ph6aiy";

  private final EmbeddedAccount account = EmbeddedAccount.seeded();
  private final EmbeddedEcs ecs = EmbeddedEcs.start(account);
  private final EcsClient client = new EcsClient(ecs);

  @AfterEach
  void stop() {
    ecs.close();
  }

  private static Map<String, String> join(String type, String id, String group) {
    return Map.of("ResourceType", type, "ResourceId", id, "ResourceGroupId", group);
  }

  private String failure(String type, String id, String group) {
    return client.failure("JoinResourceGroup", join(type, id, group));
  }

  @Test
  void movesResourceAndRecordsMove() throws ClientException {
    JsonNode answer = client.call("JoinResourceGroup", join("instance", WEB, PROD));

    assertEquals(1, answer.size());
    assertTrue(answer.path("RequestId").isTextual());
    assertEquals(PROD, account.groupOf(ResourceKind.INSTANCE, WEB));
    Move move = account.moves().get(0);
    assertEquals(WEB, move.id());
    assertEquals(EmbeddedAccount.DEFAULT_GROUP, move.from());
    assertEquals(PROD, move.to());
    assertEquals(answer.path("RequestId").textValue(), ecs.calls().get(0).requestId());
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void joinsEveryType(ResourceKind kind) throws ClientException {
    EmbeddedResource resource =
        account.resources().stream()
            .filter(r -> r.kind() == kind && r.region().equals("cn-hangzhou"))
            .findFirst()
            .orElseThrow();
    String payments = "rg-aekzq2m7cbq4tay";

    client.call("JoinResourceGroup", join(kind.type(), resource.id(), payments));

    assertEquals(payments, account.groupOf(kind, resource.id()));
  }

  @Test
  void understandsSdksRequestClass() throws ClientException {
    JoinResourceGroupRequest request = new JoinResourceGroupRequest();
    request.setSysEndpoint(client.hostAndPort());
    request.setSysProtocol(ProtocolType.HTTP);
    request.setResourceType("instance");
    request.setResourceId(WEB);
    request.setResourceGroupId(PROD);

    String requestId = client.sdk().getAcsResponse(request).getRequestId();

    assertEquals(PROD, account.groupOf(ResourceKind.INSTANCE, WEB));
    assertEquals(requestId, ecs.calls().get(0).requestId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RegionId", "ResourceType", "ResourceId", "ResourceGroupId"})
  void namesMissingParameter(String name) {
    Map<String, String> parameters = new HashMap<>(join("instance", WEB, PROD));
    parameters.put(name, "");

    ClientException e = client.fail("JoinResourceGroup", parameters);

    assertEquals("MissingParameter", e.getErrCode());
    assertTrue(e.getErrMsg().contains(name), e.getErrMsg());
    assertEquals(403, ecs.calls().get(0).status());
  }

  @Test
  void refusesUnknownTypeOrOtherCase() {
    assertEquals("InvalidResourceType.NotFound", failure("volume", WEB, PROD));
    assertEquals("InvalidResourceType.NotFound", failure("Instance", WEB, PROD));
  }

  @Test
  void doesNotFindUnknownResource() {
    assertEquals("InvalidResourceId.NotFound", failure("instance", "i-none", PROD));
    assertEquals("InvalidResourceId.NotFound", failure("disk", WEB, PROD));
    assertEquals(
        "InvalidResourceId.NotFound",
        failure("image", "aliyun_3_x64_20G_alibase_20240528.vhd", PROD));
    assertEquals(404, ecs.calls().get(0).status());
  }

  @Test
  void doesNotFindHiddenResource() {
    account.hideUntil(ResourceKind.INSTANCE, WEB, 1);

    assertEquals("InvalidResourceId.NotFound", failure("instance", WEB, PROD));
  }

  @Test
  void doesNotFindUnknownGroup() {
    assertEquals("InvalidResourceGroup.NotFound", failure("instance", WEB, "rg-none"));
  }

  @Test
  void refusesGroupThatIsNotReady() throws ClientException {
    account.groupStatus(PROD, "cn-hangzhou", EmbeddedGroup.Status.CREATING);
    assertEquals("InvalidStatus.ResourceGroup", failure("instance", WEB, PROD));
    assertEquals(403, ecs.calls().get(0).status());

    Map<String, String> shanghai = new HashMap<>(join("instance", "i-uf6f5trc95iug8t33a9l", PROD));
    shanghai.put("RegionId", "cn-shanghai");
    client.call("JoinResourceGroup", shanghai);

    account.groupStatus(PROD, EmbeddedGroup.Status.PENDING_DELETE);
    assertEquals("InvalidStatus.ResourceGroup", failure("instance", WEB, PROD));
    account.groupStatus(PROD, EmbeddedGroup.Status.OK);
    client.call("JoinResourceGroup", join("instance", WEB, PROD));
  }

  @Test
  void answersDuplicateForPresentGroup() {
    assertEquals(
        "InvalidResourceGroup.Duplicate", failure("instance", WEB, EmbeddedAccount.DEFAULT_GROUP));
    assertEquals(403, ecs.calls().get(0).status());
    assertEquals(List.of(), account.moves());
  }

  @Test
  void refusesRegionWithoutGroups() {
    account.withoutGroups("cn-hangzhou");

    assertEquals("InvalidRegionId.ResourceGroup", failure("instance", WEB, PROD));
  }

  @Test
  void refusesJoinDuringTransfer() throws ClientException {
    account.transferUnderWay(ResourceKind.INSTANCE, WEB, true);
    assertEquals("EntityExists.AssociatedTransferTasks", failure("instance", WEB, PROD));
    assertEquals(400, ecs.calls().get(0).status());

    account.transferUnderWay(ResourceKind.INSTANCE, WEB, false);
    client.call("JoinResourceGroup", join("instance", WEB, PROD));
  }

  @Test
  void forbidsDeniedTypeWithDetail() throws ClientException {
    account.deny("JoinResourceGroup", ResourceKind.INSTANCE);

    ClientException e = client.fail("JoinResourceGroup", join("instance", WEB, PROD));

    assertEquals("Forbidden.RAM", e.getErrCode());
    assertEquals("ecs:JoinResourceGroup", e.getAccessDeniedDetail().get("AuthAction"));
    client.call("JoinResourceGroup", join("disk", "d-bp1z0y9x8w7v6u5t4s3r", PROD));
  }

  @Test
  void runsHookBetweenArrivalAndExecution() {
    ecs.faults().beforeJoin(() -> account.remove(ResourceKind.INSTANCE, WEB));

    assertEquals("InvalidResourceId.NotFound", failure("instance", WEB, PROD));
  }

  @Test
  void throwsForUnknownResourceOfAccount() {
    assertThrows(
        IllegalArgumentException.class, () -> account.tag(ResourceKind.DISK, "d-none", "k", "v"));
    assertThrows(
        IllegalArgumentException.class,
        () -> account.setGroup(ResourceKind.INSTANCE, WEB, "rg-none"));
    assertThrows(
        IllegalArgumentException.class,
        () -> account.add(EmbeddedResource.of(ResourceKind.INSTANCE, WEB, "cn-hangzhou")));
  }

  @Test
  void tagsAreSetReplacedAndRemoved() {
    account.tag(ResourceKind.INSTANCE, WEB, "env", "dev");
    account.untag(ResourceKind.INSTANCE, WEB, "team");
    account.tag(ResourceKind.INSTANCE, WEB, "owner", "");

    assertEquals(Map.of("env", "dev", "owner", ""), account.tagsOf(ResourceKind.INSTANCE, WEB));
  }
}
