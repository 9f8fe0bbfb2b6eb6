package dev.tagjoin.event;

import dev.tagjoin.resource.ResourceKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ECS calls after which a resource may carry other tags than before, as one table: what each
 * creates and where its answer has the new id.
 *
 * <p>A new call is one line here and nothing anywhere else. Names are those of the ECS API, version
 * 2014-05-26; an answer's members stand under {@code responseElements} of the audit event.
 */
enum AuditCall {
  TAG_RESOURCES("TagResources"),
  UNTAG_RESOURCES("UntagResources"),
  ADD_TAGS("AddTags"),
  REMOVE_TAGS("RemoveTags"),
  /** Not a tag change; of interest only to those who let attached resources follow. */
  JOIN_RESOURCE_GROUP("JoinResourceGroup"),

  RUN_INSTANCES(
      "RunInstances",
      ResourceKind.INSTANCE,
      "InstanceIdSets.InstanceIdSet",
      ResourceKind.DISK,
      ResourceKind.NETWORK_INTERFACE),
  CREATE_INSTANCE(
      "CreateInstance",
      ResourceKind.INSTANCE,
      "InstanceId",
      ResourceKind.DISK,
      ResourceKind.NETWORK_INTERFACE),
  CREATE_DISK("CreateDisk", ResourceKind.DISK, "DiskId"),
  CREATE_SNAPSHOT("CreateSnapshot", ResourceKind.SNAPSHOT, "SnapshotId"),
  COPY_SNAPSHOT("CopySnapshot", ResourceKind.SNAPSHOT, "SnapshotId"),
  CREATE_IMAGE("CreateImage", ResourceKind.IMAGE, "ImageId"),
  COPY_IMAGE("CopyImage", ResourceKind.IMAGE, "ImageId"),
  IMPORT_IMAGE("ImportImage", ResourceKind.IMAGE, "ImageId"),
  CREATE_SECURITY_GROUP("CreateSecurityGroup", ResourceKind.SECURITY_GROUP, "SecurityGroupId"),
  ALLOCATE_DEDICATED_HOSTS(
      "AllocateDedicatedHosts", ResourceKind.DEDICATED_HOST, "DedicatedHostIdSets.DedicatedHostId"),
  CREATE_DEDICATED_HOST_CLUSTER(
      "CreateDedicatedHostCluster", ResourceKind.DEDICATED_HOST_CLUSTER, "DedicatedHostClusterId"),
  CREATE_NETWORK_INTERFACE(
      "CreateNetworkInterface", ResourceKind.NETWORK_INTERFACE, "NetworkInterfaceId"),
  CREATE_KEY_PAIR("CreateKeyPair", ResourceKind.KEY_PAIR, "KeyPairName"),
  IMPORT_KEY_PAIR("ImportKeyPair", ResourceKind.KEY_PAIR, "KeyPairName"),
  CREATE_LAUNCH_TEMPLATE("CreateLaunchTemplate", ResourceKind.LAUNCH_TEMPLATE, "LaunchTemplateId"),
  CREATE_COMMAND("CreateCommand", ResourceKind.COMMAND, "CommandId"),
  CREATE_ACTIVATION("CreateActivation", ResourceKind.ACTIVATION, "ActivationId"),
  /** Made by the agent of a server elsewhere when an activation brings it in. */
  REGISTER_MANAGED_INSTANCE("RegisterManagedInstance", ResourceKind.MANAGED_INSTANCE, "InstanceId");

  private static final Map<String, AuditCall> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(c -> c.apiName, c -> c));

  private final String apiName;
  private final ResourceKind creates;
  private final List<String> idPath;
  private final List<ResourceKind> alsoCreates;

  /** A call on resources that its parameters name. */
  AuditCall(String apiName) {
    this.apiName = apiName;
    this.creates = null;
    this.idPath = List.of();
    this.alsoCreates = List.of();
  }

  /** A call that creates resources and answers their ids. */
  AuditCall(String apiName, ResourceKind creates, String idPath, ResourceKind... alsoCreates) {
    this.apiName = apiName;
    this.creates = creates;
    this.idPath = List.of(idPath.split("\\.", -1));
    this.alsoCreates = List.of(alsoCreates);
  }

  /** The call of that name, or {@code null}; case counts. */
  static AuditCall named(String apiName) {
    return BY_NAME.get(apiName);
  }

  /** Whether the call takes tags away, so that its resources are not new. */
  boolean removesTags() {
    return this == UNTAG_RESOURCES || this == REMOVE_TAGS;
  }

  /** What the call creates and answers the id of, or {@code null} for a call on what exists. */
  ResourceKind creates() {
    return creates;
  }

  /** The members that lead to the new ids in the answer: a text or a list of texts. */
  List<String> idPath() {
    return idPath;
  }

  /** What else comes into being with it, without its id in the answer. */
  List<ResourceKind> alsoCreates() {
    return alsoCreates;
  }

  /**
   * Whether the call makes its copy in the region of the parameter {@code DestinationRegionId}, and
   * a resource that the event refers to may be the original elsewhere.
   */
  boolean isCopy() {
    return this == COPY_IMAGE || this == COPY_SNAPSHOT;
  }

  /** The API's name. */
  @Override
  public String toString() {
    return apiName;
  }
}
