package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.ecs.model.v20140526.DescribeActivationsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeActivationsResponse;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse;
import com.aliyuncs.ecs.model.v20140526.DescribeManagedInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeManagedInstancesResponse;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DescribeTest {
  private EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded());
  private EcsClient client = new EcsClient(ecs);

  @AfterEach
  void stop() {
    ecs.close();
  }

  private void use(EmbeddedAccount account) {
    ecs.close();
    ecs = EmbeddedEcs.start(account);
    client = new EcsClient(ecs);
  }

  /** What the API reference says of each call, written out once more as plain data. */
  @ParameterizedTest
  @CsvSource({
    "DescribeInstances, InstanceIds, '[\"%s\"]', i-bp1b4ym5yh7ciz96h3kq, /Instances/Instance, InstanceId, InstanceName, web-01",
    "DescribeDisks, DiskIds, '[\"%s\"]', d-bp1d6tsvznfghy7y91xa, /Disks/Disk, DiskId, DiskName, web-01-system",
    "DescribeSnapshots, SnapshotIds, '[\"%s\"]', s-bp1dovgj3ftjs2xuxzab, /Snapshots/Snapshot, SnapshotId, SnapshotName, web-01-nightly",
    "DescribeImages, ImageId, %s, m-bp1g7004ksh0oeuco4lk, /Images/Image, ImageId, ImageName, web-base",
    "DescribeSecurityGroups, SecurityGroupIds, '[\"%s\"]', sg-bp1fg655nh68xyz9i6ab, /SecurityGroups/SecurityGroup, SecurityGroupId, SecurityGroupName, web",
    "DescribeDedicatedHosts, DedicatedHostIds, '[\"%s\"]', dh-bp165p6xk2tlw61e4f9c, /DedicatedHosts/DedicatedHost, DedicatedHostId, DedicatedHostName, host-01",
    "DescribeDedicatedHostClusters, DedicatedHostClusterIds, '[\"%s\"]', dc-bp12wlf6am0vz9v2q5r8, /DedicatedHostClusters/DedicatedHostCluster, DedicatedHostClusterId, DedicatedHostClusterName, hosts",
    "DescribeNetworkInterfaces, NetworkInterfaceId.1, %s, eni-bp14v2sdd3v8htln1234, /NetworkInterfaceSets/NetworkInterfaceSet, NetworkInterfaceId, NetworkInterfaceName, web-01-eni",
    "DescribeKeyPairs, KeyPairName, %s, ops-key, /KeyPairs/KeyPair, KeyPairName, KeyPairName, ops-key",
    "DescribeLaunchTemplates, LaunchTemplateId.1, %s, lt-bp1e3ofjr1zn1aw7k8d4, /LaunchTemplateSets/LaunchTemplateSet, LaunchTemplateId, LaunchTemplateName, web",
    "DescribeCommands, CommandId, %s, c-hz01n8v3m5k7j9h2g4f, /Commands/Command, CommandId, Name, restart-web",
    "DescribeActivations, ActivationId, %s, 4ECEEE12-56F1-4FBC-9AB1-890F7494D4B1, /ActivationList, ActivationId, InstanceName, office",
    "DescribeManagedInstances, InstanceId.1, %s, mi-hz018jrc1o2b5xc, /Instances, InstanceId, InstanceName, office-01",
    "DescribeAutoSnapshotPolicyEx, AutoSnapshotPolicyId, %s, sp-bp12m37ccmxvbmi5v9c1, /AutoSnapshotPolicies/AutoSnapshotPolicy, AutoSnapshotPolicyId, AutoSnapshotPolicyName, nightly",
    "DescribeImageComponents, ImageComponentId.1, %s, ic-bp67acfmxazb4p9d3k, /ImageComponent/ImageComponentSet, ImageComponentId, Name, install-agent",
  })
  void findsResourceById(
      String action,
      String parameter,
      String form,
      String id,
      String items,
      String idMember,
      String nameMember,
      String name)
      throws ClientException {
    EmbeddedResource wanted =
        ecs.account().resources().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();

    JsonNode answer = client.call(action, Map.of(parameter, String.format(form, id)));

    JsonNode list = answer.at(items);
    assertTrue(list.isArray(), answer::toString);
    assertEquals(1, list.size());
    JsonNode item = list.get(0);
    assertEquals(id, item.path(idMember).textValue());
    assertEquals(name, item.path(nameMember).textValue());
    assertEquals(wanted.group(), item.path("ResourceGroupId").textValue());
    JsonNode tags = items.indexOf('/', 1) > 0 ? item.path("Tags").path("Tag") : item.path("Tags");
    Map<String, String> read = new HashMap<>();
    tags.forEach(t -> read.put(t.path("TagKey").textValue(), t.path("TagValue").textValue()));
    assertEquals(wanted.tags(), read);
    assertEquals(1, answer.path("TotalCount").intValue());
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void pagesThroughTypeInOrder(ResourceKind kind) throws ClientException {
    use(EmbeddedAccount.large(15 * 230, 1));
    List<String> expected =
        ecs.account().resources().stream()
            .filter(r -> r.kind() == kind)
            .map(EmbeddedResource::id)
            .toList();
    assertEquals(230, expected.size());

    assertEquals(expected, list(kind));
  }

  /** Lists as the table of types says. */
  private List<String> list(ResourceKind kind) throws ClientException {
    ResourceKind.Describe call = kind.describe();
    List<String> ids = new ArrayList<>();
    Map<String, String> parameters = new HashMap<>(call.always());
    parameters.putAll(call.listing());
    boolean byToken = call.paging() == ResourceKind.Paging.TOKEN;
    parameters.put(byToken ? "MaxResults" : "PageSize", "" + call.pageSize());
    for (int page = 1; ; page++) {
      parameters.put("PageNumber", "" + page);
      JsonNode answer = client.call(call.action(), parameters);
      JsonNode items = answer.at("/" + kind.members().items().replace('.', '/'));
      items.forEach(i -> ids.add(i.path(kind.members().id()).textValue()));
      assertTrue(items.size() <= call.pageSize());
      if (byToken) {
        String token = answer.path("NextToken").textValue();
        if (token.isEmpty()) {
          return ids;
        }
        parameters.put("NextToken", token);
      } else if (ids.size() >= answer.path("TotalCount").intValue()) {
        return ids;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void refusesMoreIdsThanTableSays(ResourceKind kind) throws ClientException {
    use(EmbeddedAccount.large(15 * 110, 1));
    ResourceKind.Describe call = kind.describe();
    List<String> ids =
        ecs.account().resources().stream()
            .filter(r -> r.kind() == kind)
            .map(EmbeddedResource::id)
            .limit(call.maxIds() + 1L)
            .toList();

    Map<String, String> enough = ask(call, ids.subList(0, call.maxIds()));
    JsonNode answer = client.call(call.action(), enough);

    // A call may take more ids than a page holds; the rest is on the next page then.
    assertEquals(
        Math.min(call.maxIds(), call.pageSize()),
        answer.at("/" + kind.members().items().replace('.', '/')).size());
    if (call.idFilter() != ResourceKind.IdFilter.SINGLE) {
      assertEquals("InvalidParameter", client.failure(call.action(), ask(call, ids)));
    }
  }

  private static Map<String, String> ask(ResourceKind.Describe call, List<String> ids) {
    Map<String, String> parameters = new HashMap<>();
    boolean byToken = call.paging() == ResourceKind.Paging.TOKEN;
    parameters.put(byToken ? "MaxResults" : "PageSize", "" + call.pageSize());
    switch (call.idFilter()) {
      case JSON_ARRAY ->
          parameters.put(
              call.idParameter(), ids.stream().collect(Collectors.joining("\",\"", "[\"", "\"]")));
      case COMMA_LIST -> parameters.put(call.idParameter(), String.join(",", ids));
      case SINGLE -> parameters.put(call.idParameter(), ids.get(0));
      case REPEATED ->
          IntStream.range(0, ids.size())
              .forEach(i -> parameters.put(call.idParameter() + "." + (i + 1), ids.get(i)));
    }
    return parameters;
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeSnapshots, MaxResults, 100",
    "DescribeSecurityGroups, MaxResults, 100",
    "DescribeDedicatedHosts, MaxResults, 100",
    "DescribeCommands, MaxResults, 50",
    "DescribeActivations, MaxResults, 50",
    "DescribeManagedInstances, MaxResults, 50",
    "DescribeImageComponents, MaxResults, 500",
    "DescribeAutoSnapshotPolicyEx, PageSize, 100",
    "DescribeInstances, PageSize, 100",
    "DescribeImages, PageSize, 100",
    "DescribeDedicatedHostClusters, PageSize, 100",
    "DescribeKeyPairs, PageSize, 50",
    "DescribeLaunchTemplates, PageSize, 50",
  })
  void refusesPageAboveLimit(String action, String parameter, int limit) throws ClientException {
    client.call(action, Map.of(parameter, "" + limit));

    assertEquals("InvalidParameter", client.failure(action, Map.of(parameter, "" + (limit + 1))));
    assertEquals("InvalidParameter", client.failure(action, Map.of(parameter, "0")));
    assertEquals("InvalidParameter", client.failure(action, Map.of(parameter, "many")));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeInstances, 1000, 100, /Instances/Instance",
    "DescribeInstances, 3, 10, /Instances/Instance",
    "DescribeDisks, 1000, 500, /Disks/Disk",
    "DescribeNetworkInterfaces, 1000, 500, /NetworkInterfaceSets/NetworkInterfaceSet",
  })
  void threeCallsTakeTheNearestLimitInstead(String action, int asked, int given, String items)
      throws ClientException {
    use(EmbeddedAccount.large(15 * 510, 1));

    JsonNode answer = client.call(action, Map.of("MaxResults", "" + asked));

    assertEquals(given, answer.at(items).size());
  }

  @Test
  void showsTenWithoutPageSize() throws ClientException {
    use(EmbeddedAccount.large(15 * 20, 1));
    List<String> ids =
        ecs.account().resources().stream()
            .filter(r -> r.kind() == ResourceKind.DISK)
            .map(r -> '"' + r.id() + '"')
            .toList();

    JsonNode answer = client.call("DescribeDisks", Map.of("DiskIds", ids.toString()));

    assertEquals(10, answer.at("/Disks/Disk").size());
    assertEquals(20, answer.path("TotalCount").intValue());
  }

  @Test
  void continuesBehindLastResourceOfPage() throws ClientException {
    use(EmbeddedAccount.large(15 * 30, 1));
    List<EmbeddedResource> disks =
        ecs.account().resources().stream().filter(r -> r.kind() == ResourceKind.DISK).toList();
    JsonNode first = client.call("DescribeDisks", Map.of("MaxResults", "10"));
    ecs.account().remove(ResourceKind.DISK, disks.get(9).id());
    ecs.account().remove(ResourceKind.DISK, disks.get(10).id());
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-new", "cn-hangzhou"));

    JsonNode second =
        client.call(
            "DescribeDisks",
            Map.of("MaxResults", "30", "NextToken", first.path("NextToken").textValue()));

    List<String> ids = new ArrayList<>();
    second.at("/Disks/Disk").forEach(d -> ids.add(d.path("DiskId").textValue()));
    assertEquals(20, ids.size());
    assertEquals(disks.get(11).id(), ids.get(0));
    assertEquals("d-new", ids.get(19));
    assertEquals("", second.path("NextToken").textValue());
  }

  @Test
  void refusesTokenOfOtherCall() throws ClientException {
    use(EmbeddedAccount.large(15 * 30, 1));
    String token =
        client.call("DescribeDisks", Map.of("MaxResults", "10")).path("NextToken").textValue();
    assertFalse(token.isEmpty());

    assertEquals(
        "InvalidParameter", client.failure("DescribeSnapshots", Map.of("NextToken", token)));
    assertEquals(
        "InvalidParameter",
        client.failure("DescribeDisks", Map.of("NextToken", token, "RegionId", "cn-shanghai")));
    assertEquals(
        "InvalidParameter", client.failure("DescribeDisks", Map.of("NextToken", "AAAAAdDWBF2")));
    assertEquals("InvalidParameter", client.failure("DescribeDisks", Map.of("NextToken", "%")));
  }

  @ParameterizedTest
  @CsvSource({"'[\"d-1\"'", "d-1", "'{\"a\":1}'", "'[1]'", "'[\"d-1\"] x'", "'\"d-1\"'"})
  void idsThatAreNoArrayOfTextsAreRefused(String ids) {
    assertEquals("InvalidParameter", client.failure("DescribeDisks", Map.of("DiskIds", ids)));
  }

  @Test
  void findsNothingForEmptyArrayOfIds() throws ClientException {
    JsonNode answer = client.call("DescribeInstances", Map.of("InstanceIds", "[]"));

    assertEquals(0, answer.at("/Instances/Instance").size());
  }

  @Test
  void ignoresUnnumberedId() throws ClientException {
    JsonNode answer =
        client.call(
            "DescribeNetworkInterfaces", Map.of("NetworkInterfaceId", "eni-bp14v2sdd3v8htln1234"));

    assertEquals(2, answer.path("TotalCount").intValue());
  }

  @Test
  void showsResourceInItsRegionOnly() throws ClientException {
    Map<String, String> parameters =
        Map.of("InstanceIds", "[\"i-bp1b4ym5yh7ciz96h3kq\"]", "RegionId", "cn-shanghai");

    assertEquals(0, client.call("DescribeInstances", parameters).at("/Instances/Instance").size());
  }

  @Test
  void refusesMissingOrUnknownRegion() {
    // The SDK puts its own region in when there is none at all.
    assertEquals("MissingParameter", client.failure("DescribeDisks", Map.of("RegionId", "")));
    assertEquals(
        "InvalidRegionId.NotFound", client.failure("DescribeDisks", Map.of("RegionId", "cn-moon")));
  }

  @Test
  void imagesShowAvailableOnesOnlyUnlessAskedForMore() throws ClientException {
    assertEquals(List.of("m-bp1g7004ksh0oeuco4lk"), images(Map.of("ImageOwnerAlias", "self")));
    assertEquals(
        List.of("m-bp1g7004ksh0oeuco4lk", "m-bp1g7004ksh0oeuco4ll"),
        images(Map.of("ImageOwnerAlias", "self", "Status", "Available,Deprecated")));
    assertEquals(List.of(), images(Map.of("ImageId", "m-bp1g7004ksh0oeuco4ll")));
    assertTrue(images(Map.of()).contains("aliyun_3_x64_20G_alibase_20240528.vhd"));
  }

  private List<String> images(Map<String, String> parameters) throws ClientException {
    List<String> ids = new ArrayList<>();
    client
        .call("DescribeImages", parameters)
        .at("/Images/Image")
        .forEach(i -> ids.add(i.path("ImageId").textValue()));
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  @Test
  void showsUnavailableHostByStatusOnly() throws ClientException {
    String id = "dh-bp165p6xk2tlw61e4f9c";
    ecs.account().change(ResourceKind.DEDICATED_HOST, id, r -> r.withStatus("UnderAssessment"));

    JsonNode none = client.call("DescribeDedicatedHosts", Map.of());
    JsonNode one = client.call("DescribeDedicatedHosts", Map.of("Status", "UnderAssessment"));

    assertEquals(0, none.path("TotalCount").intValue());
    assertEquals(1, one.path("TotalCount").intValue());
  }

  @Test
  void matchesKeyPairNameAsWildcard() throws ClientException {
    assertEquals(
        2,
        client
            .call("DescribeKeyPairs", Map.of("KeyPairName", "ops*"))
            .path("TotalCount")
            .intValue());
    assertEquals(
        1,
        client
            .call("DescribeKeyPairs", Map.of("KeyPairName", "*old"))
            .path("TotalCount")
            .intValue());
    assertEquals(
        0,
        client
            .call("DescribeKeyPairs", Map.of("KeyPairName", "ops"))
            .path("TotalCount")
            .intValue());
  }

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "a*, abc, true",
    "*c, abc, true",
    "a*c, abc, true",
    "a*c, ac, true",
    "a*b*c, aXbXbc, true",
    "ab*ba, aba, false",
    "a*b, abc, false",
    "abc, abc, true",
    "abc, abcd, false",
  })
  void wildcards(String pattern, String text, boolean fits) {
    assertEquals(fits, DescribeFilter.wildcard(pattern, text));
  }

  @Test
  void filtersByAttachment() throws ClientException {
    Map<String, String> web = Map.of("InstanceId", "i-bp1b4ym5yh7ciz96h3kq");

    JsonNode disks = client.call("DescribeDisks", web);
    JsonNode interfaces = client.call("DescribeNetworkInterfaces", web);
    JsonNode ofInstance = client.call("DescribeSnapshots", web);
    JsonNode ofDisk = client.call("DescribeSnapshots", Map.of("DiskId", "d-bp1d6tsvznfghy7y91xb"));

    assertEquals(2, disks.path("TotalCount").intValue());
    assertEquals(
        "eni-bp14v2sdd3v8htln1234",
        interfaces
            .at("/NetworkInterfaceSets/NetworkInterfaceSet/0/NetworkInterfaceId")
            .textValue());
    assertEquals(2, ofInstance.path("TotalCount").intValue());
    assertEquals(
        "s-bp1dovgj3ftjs2xuxzac", ofDisk.at("/Snapshots/Snapshot/0/SnapshotId").textValue());
    assertEquals(1, ofDisk.path("TotalCount").intValue());
  }

  @Test
  void filtersByGroupButNotByDefaultGroup() throws ClientException {
    JsonNode search =
        client.call("DescribeInstances", Map.of("ResourceGroupId", "rg-aekzcm4t5z7usaa"));
    JsonNode byDefault =
        client.call("DescribeInstances", Map.of("ResourceGroupId", EmbeddedAccount.DEFAULT_GROUP));

    assertEquals(1, search.path("TotalCount").intValue());
    assertEquals("search-01", search.at("/Instances/Instance/0/InstanceName").textValue());
    assertEquals(5, byDefault.path("TotalCount").intValue());
    assertEquals(
        "InvalidParameter",
        client.failure(
            "DescribeDedicatedHostClusters",
            Map.of("ResourceGroupId", EmbeddedAccount.DEFAULT_GROUP)));
    assertEquals(
        "InvalidParameter",
        client.failure(
            "DescribeLaunchTemplates",
            Map.of("TemplateResourceGroupId", EmbeddedAccount.DEFAULT_GROUP)));
  }

  @Test
  void endsGroupFilterAfterThousand() throws ClientException {
    EmbeddedAccount account = new EmbeddedAccount(EmbeddedAccount.ID);
    account.addGroup("rg-full", "full");
    for (int i = 0; i < 1001; i++) {
      account.add(
          EmbeddedResource.of(ResourceKind.DISK, "d-" + i, "cn-hangzhou").withGroup("rg-full"));
    }
    use(account);
    Map<String, String> parameters = new HashMap<>();
    parameters.put("ResourceGroupId", "rg-full");
    parameters.put("MaxResults", "500");

    int seen = 0;
    String token;
    do {
      JsonNode page = client.call("DescribeDisks", parameters);
      seen += page.at("/Disks/Disk").size();
      token = page.path("NextToken").textValue();
      parameters.put("NextToken", token);
    } while (!token.isEmpty());

    assertEquals(1000, seen);
  }

  @Test
  void tagFiltersMustAllHold() throws ClientException {
    JsonNode one =
        client.call(
            "DescribeInstances",
            Map.of("Tag.1.Key", "env", "Tag.1.Value", "prod", "Tag.2.Key", "team"));
    JsonNode templates =
        client.call("DescribeLaunchTemplates", Map.of("TemplateTag.1.Key", "nobody has it"));

    assertEquals("web-01", one.at("/Instances/Instance/0/InstanceName").textValue());
    assertEquals(1, one.path("TotalCount").intValue());
    assertEquals(0, templates.path("TotalCount").intValue());
  }

  @Test
  void showsHiddenResourceAfterItsReads() throws ClientException {
    String id = "d-bp1z0y9x8w7v6u5t4s3r";
    ecs.account().hideUntil(ResourceKind.DISK, id, 2);
    Map<String, String> byId = Map.of("DiskIds", "[\"" + id + "\"]");

    assertEquals(0, client.call("DescribeDisks", byId).path("TotalCount").intValue());
    assertEquals(0, client.call("DescribeDisks", byId).path("TotalCount").intValue());
    assertEquals(1, client.call("DescribeDisks", byId).path("TotalCount").intValue());
  }

  @Test
  void canShowDefaultGroupAsEmptyText() throws ClientException {
    ecs.account().blankDefaultGroup(true);

    JsonNode items = client.call("DescribeInstances", Map.of()).at("/Instances/Instance");

    assertEquals("", items.at("/0/ResourceGroupId").textValue());
    assertEquals("rg-aekzcm4t5z7usaa", items.at("/2/ResourceGroupId").textValue());
  }

  @Test
  void hidesInstancesWithoutPermissionUntilDryRun() throws ClientException {
    assertEquals("DryRunOperation", client.failure("DescribeInstances", Map.of("DryRun", "true")));
    ecs.account().deny("DescribeInstances", null);
    ecs.account().deny("DescribeDisks", ResourceKind.DISK);

    assertEquals(0, client.call("DescribeInstances", Map.of()).at("/Instances/Instance").size());
    assertEquals("Forbidden.RAM", client.failure("DescribeInstances", Map.of("DryRun", "true")));
    assertEquals("Forbidden.RAM", client.failure("DescribeDisks", Map.of()));

    ecs.account().allow("DescribeInstances", null);
    assertNotEquals(0, client.call("DescribeInstances", Map.of()).at("/Instances/Instance").size());
  }

  @Test
  void answersWhatSdksClassesUnderstand() throws ClientException {
    DescribeInstancesRequest instances = new DescribeInstancesRequest();
    instances.setSysEndpoint(client.hostAndPort());
    instances.setSysProtocol(ProtocolType.HTTP);
    instances.setInstanceIds("[\"i-bp1b4ym5yh7ciz96h3kq\"]");
    DescribeInstancesResponse.Instance web =
        client.sdk().getAcsResponse(instances).getInstances().get(0);
    DescribeActivationsRequest activations = new DescribeActivationsRequest();
    activations.setSysEndpoint(client.hostAndPort());
    activations.setSysProtocol(ProtocolType.HTTP);
    DescribeActivationsResponse.Activation office =
        client.sdk().getAcsResponse(activations).getActivationList().get(0);
    DescribeManagedInstancesRequest managed = new DescribeManagedInstancesRequest();
    managed.setSysEndpoint(client.hostAndPort());
    managed.setSysProtocol(ProtocolType.HTTP);
    managed.setInstanceIds(List.of("mi-hz018jrc1o2b5xc"));
    DescribeManagedInstancesResponse.Instance first =
        client.sdk().getAcsResponse(managed).getInstances().get(0);

    assertEquals("web-01", web.getInstanceName());
    assertEquals(EmbeddedAccount.DEFAULT_GROUP, web.getResourceGroupId());
    assertEquals("vpc-bp1aevy8sofi8mh1q", web.getVpcAttributes().getVpcId());
    assertEquals("payments", web.getTags().get(1).getTagValue());
    assertEquals("team", office.getTags().get(0).getTagKey());
    assertEquals("search", first.getTags().get(0).getTagValue());
  }
}
