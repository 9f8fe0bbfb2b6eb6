package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.auth.sts.AssumeRoleRequest;
import com.aliyuncs.auth.sts.AssumeRoleResponse;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StsAndGroupsTest {
  private static final String STS = "2015-04-01";
  private static final String GROUPS = "2020-03-31";
  private static final String MEMBER_ROLE = "acs:ram::2222222222222222:role/tagjoin-member";

  private final EmbeddedAccount central = EmbeddedAccount.seeded();
  private final EmbeddedAccount member =
      new EmbeddedAccount("2222222222222222", "rg-memberdefault");
  private final EmbeddedEcs ecs = EmbeddedEcs.start(List.of(central, member));
  private final EcsClient client = new EcsClient(ecs);

  @AfterEach
  void stop() {
    ecs.close();
  }

  private String failure(String version, String action, Map<String, String> parameters) {
    return assertThrows(ClientException.class, () -> client.call(version, action, parameters))
        .getErrCode();
  }

  @Test
  void actsInAccountOfAssumedRole() throws ClientException {
    member.addRole(MEMBER_ROLE, central.id());
    member.add(EmbeddedResource.of(ResourceKind.DISK, "d-member", "cn-hangzhou"));
    AssumeRoleRequest request = new AssumeRoleRequest();
    request.setSysEndpoint(client.hostAndPort());
    request.setSysProtocol(ProtocolType.HTTP);
    request.setRoleArn(MEMBER_ROLE);
    request.setRoleSessionName("test");
    request.setDurationSeconds(900L);

    AssumeRoleResponse.Credentials given = client.sdk().getAcsResponse(request).getCredentials();
    EcsClient assumed =
        new EcsClient(
            ecs,
            EcsClient.session(
                given.getAccessKeyId(), given.getAccessKeySecret(), given.getSecurityToken()));

    Duration left = Duration.between(Instant.now(), Instant.parse(given.getExpiration()));
    assertTrue(left.toSeconds() > 880 && left.toSeconds() <= 900, left::toString);
    assertTrue(given.getAccessKeyId().startsWith("STS."));
    JsonNode disks = assumed.call("DescribeDisks", Map.of());
    assertEquals("d-member", disks.at("/Disks/Disk/0/DiskId").textValue());
    JsonNode identity = assumed.call(STS, "GetCallerIdentity", Map.of());
    assertEquals("2222222222222222", identity.path("AccountId").textValue());
    assertEquals("AssumedRoleUser", identity.path("IdentityType").textValue());
    assertEquals(
        "acs:ram::2222222222222222:assumed-role/tagjoin-member/test",
        identity.path("Arn").textValue());
  }

  @Test
  void refusesMissingOrUntrustingRole() {
    Map<String, String> parameters = Map.of("RoleArn", MEMBER_ROLE, "RoleSessionName", "test");
    assertEquals("EntityNotExist.Role", failure(STS, "AssumeRole", parameters));

    member.addRole(MEMBER_ROLE);
    assertEquals("NoPermission", failure(STS, "AssumeRole", parameters));
    assertEquals("MissingParameter", failure(STS, "AssumeRole", Map.of("RoleArn", MEMBER_ROLE)));
    assertEquals(
        "InvalidParameter",
        failure(
            STS,
            "AssumeRole",
            Map.of("RoleArn", MEMBER_ROLE, "RoleSessionName", "t", "DurationSeconds", "60")));
    assertThrows(IllegalArgumentException.class, () -> central.addRole(MEMBER_ROLE));
  }

  @Test
  void identifiesAccountOfPlainKey() throws ClientException {
    JsonNode identity = client.call(STS, "GetCallerIdentity", Map.of());

    assertEquals(EmbeddedAccount.ID, identity.path("AccountId").textValue());
    assertEquals("Account", identity.path("IdentityType").textValue());
  }

  @Test
  void groupsAreListedByPageAndStatus() throws ClientException {
    central.groupStatus("rg-aekzcm4t5z7usaa", EmbeddedGroup.Status.PENDING_DELETE);

    JsonNode all = client.call(GROUPS, "ListResourceGroups", Map.of("PageSize", "3"));
    JsonNode second =
        client.call(GROUPS, "ListResourceGroups", Map.of("PageSize", "3", "PageNumber", "2"));
    JsonNode ok = client.call(GROUPS, "ListResourceGroups", Map.of("Status", "OK"));

    assertEquals(4, all.path("TotalCount").intValue());
    assertEquals(3, all.at("/ResourceGroups/ResourceGroup").size());
    assertEquals("rg-aekzcm4t5z7usaa", second.at("/ResourceGroups/ResourceGroup/0/Id").textValue());
    assertEquals(3, ok.path("TotalCount").intValue());
    central.deny("ListResourceGroups", null);
    assertEquals("Forbidden.RAM", failure(GROUPS, "ListResourceGroups", Map.of()));
  }
}
