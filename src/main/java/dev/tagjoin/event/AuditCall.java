package dev.tagjoin.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ECS calls after which a resource may carry other tags than before, as one table: what each
 * creates and where its answer has the new id.
 *
 * <p>A new call is one line here and nothing anywhere else. Names are those of the ECS API, version
 * 2014-05-26; an answer's members stand under {@code responseElements} of the audit record. Types
 * are ECS {@code ResourceType}s, joinable or not: whether a type can be joined is known to {@link
 * dev.tagjoin.resource.ResourceKind} alone.
 */
enum AuditCall {
  TAG_RESOURCES("TagResources"),
  UNTAG_RESOURCES("UntagResources"),
  ADD_TAGS("AddTags"),
  REMOVE_TAGS("RemoveTags"),
  /** Not a tag change; of interest only to those who let attached resources follow. */
  JOIN_RESOURCE_GROUP("JoinResourceGroup"),

  /**
   * A purchase on a buy page of the console. The record names neither parameters nor an answer, so
   * every ECS type that it refers to may be new.
   */
  CREATE("Create", true),
  RUN_INSTANCES("RunInstances", "instance", "InstanceIdSets.InstanceIdSet", "disk", "eni"),
  CREATE_INSTANCE("CreateInstance", "instance", "InstanceId", "disk", "eni"),
  CREATE_AUTO_PROVISIONING_GROUP(
      "CreateAutoProvisioningGroup",
      "instance",
      "LaunchResults.LaunchResult.InstanceIds.InstanceId",
      "disk",
      "eni"),
  CREATE_DISK("CreateDisk", "disk", "DiskId"),
  CLONE_DISKS("CloneDisks", "disk", "DiskIds"),
  REPLACE_SYSTEM_DISK("ReplaceSystemDisk", "disk", "DiskId"),
  CREATE_SNAPSHOT("CreateSnapshot", "snapshot", "SnapshotId"),
  CREATE_SNAPSHOT_GROUP("CreateSnapshotGroup", "snapshot", "Snapshots.Snapshot.SnapshotId"),
  COPY_SNAPSHOT("CopySnapshot", "snapshot", "SnapshotId"),
  IMPORT_SNAPSHOT("ImportSnapshot", "snapshot", "SnapshotId"),
  CREATE_AUTO_SNAPSHOT_POLICY("CreateAutoSnapshotPolicy", "snapshotpolicy", "AutoSnapshotPolicyId"),
  CREATE_IMAGE("CreateImage", "image", "ImageId"),
  COPY_IMAGE("CopyImage", "image", "ImageId"),
  IMPORT_IMAGE("ImportImage", "image", "ImageId"),
  CREATE_IMAGE_COMPONENT("CreateImageComponent", "imagecomponent", "ImageComponentId"),
  CREATE_SECURITY_GROUP("CreateSecurityGroup", "securitygroup", "SecurityGroupId"),
  ALLOCATE_DEDICATED_HOSTS("AllocateDedicatedHosts", "ddh", "DedicatedHostIdSets.DedicatedHostId"),
  CREATE_DEDICATED_HOST_CLUSTER(
      "CreateDedicatedHostCluster", "ddhcluster", "DedicatedHostClusterId"),
  CREATE_NETWORK_INTERFACE("CreateNetworkInterface", "eni", "NetworkInterfaceId"),
  CREATE_KEY_PAIR("CreateKeyPair", "keypair", "KeyPairName"),
  IMPORT_KEY_PAIR("ImportKeyPair", "keypair", "KeyPairName"),
  CREATE_LAUNCH_TEMPLATE("CreateLaunchTemplate", "launchtemplate", "LaunchTemplateId"),
  CREATE_COMMAND("CreateCommand", "command", "CommandId"),
  /** Keeps its command, as a new one, only with the parameter {@code KeepCommand}. */
  RUN_COMMAND("RunCommand", "command", "CommandId"),
  CREATE_ACTIVATION("CreateActivation", "activation", "ActivationId"),
  /** Made by the agent of a server elsewhere when an activation brings it in. */
  REGISTER_MANAGED_INSTANCE("RegisterManagedInstance", "managedinstance", "InstanceId");

  private static final Map<String, AuditCall> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(c -> key(c.apiName), c -> c));

  private final String apiName;
  private final boolean createsAnyType;
  private final String creates;
  private final List<String> idPath;
  private final List<String> alsoCreates;

  /** A call on resources that its parameters name. */
  AuditCall(String apiName) {
    this(apiName, false);
  }

  AuditCall(String apiName, boolean createsAnyType) {
    this.apiName = apiName;
    this.createsAnyType = createsAnyType;
    this.creates = null;
    this.idPath = List.of();
    this.alsoCreates = List.of();
  }

  /** A call that creates resources and answers their ids. */
  AuditCall(String apiName, String creates, String idPath, String... alsoCreates) {
    this.apiName = apiName;
    this.createsAnyType = false;
    this.creates = creates;
    this.idPath = List.of(idPath.split("\\.", -1));
    this.alsoCreates = List.of(alsoCreates);
  }

  /** The call of that name, in any case, or {@code null}. */
  static AuditCall named(String apiName) {
    return BY_NAME.get(key(apiName));
  }

  private static String key(String apiName) {
    return apiName.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the call brings resources into being. */
  boolean isCreation() {
    return createsAnyType || creates != null;
  }

  /** Whether the call takes tags away, so that its resources are not new. */
  boolean removesTags() {
    return this == UNTAG_RESOURCES || this == REMOVE_TAGS;
  }

  /** The type whose new ids the call answers, or {@code null}. */
  String creates() {
    return creates;
  }

  /** The members that lead to the new ids in the answer: a text, or lists of texts or objects. */
  List<String> idPath() {
    return idPath;
  }

  /**
   * Whether a resource of that type to which the record refers may be one that the call created.
   *
   * @param isAnswered whether the answer named the new resources of the type {@link #creates()}
   */
  boolean mayCreate(String type, boolean isAnswered) {
    if (createsAnyType) {
      return ResourceTypeWords.kind(type) != null;
    }
    if (!isAnswered && ResourceTypeWords.isSame(creates, type)) {
      return true;
    }
    for (String also : alsoCreates) {
      if (ResourceTypeWords.isSame(also, type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the call makes its copy in the region of the parameter {@code DestinationRegionId}, and
   * a resource that the record refers to may be the original elsewhere.
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
