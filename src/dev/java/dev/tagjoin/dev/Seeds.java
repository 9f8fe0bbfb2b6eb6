package dev.tagjoin.dev;

import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Fills accounts with believable resources, always the same ones. */
final class Seeds {
  private static final String HANGZHOU = "cn-hangzhou";
  private static final String SHANGHAI = "cn-shanghai";
  private static final String PROD = "rg-acfmxazb4ph6aiy";
  private static final String PAYMENTS = "rg-aekzq2m7cbq4tay";
  private static final String SEARCH = "rg-aekzcm4t5z7usaa";
  private static final String VPC = "vpc-bp1aevy8sofi8mh1q";
  private static final String VSWITCH = "vsw-bp1s5fnvk4gn2tws0";
  private static final Instant FIRST = Instant.parse("2025-03-01T08:00:00Z");

  /** Some of the vendor's regions; a region in which a resource is added is known from then on. */
  static final List<String> REGIONS =
      List.of(
          HANGZHOU,
          SHANGHAI,
          "cn-beijing",
          "cn-shenzhen",
          "cn-qingdao",
          "cn-zhangjiakou",
          "cn-huhehaote",
          "cn-chengdu",
          "cn-hongkong",
          "ap-southeast-1",
          "ap-northeast-1",
          "eu-central-1",
          "us-west-1",
          "us-east-1");

  private final EmbeddedAccount account = new EmbeddedAccount(EmbeddedAccount.ID);
  private long minutes;

  private Seeds() {
    account.addGroup(PROD, "prod");
    account.addGroup(PAYMENTS, "payments");
    account.addGroup(SEARCH, "search");
  }

  static EmbeddedAccount small() {
    Seeds seeds = new Seeds();
    seeds.publicImages(List.of(HANGZHOU, SHANGHAI));
    seeds.hangzhou();
    seeds.shanghai();
    return seeds.account;
  }

  private void hangzhou() {
    put(
        of(ResourceKind.INSTANCE, "i-bp1b4ym5yh7ciz96h3kq", "web-01", "env", "prod")
            .withTag("team", "payments")
            .withNetwork(VPC, VSWITCH));
    put(
        of(ResourceKind.INSTANCE, "i-bp1b4ym5yh7ciz96h3kr", "web-02", "env", "")
            .withNetwork(VPC, VSWITCH));
    put(
        of(ResourceKind.INSTANCE, "i-bp1e2l6djkndyuli7v4s", "search-01", "team", "search")
            .withGroup(SEARCH)
            .withNetwork(VPC, VSWITCH));
    put(
        of(ResourceKind.INSTANCE, "i-bp1gqk3n8m2v5c7x9z0a", "db-01", "env", "prod")
            .withTag("tagjoin", "keep")
            .withNetwork(VPC, VSWITCH));
    put(
        of(ResourceKind.INSTANCE, "i-bp1h8u4d6j1w3e5r7t9y", "tmp-build-17", "team", "payments")
            .withStatus("Stopped")
            .withNetwork("vpc-bp1j7w3gc1cexjqd04k2", "vsw-bp16usj2p27htro3c1b8"));
    put(
        of(ResourceKind.DISK, "d-bp1d6tsvznfghy7y91xa", "web-01-system", "env", "prod")
            .withInstance("i-bp1b4ym5yh7ciz96h3kq"));
    put(
        of(ResourceKind.DISK, "d-bp1d6tsvznfghy7y91xb", "web-01-data")
            .withInstance("i-bp1b4ym5yh7ciz96h3kq"));
    put(
        of(ResourceKind.DISK, "d-bp1f2k7s9m4n6p8q0r3t", "search-01-system", "team", "search")
            .withGroup(SEARCH)
            .withInstance("i-bp1e2l6djkndyuli7v4s"));
    put(of(ResourceKind.DISK, "d-bp1z0y9x8w7v6u5t4s3r", "spare"));
    put(
        of(ResourceKind.NETWORK_INTERFACE, "eni-bp14v2sdd3v8htln1234", "web-01-eni")
            .withInstance("i-bp1b4ym5yh7ciz96h3kq")
            .withNetwork(VPC, VSWITCH));
    put(
        of(
                ResourceKind.NETWORK_INTERFACE,
                "eni-bp125p95hhdhn3ot5678",
                "nat-eni",
                "team",
                "payments")
            .withGroup(PAYMENTS)
            .withNetwork(VPC, VSWITCH));
    put(
        of(ResourceKind.SNAPSHOT, "s-bp1dovgj3ftjs2xuxzab", "web-01-nightly", "team", "payments")
            .withDisk("d-bp1d6tsvznfghy7y91xa"));
    put(
        of(ResourceKind.SNAPSHOT, "s-bp1dovgj3ftjs2xuxzac", "web-01-data-nightly")
            .withDisk("d-bp1d6tsvznfghy7y91xb"));
    put(
        of(ResourceKind.SECURITY_GROUP, "sg-bp1fg655nh68xyz9i6ab", "web", "env", "prod")
            .withNetwork(VPC, null));
    put(
        of(ResourceKind.SECURITY_GROUP, "sg-bp144yr32sx6ndw0c7d2", "internal")
            .withNetwork(VPC, null));
    put(of(ResourceKind.IMAGE, "m-bp1g7004ksh0oeuco4lk", "web-base", "team", "payments"));
    put(
        of(ResourceKind.IMAGE, "m-bp1g7004ksh0oeuco4ll", "web-base-old", "team", "payments")
            .withStatus("Deprecated"));
    put(of(ResourceKind.DEDICATED_HOST, "dh-bp165p6xk2tlw61e4f9c", "host-01", "team", "search"));
    put(
        of(ResourceKind.DEDICATED_HOST_CLUSTER, "dc-bp12wlf6am0vz9v2q5r8", "hosts", "env", "prod")
            .withGroup(PROD));
    put(of(ResourceKind.KEY_PAIR, "ops-key", "ops-key", "team", "search"));
    put(of(ResourceKind.KEY_PAIR, "ops-key-old", "ops-key-old"));
    put(
        of(ResourceKind.LAUNCH_TEMPLATE, "lt-bp1e3ofjr1zn1aw7k8d4", "web", "env", "prod")
            .withTag("team", "payments"));
    put(of(ResourceKind.COMMAND, "c-hz01n8v3m5k7j9h2g4f", "restart-web", "team", "payments"));
    put(
        of(
            ResourceKind.ACTIVATION,
            "4ECEEE12-56F1-4FBC-9AB1-890F7494D4B1",
            "office",
            "team",
            "search"));
    put(of(ResourceKind.MANAGED_INSTANCE, "mi-hz018jrc1o2b5xc", "office-01", "team", "search"));
    put(of(ResourceKind.SNAPSHOT_POLICY, "sp-bp12m37ccmxvbmi5v9c1", "nightly", "env", "prod"));
    put(of(ResourceKind.IMAGE_COMPONENT, "ic-bp67acfmxazb4p9d3k", "install-agent"));
  }

  private void shanghai() {
    put(
        in(SHANGHAI, ResourceKind.INSTANCE, "i-uf6f5trc95iug8t33a9l", "search-02")
            .withTag("team", "search")
            .withNetwork("vpc-uf6tq2n3p7v0w1x5y8z4", "vsw-uf6c9d2e5f8g1h4j7k0m"));
    put(
        in(SHANGHAI, ResourceKind.INSTANCE, "i-uf6f5trc95iug8t33a9m", "search-03")
            .withTag("env", "dev")
            .withNetwork("vpc-uf6tq2n3p7v0w1x5y8z4", "vsw-uf6c9d2e5f8g1h4j7k0m"));
    put(
        in(SHANGHAI, ResourceKind.DISK, "d-uf6b8v3n5m7k9j1h2g4f", "search-02-system")
            .withInstance("i-uf6f5trc95iug8t33a9l"));
    put(
        in(SHANGHAI, ResourceKind.NETWORK_INTERFACE, "eni-uf6a1s3d5f7g9h2j4k6l", "search-02-eni")
            .withInstance("i-uf6f5trc95iug8t33a9l")
            .withNetwork("vpc-uf6tq2n3p7v0w1x5y8z4", "vsw-uf6c9d2e5f8g1h4j7k0m"));
    put(
        in(SHANGHAI, ResourceKind.SECURITY_GROUP, "sg-uf6q1w3e5r7t9y2u4i6o", "search")
            .withTag("team", "search")
            .withGroup(SEARCH)
            .withNetwork("vpc-uf6tq2n3p7v0w1x5y8z4", null));
    put(
        in(SHANGHAI, ResourceKind.SNAPSHOT, "s-uf6z1x3c5v7b9n2m4a6s", "search-02-nightly")
            .withDisk("d-uf6b8v3n5m7k9j1h2g4f"));
  }

  static EmbeddedAccount large(int resources, List<String> regions) {
    Seeds seeds = new Seeds();
    seeds.publicImages(regions);
    seeds.many(resources, regions);
    return seeds.account;
  }

  private void many(int resources, List<String> regions) {
    SplittableRandom random = new SplittableRandom(20140526);
    ResourceKind[] kinds = ResourceKind.values();
    List<String> groups = List.of(EmbeddedAccount.DEFAULT_GROUP, PROD, PAYMENTS, SEARCH);
    List<Map<String, String>> tags =
        List.of(
            Map.of(),
            Map.of("env", "prod"),
            Map.of("env", "dev"),
            Map.of("team", "payments"),
            Map.of("team", "search"),
            Map.of("env", "prod", "team", "payments"),
            Map.of("team", "search", "tagjoin", "keep"));
    List<Map<ResourceKind, String>> latest = new ArrayList<>();
    regions.forEach(r -> latest.add(new EnumMap<>(ResourceKind.class)));
    for (int i = 0; i < resources; i++) {
      ResourceKind kind = kinds[i % kinds.length];
      int place = i / kinds.length % regions.size();
      String id = id(kind, i);
      EmbeddedResource resource =
          EmbeddedResource.of(kind, id, regions.get(place))
              .withName(kind == ResourceKind.KEY_PAIR ? id : kind.type() + "-" + i)
              .withGroup(groups.get(random.nextInt(groups.size())))
              .withTags(tags.get(random.nextInt(tags.size())));
      Map<ResourceKind, String> before = latest.get(place);
      switch (kind) {
        case INSTANCE -> resource = resource.withNetwork(VPC, VSWITCH);
        case DISK -> resource = resource.withInstance(before.get(ResourceKind.INSTANCE));
        case NETWORK_INTERFACE ->
            resource =
                resource.withInstance(before.get(ResourceKind.INSTANCE)).withNetwork(VPC, VSWITCH);
        case SNAPSHOT -> resource = resource.withDisk(before.get(ResourceKind.DISK));
        case SECURITY_GROUP -> resource = resource.withNetwork(VPC, null);
        default -> {}
      }
      before.put(kind, id);
      put(resource);
    }
  }

  /** An id of the type's form that a number decides: prefix and 20 letters and digits. */
  private static String id(ResourceKind kind, int number) {
    String digits = Integer.toString(number, 36);
    String padded = "bp1" + "0".repeat(17 - digits.length()) + digits;
    return switch (kind) {
      case INSTANCE -> "i-" + padded;
      case DISK -> "d-" + padded;
      case SNAPSHOT -> "s-" + padded;
      case IMAGE -> "m-" + padded;
      case SECURITY_GROUP -> "sg-" + padded;
      case DEDICATED_HOST -> "dh-" + padded;
      case DEDICATED_HOST_CLUSTER -> "dc-" + padded;
      case NETWORK_INTERFACE -> "eni-" + padded;
      case KEY_PAIR -> "key-" + digits;
      case LAUNCH_TEMPLATE -> "lt-" + padded;
      case COMMAND -> "c-" + padded;
      case ACTIVATION -> String.format("4ECEEE12-56F1-4FBC-9AB1-%012X", number);
      case MANAGED_INSTANCE -> "mi-" + padded;
      case SNAPSHOT_POLICY -> "sp-" + padded;
      case IMAGE_COMPONENT -> "ic-" + padded;
    };
  }

  private void publicImages(List<String> regions) {
    for (String region : regions) {
      put(
          in(
                  region,
                  ResourceKind.IMAGE,
                  "aliyun_3_x64_20G_alibase_20240528.vhd",
                  "Alibaba Cloud Linux 3")
              .ownedBySystem());
    }
  }

  private static EmbeddedResource of(ResourceKind kind, String id, String name) {
    return in(HANGZHOU, kind, id, name);
  }

  private static EmbeddedResource of(
      ResourceKind kind, String id, String name, String key, String value) {
    return of(kind, id, name).withTag(key, value);
  }

  private static EmbeddedResource in(String region, ResourceKind kind, String id, String name) {
    return EmbeddedResource.of(kind, id, region).withName(name);
  }

  private void put(EmbeddedResource resource) {
    account.add(resource.withCreated(FIRST.plusSeconds(60 * minutes++)));
  }
}
