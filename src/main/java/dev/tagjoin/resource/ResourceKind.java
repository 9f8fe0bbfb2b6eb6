package dev.tagjoin.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The 15 ECS resource types that {@code JoinResourceGroup} accepts, as one table: how each is
 * named, which describe call reads it, how that call takes ids and pages, and where an answer
 * carries what. The API's page lists 13 of them.
 *
 * <p>A new type is one line here and nothing anywhere else. Paths are member names joined by dots;
 * {@code null} says that the type has no such attribute. Limits are those of the ECS API reference,
 * version 2014-05-26.
 */
public enum ResourceKind {
  INSTANCE(
      "instance",
      "ACS::ECS::Instance",
      new Describe("DescribeInstances", IdFilter.JSON_ARRAY, "InstanceIds", 100, Paging.TOKEN, 100)
          .emptyWithoutPermission(),
      new Members(
          "Instances.Instance",
          "InstanceId",
          "InstanceName",
          "VpcAttributes.VpcId",
          "VpcAttributes.VSwitchId")),
  DISK(
      "disk",
      "ACS::ECS::Disk",
      new Describe("DescribeDisks", IdFilter.JSON_ARRAY, "DiskIds", 100, Paging.TOKEN, 100),
      new Members("Disks.Disk", "DiskId", "DiskName", null, null),
      Attachment.toInstance()),
  SNAPSHOT(
      "snapshot",
      "ACS::ECS::Snapshot",
      new Describe("DescribeSnapshots", IdFilter.JSON_ARRAY, "SnapshotIds", 100, Paging.TOKEN, 100),
      new Members("Snapshots.Snapshot", "SnapshotId", "SnapshotName", null, null),
      new Attachment(
          DISK,
          "SourceDiskId",
          "DiskId",
          "made from",
          "ECS does not say which disk it was made from")),
  /** Without {@code Status} the call would show images in the state {@code Available} only. */
  IMAGE(
      "image",
      "ACS::ECS::Image",
      new Describe("DescribeImages", IdFilter.COMMA_LIST, "ImageId", 100, Paging.NUMBER, 100)
          .with("Status", "Creating,Waiting,Available,UnAvailable,CreateFailed,Deprecated")
          .listingWith("ImageOwnerAlias", "self"),
      new Members("Images.Image", "ImageId", "ImageName", null, null)),
  SECURITY_GROUP(
      "securitygroup",
      "ACS::ECS::SecurityGroup",
      new Describe(
          "DescribeSecurityGroups",
          IdFilter.JSON_ARRAY,
          "SecurityGroupIds",
          100,
          Paging.TOKEN,
          100),
      new Members(
          "SecurityGroups.SecurityGroup", "SecurityGroupId", "SecurityGroupName", "VpcId", null)),
  /** Without {@code Status} the call shows hosts in the state {@code Available} only, by id too. */
  DEDICATED_HOST(
      "ddh",
      "ACS::ECS::DedicatedHost",
      new Describe(
              "DescribeDedicatedHosts",
              IdFilter.JSON_ARRAY,
              "DedicatedHostIds",
              100,
              Paging.TOKEN,
              100)
          .alsoAsking(
              "Status", "UnderAssessment", "PermanentFailure", "TempUnavailable", "Redeploying"),
      new Members(
          "DedicatedHosts.DedicatedHost", "DedicatedHostId", "DedicatedHostName", null, null)),
  DEDICATED_HOST_CLUSTER(
      "ddhcluster",
      "ACS::ECS::DedicatedHostCluster",
      new Describe(
          "DescribeDedicatedHostClusters",
          IdFilter.JSON_ARRAY,
          "DedicatedHostClusterIds",
          100,
          Paging.NUMBER,
          100),
      new Members(
          "DedicatedHostClusters.DedicatedHostCluster",
          "DedicatedHostClusterId",
          "DedicatedHostClusterName",
          null,
          null),
      ApiPage.TYPE),
  NETWORK_INTERFACE(
      "eni",
      "ACS::ECS::NetworkInterface",
      new Describe(
          "DescribeNetworkInterfaces",
          IdFilter.REPEATED,
          "NetworkInterfaceId",
          100,
          Paging.TOKEN,
          100),
      new Members(
          "NetworkInterfaceSets.NetworkInterfaceSet",
          "NetworkInterfaceId",
          "NetworkInterfaceName",
          "VpcId",
          "VSwitchId"),
      Attachment.toInstance()),
  /**
   * Addressed by name. The filter reads {@code *} as a wildcard, so an answer can hold more than
   * what was asked for.
   */
  KEY_PAIR(
      "keypair",
      "ACS::ECS::KeyPair",
      new Describe("DescribeKeyPairs", IdFilter.SINGLE, "KeyPairName", 1, Paging.NUMBER, 50),
      new Members("KeyPairs.KeyPair", "KeyPairName", "KeyPairName", null, null)),
  LAUNCH_TEMPLATE(
      "launchtemplate",
      "ACS::ECS::LaunchTemplate",
      new Describe(
          "DescribeLaunchTemplates", IdFilter.REPEATED, "LaunchTemplateId", 100, Paging.NUMBER, 50),
      new Members(
          "LaunchTemplateSets.LaunchTemplateSet",
          "LaunchTemplateId",
          "LaunchTemplateName",
          null,
          null)),
  COMMAND(
      "command",
      "ACS::ECS::Command",
      new Describe("DescribeCommands", IdFilter.SINGLE, "CommandId", 1, Paging.TOKEN, 50),
      new Members("Commands.Command", "CommandId", "Name", null, null),
      ApiPage.TYPE),
  ACTIVATION(
      "activation",
      "ACS::ECS::Activation",
      new Describe("DescribeActivations", IdFilter.SINGLE, "ActivationId", 1, Paging.TOKEN, 50),
      new Members("ActivationList", "ActivationId", "InstanceName", null, null),
      ApiPage.TYPE),
  MANAGED_INSTANCE(
      "managedinstance",
      "ACS::ECS::ManagedInstance",
      new Describe(
          "DescribeManagedInstances", IdFilter.REPEATED, "InstanceId", 50, Paging.TOKEN, 50),
      new Members("Instances", "InstanceId", "InstanceName", null, null),
      ApiPage.TYPE),
  SNAPSHOT_POLICY(
      "snapshotpolicy",
      "ACS::ECS::AutoSnapshotPolicy",
      new Describe(
          "DescribeAutoSnapshotPolicyEx",
          IdFilter.SINGLE,
          "AutoSnapshotPolicyId",
          1,
          Paging.NUMBER,
          100),
      new Members(
          "AutoSnapshotPolicies.AutoSnapshotPolicy",
          "AutoSnapshotPolicyId",
          "AutoSnapshotPolicyName",
          null,
          null),
      ApiPage.ABSENT),
  /** The vendor's components are shown too unless {@code Owner} leaves them out. */
  IMAGE_COMPONENT(
      "imagecomponent",
      "ACS::ECS::ImageComponent",
      new Describe(
              "DescribeImageComponents",
              IdFilter.REPEATED,
              "ImageComponentId",
              20,
              Paging.TOKEN,
              100)
          .with("Owner", "SELF"),
      new Members("ImageComponent.ImageComponentSet", "ImageComponentId", "Name", null, null),
      ApiPage.ABSENT);

  /** What the API's page about {@code JoinResourceGroup} says of a type. */
  public enum ApiPage {
    /** The type and the form of its resource names in RAM policies. */
    TYPE_AND_RESOURCE_NAME,
    /** The type alone: a policy has to name all resources. */
    TYPE,
    /** Nothing; the vendor's own tools join the type all the same. */
    ABSENT
  }

  /** How a describe call takes the ids it is to answer for. */
  public enum IdFilter {
    /** One parameter with a JSON array of texts: {@code DiskIds=["d-1","d-2"]}. */
    JSON_ARRAY,
    /** One parameter with ids between commas: {@code ImageId=m-1,m-2}. */
    COMMA_LIST,
    /** One numbered parameter per id: {@code InstanceId.1=mi-1&InstanceId.2=mi-2}. */
    REPEATED,
    /** One id per call. */
    SINGLE
  }

  /** How a describe call goes on after its first page. */
  public enum Paging {
    /** {@code MaxResults} and {@code NextToken}; an empty token ends. */
    TOKEN,
    /**
     * {@code PageNumber} (from 1) and {@code PageSize}, until {@code TotalCount} items were seen.
     */
    NUMBER
  }

  /**
   * A describe call.
   *
   * @param action the API's name
   * @param idFilter how it takes ids
   * @param idParameter the parameter's name, without {@code .N}
   * @param maxIds how many ids one call takes
   * @param paging how it pages
   * @param pageSize the largest page it gives
   * @param always parameters to send with every call
   * @param listing parameters to send when no ids are named, so that only the caller's own show
   * @param further parameters of further calls, one map for each, that show what the first call
   *     leaves out: one call shows resources in one state only
   * @param silentRefusal whether a call without permission is answered with an empty list instead
   *     of {@code Forbidden.RAM}. With {@code DryRun=true} the call tells: {@code Forbidden.RAM} or
   *     {@code DryRunOperation}
   */
  public record Describe(
      String action,
      IdFilter idFilter,
      String idParameter,
      int maxIds,
      Paging paging,
      int pageSize,
      Map<String, String> always,
      Map<String, String> listing,
      List<Map<String, String>> further,
      boolean silentRefusal) {
    Describe(
        String action,
        IdFilter idFilter,
        String idParameter,
        int maxIds,
        Paging paging,
        int pageSize) {
      this(
          action,
          idFilter,
          idParameter,
          maxIds,
          paging,
          pageSize,
          Map.of(),
          Map.of(),
          List.of(),
          false);
    }

    private Describe with(
        Map<String, String> always,
        Map<String, String> listing,
        List<Map<String, String>> further,
        boolean silentRefusal) {
      return new Describe(
          action,
          idFilter,
          idParameter,
          maxIds,
          paging,
          pageSize,
          always,
          listing,
          further,
          silentRefusal);
    }

    private Describe with(String parameter, String value) {
      return with(Map.of(parameter, value), listing, further, silentRefusal);
    }

    private Describe listingWith(String parameter, String value) {
      return with(always, Map.of(parameter, value), further, silentRefusal);
    }

    private Describe alsoAsking(String parameter, String... values) {
      List<Map<String, String>> others =
          Arrays.stream(values).map(value -> Map.of(parameter, value)).toList();
      return with(always, listing, others, silentRefusal);
    }

    private Describe emptyWithoutPermission() {
      return with(always, listing, further, true);
    }
  }

  /**
   * Where an answer carries what: the list of items from the top, the rest from an item. The group
   * is {@code ResourceGroupId} and the tags are {@code Tags} for every type.
   */
  public record Members(String items, String id, String name, String vpc, String vswitch) {}

  /**
   * What resources of a type belong to: a disk or a network interface to the instance it is
   * attached to, a snapshot to the disk it was made from.
   *
   * @param to the type of what they belong to
   * @param member where an item names it by its id
   * @param filter the parameter of the describe call that shows only what belongs to one id
   * @param verb how the two belong together, for people: {@code attached to}
   * @param missing what it means that an item names nothing, for people
   */
  public record Attachment(
      ResourceKind to, String member, String filter, String verb, String missing) {
    private static Attachment toInstance() {
      return new Attachment(
          INSTANCE,
          "InstanceId",
          "InstanceId",
          "attached to",
          "attached to nothing, or to several instances");
    }
  }

  /** The {@link #type()} of every kind. */
  public static final List<String> TYPES = Arrays.stream(values()).map(ResourceKind::type).toList();

  private static final Map<String, ResourceKind> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(k -> k.type, k -> k));
  private static final Map<String, ResourceKind> BY_AUDIT_TYPE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(k -> k.auditType, k -> k));

  private final String type;
  private final String auditType;
  private final Describe describe;
  private final Members members;
  private final ApiPage apiPage;
  private final Attachment attachment;

  ResourceKind(String type, String auditType, Describe describe, Members members) {
    this(type, auditType, describe, members, ApiPage.TYPE_AND_RESOURCE_NAME, null);
  }

  ResourceKind(
      String type, String auditType, Describe describe, Members members, Attachment attachment) {
    this(type, auditType, describe, members, ApiPage.TYPE_AND_RESOURCE_NAME, attachment);
  }

  ResourceKind(String type, String auditType, Describe describe, Members members, ApiPage apiPage) {
    this(type, auditType, describe, members, apiPage, null);
  }

  ResourceKind(
      String type,
      String auditType,
      Describe describe,
      Members members,
      ApiPage apiPage,
      Attachment attachment) {
    this.type = type;
    this.auditType = auditType;
    this.describe = describe;
    this.members = members;
    this.apiPage = apiPage;
    this.attachment = attachment;
  }

  /** The ECS {@code ResourceType}, for example {@code instance}; case counts. */
  public String type() {
    return type;
  }

  /** The type as ActionTrail and Cloud Config write it, for example {@code ACS::ECS::Instance}. */
  public String auditType() {
    return auditType;
  }

  /** The call that reads resources of this type. */
  public Describe describe() {
    return describe;
  }

  /** Where that call's answer carries what. */
  public Members members() {
    return members;
  }

  /** What the API's page says of this type. */
  public ApiPage apiPage() {
    return apiPage;
  }

  /** What resources of this type belong to, or {@code null} for a type that stands alone. */
  public Attachment attachment() {
    return attachment;
  }

  /** Whether resources of this type belong to resources of another one. */
  public boolean isAttachedTo(ResourceKind other) {
    return attachment != null && attachment.to == other;
  }

  /** Whether resources of this type belong to those of another one, at once or by way of others. */
  public boolean isBelow(ResourceKind other) {
    return attachment != null && (attachment.to == other || attachment.to.isBelow(other));
  }

  /** The kind of an ECS {@code ResourceType}, or empty when that type cannot be joined. */
  public static Optional<ResourceKind> ofType(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  /** The kind of an ActionTrail or Config type, or empty when that type cannot be joined. */
  public static Optional<ResourceKind> ofAuditType(String auditType) {
    return Optional.ofNullable(BY_AUDIT_TYPE.get(auditType));
  }

  /** The {@link #type()}. */
  @Override
  public String toString() {
    return type;
  }
}
