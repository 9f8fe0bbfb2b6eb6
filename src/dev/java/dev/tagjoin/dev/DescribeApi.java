package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The 13 describe calls, each with the limits, parameters and members that the vendor's API
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
      "InstanceId InstanceName RegionId CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("HostName", r.name() == null ? "" : r.name());
      item.put("ZoneId", r.region() + "-j");
      item.put("Status", status(r));
      item.put("InstanceType", "ecs.g7.large");
      item.put("InstanceNetworkType", r.vpc() == null ? "classic" : "vpc");
      ObjectNode network = item.putObject("VpcAttributes");
      network.put("VpcId", text(r.vpc()));
      network.put("VSwitchId", text(r.vswitch()));
      network.put("NatIpAddress", "");
    }
  },
  DISKS(
      ResourceKind.DISK,
      "DescribeDisks",
      "DiskIds:json:100",
      "token:10..500 number:100",
      "Disks.Disk",
      "DiskId DiskName RegionId CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
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
    }
  },
  SNAPSHOTS(
      ResourceKind.SNAPSHOT,
      "DescribeSnapshots",
      "SnapshotIds:json:100",
      "token:100 number:100",
      "Snapshots.Snapshot",
      "SnapshotId SnapshotName RegionId CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("Status", status(r));
      item.put("SourceDiskId", text(r.disk()));
      item.put("Progress", "100%");
    }
  },
  IMAGES(
      ResourceKind.IMAGE,
      "DescribeImages",
      "ImageId:comma:100",
      "number:100",
      "Images.Image",
      "ImageId ImageName - CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("Status", status(r));
      item.put("ImageOwnerAlias", r.owner());
      item.put("OSType", "linux");
    }
  },
  SECURITY_GROUPS(
      ResourceKind.SECURITY_GROUP,
      "DescribeSecurityGroups",
      "SecurityGroupIds:json:100",
      "token:100 number:100",
      "SecurityGroups.SecurityGroup",
      "SecurityGroupId SecurityGroupName - CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("VpcId", text(r.vpc()));
      item.put("SecurityGroupType", "normal");
    }
  },
  DEDICATED_HOSTS(
      ResourceKind.DEDICATED_HOST,
      "DescribeDedicatedHosts",
      "DedicatedHostIds:json:100",
      "token:100 number:100",
      "DedicatedHosts.DedicatedHost",
      "DedicatedHostId DedicatedHostName RegionId CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("Status", status(r));
      item.put("ZoneId", r.region() + "-j");
    }
  },
  DEDICATED_HOST_CLUSTERS(
      ResourceKind.DEDICATED_HOST_CLUSTER,
      "DescribeDedicatedHostClusters",
      "DedicatedHostClusterIds:json:100",
      "number:100",
      "DedicatedHostClusters.DedicatedHostCluster",
      "DedicatedHostClusterId DedicatedHostClusterName RegionId -") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("ZoneId", r.region() + "-j");
    }
  },
  NETWORK_INTERFACES(
      ResourceKind.NETWORK_INTERFACE,
      "DescribeNetworkInterfaces",
      "NetworkInterfaceId:repeated:100",
      "token:10..500 number:1000",
      "NetworkInterfaceSets.NetworkInterfaceSet",
      "NetworkInterfaceId NetworkInterfaceName - CreationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("Status", r.instance() == null ? "Available" : "InUse");
      item.put("InstanceId", text(r.instance()));
      item.put("VpcId", text(r.vpc()));
      item.put("VSwitchId", text(r.vswitch()));
      item.put("Type", "Secondary");
    }
  },
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
      "InstanceId InstanceName - RegistrationTime") {
    @Override
    void more(ObjectNode item, EmbeddedResource r) {
      item.put("Connected", true);
      item.put("OsType", "linux");
    }
  };

  /** How many resources a call shows that filters by group. */
  private static final int GROUP_FILTER_CAP = 1000;

  private static final int DEFAULT_PAGE = 10;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Map<String, DescribeApi> BY_ACTION = new HashMap<>();

  static {
    for (DescribeApi api : values()) {
      BY_ACTION.put(api.action, api);
    }
  }

  private final ResourceKind kind;
  private final String action;
  private final String idParameter;
  private final String idStyle;
  private final int maxIds;
  private final int smallestToken;
  private final int largestToken;
  private final int largestPage;
  private final String outer;
  private final String inner;
  private final String idMember;
  private final String nameMember;
  private final boolean showsRegion;
  private final String timeMember;

  /**
   * @param ids the id parameter, how it takes ids, and how many
   * @param paging {@code token:<largest>} or {@code token:<smallest>..<largest>} where {@code
   *     MaxResults} outside the range counts as the nearest limit; {@code number:<largest
   *     PageSize>}
   * @param items where the list is: within an object, or directly
   * @param members id, name, region and time of an item; {@code -} where there is none
   */
  DescribeApi(
      ResourceKind kind, String action, String ids, String paging, String items, String members) {
    this.kind = kind;
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

  /** Members that only this type has. */
  void more(ObjectNode item, EmbeddedResource resource) {}

  /**
   * Answers a call.
   *
   * @throws RpcError as the API does
   */
  ObjectNode answer(RpcRequest request, EmbeddedAccount account) {
    String region = request.region(400);
    if (!account.knowsRegion(region)) {
      throw new RpcError(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
    }
    boolean denied = account.denied(action, kind);
    boolean dryRun = "true".equalsIgnoreCase(request.get("DryRun"));
    if (denied && (this != INSTANCES || dryRun)) {
      throw JoinApi.forbidden();
    }
    boolean byToken =
        largestToken > 0 && (request.get("MaxResults") != null || request.get("NextToken") != null);
    int pageNumber = request.number("PageNumber", 1, 1, 1_000_000);
    int pageSize =
        byToken ? maxResults(request) : request.number("PageSize", DEFAULT_PAGE, 1, largestPage);
    long after = byToken ? cursor(request, region) : 0;
    int skip = byToken ? -1 : (int) Math.min(Integer.MAX_VALUE, (pageNumber - 1L) * pageSize);
    List<String> ids = ids(request);
    Predicate<EmbeddedResource> filter = filter(request, account, region);
    boolean byGroup = group(request, account) != null;
    if (dryRun) {
      throw new RpcError(
          400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");
    }
    EmbeddedAccount.Page page =
        denied
            ? new EmbeddedAccount.Page(List.of(), 0, false, 0)
            : account.page(
                new EmbeddedAccount.Query(
                    kind,
                    region,
                    ids,
                    filter,
                    after,
                    skip,
                    pageSize,
                    byGroup ? GROUP_FILTER_CAP : Integer.MAX_VALUE));

    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (byToken) {
      // Paging by token gives no count that could be relied on: a client must go by the token.
      answer.put("TotalCount", 0).put("PageNumber", 0).put("PageSize", 0);
    } else {
      answer
          .put("TotalCount", page.total())
          .put("PageNumber", pageNumber)
          .put("PageSize", pageSize);
    }
    if (largestToken > 0) {
      answer.put("NextToken", page.more() ? token(region, page.last()) : "");
    }
    if (this == IMAGES || this == SECURITY_GROUPS) {
      answer.put("RegionId", region);
    }
    ArrayNode items =
        inner == null ? answer.putArray(outer) : answer.putObject(outer).putArray(inner);
    String blank = account.blankDefaultGroup() ? account.defaultGroup() : null;
    for (EmbeddedResource resource : page.items()) {
      write(items.addObject(), resource, blank);
    }
    return answer;
  }

  private void write(ObjectNode item, EmbeddedResource r, String blankGroup) {
    item.put(idMember, r.id());
    if (!nameMember.equals("-")) {
      item.put(nameMember, text(r.name()));
    }
    if (showsRegion) {
      item.put("RegionId", r.region());
    }
    if (!timeMember.equals("-")) {
      item.put(timeMember, (this == INSTANCES ? MINUTES : SECONDS).format(r.created()));
    }
    boolean blank = r.group() == null || r.group().equals(blankGroup);
    item.put("ResourceGroupId", blank ? "" : r.group());
    more(item, r);
    if (r.tags().isEmpty() && this == INSTANCES) {
      // An instance without tags has no member Tags at all; the other types show an empty list.
      return;
    }
    ArrayNode tags = inner == null ? item.putArray("Tags") : item.putObject("Tags").putArray("Tag");
    r.tags().forEach((k, v) -> tags.addObject().put("TagKey", k).put("TagValue", v));
  }

  private List<String> ids(RpcRequest request) {
    String value = request.get(idParameter);
    List<String> ids;
    switch (idStyle) {
      case "json" -> ids = value == null ? null : jsonIds(value);
      case "comma" -> ids = value == null ? null : Arrays.asList(value.split(",", -1));
      case "repeated" -> {
        List<String> numbered = request.repeated(idParameter, "");
        ids = numbered.isEmpty() ? null : numbered;
      }
      case "wildcard" -> ids = value == null || value.indexOf('*') >= 0 ? null : List.of(value);
      default -> ids = value == null ? null : List.of(value);
    }
    if (this == SECURITY_GROUPS && ids == null && request.get("SecurityGroupId") != null) {
      ids = List.of(request.get("SecurityGroupId"));
    }
    if (ids != null && ids.size() > maxIds) {
      throw RpcError.invalid(idParameter, "at most " + maxIds + " ids expected");
    }
    return ids;
  }

  /** The ids of a JSON array of texts; an empty one is a filter that nothing meets. */
  private List<String> jsonIds(String value) {
    List<String> ids = new ArrayList<>();
    try {
      JsonNode array = JSON.readTree(value);
      if (array != null && array.isArray()) {
        for (JsonNode id : array) {
          if (!id.isTextual()) {
            throw RpcError.invalid(idParameter, "a JSON array of texts expected");
          }
          ids.add(id.textValue());
        }
        return ids;
      }
    } catch (JsonProcessingException e) {
      // Answered below.
    }
    throw RpcError.invalid(idParameter, "a JSON array of texts expected");
  }

  private int maxResults(RpcRequest request) {
    if (smallestToken > 0) {
      int wanted = request.number("MaxResults", DEFAULT_PAGE, 1, Integer.MAX_VALUE);
      return Math.max(smallestToken, Math.min(largestToken, wanted));
    }
    return request.number("MaxResults", DEFAULT_PAGE, 1, largestToken);
  }

  private String token(String region, long last) {
    String text = action + "|" + region + "|" + last;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private long cursor(RpcRequest request, String region) {
    String token = request.get("NextToken");
    if (token == null) {
      return 0;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String start = action + "|" + region + "|";
      if (text.startsWith(start)) {
        return Long.parseLong(text.substring(start.length()));
      }
    } catch (IllegalArgumentException e) {
      // Answered below; a number that cannot be read is one of these too.
    }
    throw RpcError.invalid("NextToken", "the value of the call before expected");
  }

  /** The group to filter by, or {@code null} for none. */
  private String group(RpcRequest request, EmbeddedAccount account) {
    String parameter = this == LAUNCH_TEMPLATES ? "TemplateResourceGroupId" : "ResourceGroupId";
    String group = request.get(parameter);
    if (group == null || !group.equals(account.defaultGroup())) {
      return group;
    }
    if (this == LAUNCH_TEMPLATES || this == DEDICATED_HOST_CLUSTERS) {
      throw RpcError.invalid(parameter, "the default resource group is not supported");
    }
    // The other calls ignore a filter by the default group.
    return null;
  }

  private Predicate<EmbeddedResource> filter(
      RpcRequest request, EmbeddedAccount account, String region) {
    List<Predicate<EmbeddedResource>> all = new ArrayList<>();
    String group = group(request, account);
    if (group != null) {
      all.add(r -> group.equals(r.group()));
    }
    String tag = this == LAUNCH_TEMPLATES ? "TemplateTag" : "Tag";
    for (int n = 1; n <= 20; n++) {
      String key = request.get(tag + "." + n + ".Key");
      String value = request.get(tag + "." + n + ".Value");
      if (key != null) {
        all.add(r -> value == null ? r.tags().containsKey(key) : value.equals(r.tags().get(key)));
      }
    }
    String instance = request.get("InstanceId");
    String disk = request.get("DiskId");
    String status = request.get("Status");
    switch (this) {
      case DISKS, NETWORK_INTERFACES -> {
        if (instance != null) {
          all.add(r -> r.isAttachedTo(instance));
        }
      }
      case SNAPSHOTS -> {
        if (disk != null) {
          all.add(r -> disk.equals(r.disk()));
        }
        if (instance != null) {
          Set<String> disks = account.disksOf(region, instance);
          all.add(r -> disks.contains(r.disk()));
        }
      }
      case IMAGES -> {
        List<String> wanted =
            status == null ? List.of("Available") : Arrays.asList(status.split(",", -1));
        all.add(r -> wanted.contains(status(r)));
        String owner = request.get("ImageOwnerAlias");
        if (owner != null) {
          all.add(r -> owner.equals(r.owner()));
        }
      }
      case DEDICATED_HOSTS -> {
        String wanted = status == null ? "Available" : status;
        all.add(r -> wanted.equals(status(r)));
      }
      case KEY_PAIRS -> {
        String name = request.get(idParameter);
        if (name != null && name.indexOf('*') >= 0) {
          all.add(r -> wildcard(name, r.id()));
        }
      }
      default -> {}
    }
    return r -> {
      for (Predicate<EmbeddedResource> one : all) {
        if (!one.test(r)) {
          return false;
        }
      }
      return true;
    };
  }

  /** Whether a text fits a pattern in which {@code *} stands for any number of characters. */
  static boolean wildcard(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(text);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return text.length() - last.length() >= at && text.endsWith(last);
  }

  private static String status(EmbeddedResource r) {
    if (r.status() != null) {
      return r.status();
    }
    return switch (r.kind()) {
      case INSTANCE -> "Running";
      case SNAPSHOT -> "accomplished";
      default -> "Available";
    };
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
