package dev.tagjoin.dev;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The filters of one describe call: group, tags and those that a type has of its own. */
final class DescribeFilter {
  private final DescribeApi api;
  private final RpcRequest request;
  private final EmbeddedAccount account;

  DescribeFilter(DescribeApi api, RpcRequest request, EmbeddedAccount account) {
    this.api = api;
    this.request = request;
    this.account = account;
  }

  /** The group to filter by, or {@code null} for none. */
  String group() {
    String parameter =
        api == DescribeApi.LAUNCH_TEMPLATES ? "TemplateResourceGroupId" : "ResourceGroupId";
    String group = request.get(parameter);
    if (group == null || !group.equals(account.defaultGroup())) {
      return group;
    }
    if (api == DescribeApi.LAUNCH_TEMPLATES || api == DescribeApi.DEDICATED_HOST_CLUSTERS) {
      throw RpcError.invalid(parameter, "the default resource group is not supported");
    }
    // The other calls ignore a filter by the default group.
    return null;
  }

  /** What a resource of the region must meet to be shown. */
  Predicate<EmbeddedResource> of(String region) {
    List<Predicate<EmbeddedResource>> all = new ArrayList<>();
    String group = group();
    if (group != null) {
      all.add(r -> group.equals(r.group()));
    }
    String tag = api == DescribeApi.LAUNCH_TEMPLATES ? "TemplateTag" : "Tag";
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
    switch (api) {
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
        all.add(r -> wanted.contains(DescribeApi.status(r)));
        String owner = request.get("ImageOwnerAlias");
        if (owner != null) {
          all.add(r -> owner.equals(r.owner()));
        }
      }
      case IMAGE_COMPONENTS -> {
        String owner = request.get("Owner");
        all.add(r -> owner == null || owner.equals(r.isOwn() ? "SELF" : "ALIYUN"));
      }
      case DEDICATED_HOSTS -> {
        String wanted = status == null ? "Available" : status;
        all.add(r -> wanted.equals(DescribeApi.status(r)));
      }
      case KEY_PAIRS -> {
        String name = request.get(api.idParameter);
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
}
