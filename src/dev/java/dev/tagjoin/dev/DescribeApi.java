package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The 15 describe calls, each with the limits, parameters and members that the vendor's API
 * reference (version 2014-05-26) gives it.
 *
 * <p>This table repeats on purpose what {@link ResourceKind} knows: it is the other side of the
 * contract, so that a wrong line there meets a refusal here. Of {@code ResourceKind} only the
 * constants are used.
 */
enum DescribeApi {
  INSTANCES(
      ResourceKind.INSTANCE,
      "DescribeInstances",
      "InstanceIds:json:100",
      "token:10..100 number:100",
      "Instances.Instance",
      "InstanceId InstanceName RegionId CreationTime",
      (item, r) -> {
        item.put("HostName", r.name() == null ? "" : r.name());
        item.put("ZoneId", r.region() + "-j");
        item.put("Status", status(r));
        item.put("InstanceType", "ecs.g7.large");
        item.put("InstanceNetworkType", r.vpc() == null ? "classic" : "vpc");
        ObjectNode network = item.putObject("VpcAttributes");
        network.put("VpcId", text(r.vpc()));
        network.put("VSwitchId", text(r.vswitch()));
        network.put("NatIpAddress", "");
      }),
  DISKS(
      ResourceKind.DISK,
      "DescribeDisks",
      "DiskIds:json:100",
      "token:10..500 number:100",
      "Disks.Disk",
      "DiskId DiskName RegionId CreationTime",
      (item, r) -> {
        item.put("ZoneId", r.region() + "-j");
        item.put("Status", r.instance() == null ? "Available" : "In_use");
        String[] instances = text(r.instance()).split(",", -1);
        item.put("InstanceId", instances.length > 1 ? "" : instances[0]);
        item.put("MultiAttach", instances.length > 1 ? "Enabled" : "Disabled");
        ArrayNode attachments = item.putObject("Attachments").putArray("Attachment");
        for (String instance : instances) {
          if (!instance.isEmpty()) {
            attachments.addObject().put("InstanceId", instance);
          }
        }
        item.put("Category", "cloud_essd");
        item.put("Size", 40);
      }),
  SNAPSHOTS(
      ResourceKind.SNAPSHOT,
      "DescribeSnapshots",
      "SnapshotIds:json:100",
      "token:100 number:100",
      "Snapshots.Snapshot",
      "SnapshotId SnapshotName RegionId CreationTime",
      (item, r) -> {
        item.put("Status", status(r));
        item.put("SourceDiskId", text(r.disk()));
        item.put("Progress", "100%");
      }),
  IMAGES(
      ResourceKind.IMAGE,
      "DescribeImages",
      "ImageId:comma:100",
      "number:100",
      "Images.Image",
      "ImageId ImageName - CreationTime",
      (item, r) -> {
        item.put("Status", status(r));
        item.put("ImageOwnerAlias", r.owner());
        item.put("OSType", "linux");
      }),
  SECURITY_GROUPS(
      ResourceKind.SECURITY_GROUP,
      "DescribeSecurityGroups",
      "SecurityGroupIds:json:100",
      "token:100 number:100",
      "SecurityGroups.SecurityGroup",
      "SecurityGroupId SecurityGroupName - CreationTime",
      (item, r) -> {
        item.put("VpcId", text(r.vpc()));
        item.put("SecurityGroupType", "normal");
      }),
  DEDICATED_HOSTS(
      ResourceKind.DEDICATED_HOST,
      "DescribeDedicatedHosts",
      "DedicatedHostIds:json:100",
      "token:100 number:100",
      "DedicatedHosts.DedicatedHost",
      "DedicatedHostId DedicatedHostName RegionId CreationTime",
      (item, r) -> {
        item.put("Status", status(r));
        item.put("ZoneId", r.region() + "-j");
      }),
  DEDICATED_HOST_CLUSTERS(
      ResourceKind.DEDICATED_HOST_CLUSTER,
      "DescribeDedicatedHostClusters",
      "DedicatedHostClusterIds:json:100",
      "number:100",
      "DedicatedHostClusters.DedicatedHostCluster",
      "DedicatedHostClusterId DedicatedHostClusterName RegionId -",
      (item, r) -> {
        item.put("ZoneId", r.region() + "-j");
      }),
  NETWORK_INTERFACES(
      ResourceKind.NETWORK_INTERFACE,
      "DescribeNetworkInterfaces",
      "NetworkInterfaceId:repeated:100",
      "token:10..500 number:1000",
      "NetworkInterfaceSets.NetworkInterfaceSet",
      "NetworkInterfaceId NetworkInterfaceName - CreationTime",
      (item, r) -> {
        item.put("Status", r.instance() == null ? "Available" : "InUse");
        item.put("InstanceId", text(r.instance()));
        item.put("VpcId", text(r.vpc()));
        item.put("VSwitchId", text(r.vswitch()));
        item.put("Type", "Secondary");
      }),
  KEY_PAIRS(
      ResourceKind.KEY_PAIR,
      "DescribeKeyPairs",
      "KeyPairName:wildcard:1",
      "number:50",
      "KeyPairs.KeyPair",
      "KeyPairName - - CreationTime"),
  LAUNCH_TEMPLATES(
      ResourceKind.LAUNCH_TEMPLATE,
      "DescribeLaunchTemplates",
      "LaunchTemplateId:repeated:100",
      "number:50",
      "LaunchTemplateSets.LaunchTemplateSet",
      "LaunchTemplateId LaunchTemplateName - CreateTime"),
  COMMANDS(
      ResourceKind.COMMAND,
      "DescribeCommands",
      "CommandId:single:1",
      "token:50 number:50",
      "Commands.Command",
      "CommandId Name - CreationTime"),
  ACTIVATIONS(
      ResourceKind.ACTIVATION,
      "DescribeActivations",
      "ActivationId:single:1",
      "token:50 number:50",
      "ActivationList",
      "ActivationId InstanceName - CreationTime"),
  MANAGED_INSTANCES(
      ResourceKind.MANAGED_INSTANCE,
      "DescribeManagedInstances",
      "InstanceId:repeated:50",
      "token:50 number:50",
      "Instances",
      "InstanceId InstanceName - RegistrationTime",
      (item, r) -> {
        item.put("Connected", true);
        item.put("OsType", "linux");
      }),
  SNAPSHOT_POLICIES(
      ResourceKind.SNAPSHOT_POLICY,
      "DescribeAutoSnapshotPolicyEx",
      "AutoSnapshotPolicyId:single:1",
      "number:100",
      "AutoSnapshotPolicies.AutoSnapshotPolicy",
      "AutoSnapshotPolicyId AutoSnapshotPolicyName RegionId CreationTime",
      (item, r) -> {
        item.put("Status", "Normal");
        item.put("RetentionDays", 7);
      }),
  IMAGE_COMPONENTS(
      ResourceKind.IMAGE_COMPONENT,
      "DescribeImageComponents",
      "ImageComponentId:repeated:20",
      "token:500",
      "ImageComponent.ImageComponentSet",
      "ImageComponentId Name - CreationTime",
      (item, r) -> {
        item.put("ComponentType", "Build");
        item.put("Owner", r.isOwn() ? "SELF" : "ALIYUN");
      });

  private static final Map<String, DescribeApi> BY_ACTION = new HashMap<>();

  static {
    for (DescribeApi api : values()) {
      BY_ACTION.put(api.action, api);
    }
  }

  final ResourceKind kind;
  final String action;
  final String idParameter;
  final String idStyle;
  final int maxIds;
  final int smallestToken;
  final int largestToken;
  final int largestPage;
  final String outer;
  final String inner;
  final String idMember;
  final String nameMember;
  final boolean showsRegion;
  final String timeMember;
  final BiConsumer<ObjectNode, EmbeddedResource> more;

  DescribeApi(
      ResourceKind kind, String action, String ids, String paging, String items, String members) {
    this(kind, action, ids, paging, items, members, (item, resource) -> {});
  }

  /**
   * @param ids the id parameter, how it takes ids, and how many
   * @param paging {@code token:<largest>} or {@code token:<smallest>..<largest>} where {@code
   *     MaxResults} outside the range counts as the nearest limit; {@code number:<largest
   *     PageSize>}
   * @param items where the list is: within an object, or directly
   * @param members id, name, region and time of an item; {@code -} where there is none
   * @param more adds the members that only this type has
   */
  DescribeApi(
      ResourceKind kind,
      String action,
      String ids,
      String paging,
      String items,
      String members,
      BiConsumer<ObjectNode, EmbeddedResource> more) {
    this.kind = kind;
    this.more = more;
    this.action = action;
    String[] id = ids.split(":", -1);
    this.idParameter = id[0];
    this.idStyle = id[1];
    this.maxIds = Integer.parseInt(id[2]);
    int smallest = 0;
    int largest = 0;
    int page = 0;
    for (String style : paging.split(" ", -1)) {
      String range = style.substring(style.indexOf(':') + 1);
      if (style.startsWith("token:")) {
        int dots = range.indexOf("..");
        smallest = dots < 0 ? 0 : Integer.parseInt(range.substring(0, dots));
        largest = Integer.parseInt(dots < 0 ? range : range.substring(dots + 2));
      } else {
        page = Integer.parseInt(range);
      }
    }
    this.smallestToken = smallest;
    this.largestToken = largest;
    this.largestPage = page;
    int dot = items.indexOf('.');
    this.outer = dot < 0 ? items : items.substring(0, dot);
    this.inner = dot < 0 ? null : items.substring(dot + 1);
    String[] member = members.split(" ", -1);
    this.idMember = member[0];
    this.nameMember = member[1];
    this.showsRegion = member[2].equals("RegionId");
    this.timeMember = member[3];
  }

  /** The call of a name, or {@code null}. */
  static DescribeApi of(String action) {
    return BY_ACTION.get(action);
  }

  /**
   * Answers a call.
   *
   * @throws RpcError as the API does
   */
  ObjectNode answer(RpcRequest request, EmbeddedAccount account) {
    return new DescribeCall(this, request, account).answer();
  }

  static String status(EmbeddedResource r) {
    if (r.status() != null) {
      return r.status();
    }
    return switch (r.kind()) {
      case INSTANCE -> "Running";
      case SNAPSHOT -> "accomplished";
      default -> "Available";
    };
  }

  static String text(String value) {
    return value == null ? "" : value;
  }
}
