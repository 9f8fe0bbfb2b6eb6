package dev.tagjoin.dev;

import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What an account of the embedded ECS holds: resources, groups, credentials, roles and denied
 * permissions. Mutable and thread-safe; all of it is in memory.
 *
 * <p>Methods that name a resource throw {@link IllegalArgumentException} when there is none, since
 * that is a mistake in the test or tool that calls them.
 */
public final class EmbeddedAccount {
  /** The id of the accounts that {@link #seeded()} and {@link #large} give. */
  public static final String ID = "1234567890123456";

  /** The access key id that a new account accepts. */
  public static final String ACCESS_KEY_ID = "testid";

  /** The secret of {@link #ACCESS_KEY_ID}. */
  public static final String ACCESS_KEY_SECRET = "testsecret";

  /** The id of a new account's default group. */
  public static final String DEFAULT_GROUP = "rg-acfmxazb4ph6old";

  /** Some of the vendor's regions; a region in which a resource is added is known from then on. */
  private static final List<String> REGIONS =
      List.of(
          "cn-hangzhou",
          "cn-shanghai",
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

  /** What came of a {@code JoinResourceGroup} call that was allowed and complete. */
  enum JoinResult {
    MOVED,
    REGION_WITHOUT_GROUPS,
    NO_SUCH_GROUP,
    GROUP_NOT_READY,
    NO_SUCH_RESOURCE,
    ALREADY_THERE,
    TRANSFER_UNDER_WAY
  }

  /** An accepted key; {@code principal} is the ARN of who uses it. */
  record Credential(String id, String secret, String token, Instant expires, String principal) {}

  /**
   * A question for resources.
   *
   * @param ids the only ones wanted, or {@code null} for all
   * @param filter what else they must meet
   * @param after the sequence number behind which the page starts; used when {@code skip} is
   *     negative
   * @param skip how many matches lie before the page, or -1 to page by {@code after}
   * @param limit the page's size
   * @param cap how many matches there are at most
   */
  record Query(
      ResourceKind kind,
      String region,
      Collection<String> ids,
      Predicate<EmbeddedResource> filter,
      long after,
      int skip,
      int limit,
      int cap) {}

  /**
   * One page.
   *
   * @param last the sequence number of its last resource
   * @param more whether matches follow; only known when paging by sequence number
   * @param total how many match in all; only known when paging by {@code skip}
   */
  record Page(List<EmbeddedResource> items, long last, boolean more, int total) {}

  private record Key(ResourceKind kind, String region, String id) {}

  private record Denial(String action, ResourceKind kind) {}

  private static final class Entry {
    private final long sequence;
    private EmbeddedResource resource;
    private int hiddenReads;
    private boolean transfer;

    private Entry(long sequence, EmbeddedResource resource) {
      this.sequence = sequence;
      this.resource = resource;
    }
  }

  private final String id;
  private final String defaultGroup;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<String, Map<ResourceKind, NavigableMap<Long, Entry>>> inOrder =
      new LinkedHashMap<>();
  private final Map<String, EmbeddedGroup> groups = new LinkedHashMap<>();
  private final Map<String, Credential> credentials = new HashMap<>();
  private final Map<String, Set<String>> roles = new HashMap<>();
  private final Map<String, String> providers = new HashMap<>();
  private final Set<Denial> denials = new HashSet<>();
  private final Set<String> withoutGroups = new HashSet<>();
  private final List<Move> moves = new ArrayList<>();
  private long nextSequence = 1;
  private final EmbeddedTransfer transfer = new EmbeddedTransfer();
  private boolean blankDefaultGroup;

  /**
   * An account without resources, with a default group and the key {@link #ACCESS_KEY_ID}.
   *
   * @param id the account's id, digits
   */
  public EmbeddedAccount(String id) {
    this(id, DEFAULT_GROUP);
    accept(ACCESS_KEY_ID, ACCESS_KEY_SECRET);
  }

  /**
   * An account without resources and keys.
   *
   * @param id the account's id, digits
   * @param defaultGroup the id of its default group
   */
  public EmbeddedAccount(String id, String defaultGroup) {
    this.id = Objects.requireNonNull(id, "id");
    this.defaultGroup = Objects.requireNonNull(defaultGroup, "defaultGroup");
    groups.put(
        defaultGroup,
        new EmbeddedGroup(defaultGroup, "default", EmbeddedGroup.Status.OK, Map.of()));
  }

  /**
   * About 30 resources of all 13 types in cn-hangzhou and cn-shanghai, some of them in another
   * group than their tags ask for, and the groups default, prod, payments and search.
   */
  public static EmbeddedAccount seeded() {
    return Seeds.small();
  }

  /**
   * A given number of resources, spread evenly over all 13 types and some regions. The same
   * arguments give the same account.
   *
   * @param resources how many, 0 or more
   * @param regions over how many regions, 1 to 14
   */
  public static EmbeddedAccount large(int resources, int regions) {
    if (regions < 1 || regions > REGIONS.size()) {
      throw new IllegalArgumentException("regions: 1 to " + REGIONS.size() + " expected");
    }
    return Seeds.large(resources, REGIONS.subList(0, regions));
  }

  /** The account's id. */
  public String id() {
    return id;
  }

  /** The id of the default group. */
  public String defaultGroup() {
    return defaultGroup;
  }

  // Resources

  /**
   * Adds a resource.
   *
   * @throws IllegalArgumentException when it is there already, or when its group is not
   */
  public synchronized void add(EmbeddedResource resource) {
    Key key = new Key(resource.kind(), resource.region(), resource.id());
    if (entries.containsKey(key)) {
      throw new IllegalArgumentException(
          resource.id() + " is in " + resource.region() + " already");
    }
    EmbeddedResource complete = resource;
    if (complete.group() == null && complete.isOwn()) {
      complete = complete.withGroup(defaultGroup);
    }
    if (complete.group() != null) {
      requireGroup(complete.group());
    }
    if (complete.created() == null) {
      complete = complete.withCreated(Instant.now());
    }
    Entry entry = new Entry(nextSequence++, complete);
    entries.put(key, entry);
    inOrder
        .computeIfAbsent(complete.region(), r -> new EnumMap<>(ResourceKind.class))
        .computeIfAbsent(complete.kind(), k -> new TreeMap<>())
        .put(entry.sequence, entry);
  }

  /** Removes a resource, as releasing it would. */
  public synchronized void remove(ResourceKind kind, String resourceId) {
    Entry entry = require(kind, resourceId);
    entries.remove(new Key(kind, entry.resource.region(), resourceId));
    inOrder.get(entry.resource.region()).get(kind).remove(entry.sequence);
  }

  /** Sets a tag. */
  public synchronized void tag(ResourceKind kind, String resourceId, String key, String value) {
    change(kind, resourceId, r -> r.withTag(key, value));
  }

  /** Removes a tag; nothing happens when the resource does not have it. */
  public synchronized void untag(ResourceKind kind, String resourceId, String key) {
    change(
        kind,
        resourceId,
        r -> {
          Map<String, String> fewer = new LinkedHashMap<>(r.tags());
          fewer.remove(key);
          return r.withTags(fewer);
        });
  }

  /** Puts a resource into a group without a trace in {@link #moves()}. */
  public synchronized void setGroup(ResourceKind kind, String resourceId, String group) {
    requireGroup(group);
    change(kind, resourceId, r -> r.withGroup(group));
  }

  /**
   * Replaces a resource by a changed copy of it.
   *
   * @throws IllegalArgumentException when the change touches type, id or region, or takes the group
   *     away
   */
  public synchronized void change(
      ResourceKind kind, String resourceId, UnaryOperator<EmbeddedResource> change) {
    Entry entry = require(kind, resourceId);
    EmbeddedResource changed = change.apply(entry.resource);
    if (changed.kind() != kind
        || !changed.id().equals(resourceId)
        || !changed.region().equals(entry.resource.region())) {
      throw new IllegalArgumentException("type, id and region of a resource do not change");
    }
    if (changed.isOwn() && changed.group() == null) {
      throw new IllegalArgumentException("a resource is always in a group");
    }
    entry.resource = changed;
  }

  /** The group a resource is in. */
  public synchronized String groupOf(ResourceKind kind, String resourceId) {
    return require(kind, resourceId).resource.group();
  }

  /** The tags of a resource. */
  public synchronized Map<String, String> tagsOf(ResourceKind kind, String resourceId) {
    return require(kind, resourceId).resource.tags();
  }

  /** A resource as it is now. */
  public synchronized EmbeddedResource resource(ResourceKind kind, String resourceId) {
    return require(kind, resourceId).resource;
  }

  /** All resources of the account's own as they are now, by region, type and age. */
  public synchronized List<EmbeddedResource> resources() {
    List<EmbeddedResource> all = new ArrayList<>(entries.size());
    for (Map<ResourceKind, NavigableMap<Long, Entry>> kinds : inOrder.values()) {
      for (NavigableMap<Long, Entry> sameKind : kinds.values()) {
        for (Entry entry : sameKind.values()) {
          if (entry.resource.isOwn()) {
            all.add(entry.resource);
          }
        }
      }
    }
    return all;
  }

  /**
   * Lets a resource exist without being seen, as a new one does for some seconds.
   *
   * @param reads how many describe calls miss it; until they are used up, joining it answers {@code
   *     InvalidResourceId.NotFound} too
   */
  public synchronized void hideUntil(ResourceKind kind, String resourceId, int reads) {
    require(kind, resourceId).hiddenReads = reads;
  }

  /** Says whether a transfer of associated resources holds a resource; it cannot be joined then. */
  public synchronized void transferUnderWay(
      ResourceKind kind, String resourceId, boolean underWay) {
    require(kind, resourceId).transfer = underWay;
  }

  /**
   * Whether describe calls show an empty text for the group of a resource in the default group, as
   * some of the vendor's examples do. Off at first.
   */
  public synchronized void blankDefaultGroup(boolean blank) {
    blankDefaultGroup = blank;
  }

  // Groups

  /** Adds a group that can be joined everywhere. */
  public synchronized void addGroup(String groupId, String name) {
    groups.put(groupId, new EmbeddedGroup(groupId, name, EmbeddedGroup.Status.OK, Map.of()));
  }

  /** Removes a group; resources keep its id, as they do for a moment in the real service. */
  public synchronized void removeGroup(String groupId) {
    requireGroup(groupId);
    groups.remove(groupId);
  }

  /** Sets a group's state in all regions. */
  public synchronized void groupStatus(String groupId, EmbeddedGroup.Status status) {
    EmbeddedGroup group = requireGroup(groupId);
    groups.put(groupId, new EmbeddedGroup(groupId, group.name(), status, Map.of()));
  }

  /** Sets a group's state in one region. */
  public synchronized void groupStatus(String groupId, String region, EmbeddedGroup.Status status) {
    EmbeddedGroup group = requireGroup(groupId);
    Map<String, EmbeddedGroup.Status> regions = new HashMap<>(group.regions());
    regions.put(region, status);
    groups.put(groupId, new EmbeddedGroup(groupId, group.name(), group.status(), regions));
  }

  /** All groups, the default one first. */
  public synchronized List<EmbeddedGroup> groups() {
    return List.copyOf(groups.values());
  }

  /** Marks a region as one that does not know resource groups. */
  public synchronized void withoutGroups(String region) {
    withoutGroups.add(region);
  }

  /** The moves made by {@code JoinResourceGroup} calls, oldest first. */
  public synchronized List<Move> moves() {
    return List.copyOf(moves);
  }

  /** The rules of Automatic Resource Transfer. */
  public EmbeddedTransfer transfer() {
    return transfer;
  }

  // Who may do what

  /** Accepts a key for good. */
  public synchronized void accept(String accessKeyId, String secret) {
    accept(accessKeyId, secret, null, null);
  }

  /**
   * Accepts a key.
   *
   * @param token the STS token that calls with this key must carry, or {@code null}
   * @param expires when it stops being accepted, or {@code null} for never
   */
  public synchronized void accept(
      String accessKeyId, String secret, String token, Instant expires) {
    String principal = "acs:ram::" + id + (token == null ? ":root" : ":assumed-role/embedded/test");
    accept(new Credential(accessKeyId, secret, token, expires, principal));
  }

  synchronized void accept(Credential credential) {
    credentials.put(credential.id(), credential);
  }

  /** Stops accepting a key, as deleting it would. */
  public synchronized void revoke(String accessKeyId) {
    credentials.remove(accessKeyId);
  }

  /**
   * Adds a role that can be assumed.
   *
   * @param arn for example {@code acs:ram::1234567890123456:role/tagjoin}; the account in it must
   *     be this one
   * @param trustedAccounts accounts besides this one whose callers may assume it
   */
  public synchronized void addRole(String arn, String... trustedAccounts) {
    String prefix = "acs:ram::" + id + ":role/";
    if (!arn.startsWith(prefix) || arn.length() == prefix.length()) {
      throw new IllegalArgumentException("arn: " + prefix + "<name> expected");
    }
    Set<String> trusted = new HashSet<>(List.of(trustedAccounts));
    trusted.add(id);
    roles.put(arn, trusted);
  }

  /**
   * Makes an OpenID Connect provider known, with the one token that it vouches for.
   *
   * @param providerArn the provider's ARN
   * @param token the token that is valid from now on
   */
  public synchronized void addProvider(String providerArn, String token) {
    providers.put(providerArn, token);
  }

  synchronized boolean vouches(String providerArn, String token) {
    return token.equals(providers.get(providerArn));
  }

  /**
   * Denies an action. Calls answer {@code Forbidden.RAM}; only {@code DescribeInstances} answers an
   * empty list, as its page in the API reference says.
   *
   * @param action for example {@code JoinResourceGroup}
   * @param kind the only type it is denied for, or {@code null} for all
   */
  public synchronized void deny(String action, ResourceKind kind) {
    denials.add(new Denial(action, kind));
  }

  /** Takes back a {@link #deny}. */
  public synchronized void allow(String action, ResourceKind kind) {
    denials.remove(new Denial(action, kind));
  }

  // For the server

  synchronized Credential credential(String accessKeyId) {
    return credentials.get(accessKeyId);
  }

  synchronized Credential credentialOfToken(String token) {
    return credentials.values().stream()
        .filter(c -> token.equals(c.token()))
        .findFirst()
        .orElse(null);
  }

  /** The accounts that may assume a role, or {@code null} when there is no such role. */
  synchronized Set<String> trustedBy(String arn) {
    Set<String> trusted = roles.get(arn);
    return trusted == null ? null : Set.copyOf(trusted);
  }

  synchronized boolean denied(String action, ResourceKind kind) {
    return denials.contains(new Denial(action, kind)) || denials.contains(new Denial(action, null));
  }

  synchronized boolean knowsRegion(String region) {
    return REGIONS.contains(region) || inOrder.containsKey(region);
  }

  synchronized boolean blankDefaultGroup() {
    return blankDefaultGroup;
  }

  synchronized EmbeddedGroup group(String groupId) {
    return groups.get(groupId);
  }

  /** The disks that are attached to an instance. */
  synchronized Set<String> disksOf(String region, String instance) {
    Set<String> disks = new HashSet<>();
    for (Entry entry : inOrder(region, ResourceKind.DISK).values()) {
      if (entry.resource.isAttachedTo(instance)) {
        disks.add(entry.resource.id());
      }
    }
    return disks;
  }

  synchronized Page page(Query query) {
    boolean byToken = query.skip() < 0;
    Collection<Entry> candidates;
    if (query.ids() != null) {
      TreeMap<Long, Entry> named = new TreeMap<>();
      for (String wanted : query.ids()) {
        Entry entry = entries.get(new Key(query.kind(), query.region(), wanted));
        if (entry != null) {
          named.put(entry.sequence, entry);
        }
      }
      candidates = named.values();
    } else {
      NavigableMap<Long, Entry> all = inOrder(query.region(), query.kind());
      // With a cap the matches before the page count as well.
      boolean jump = byToken && query.cap() == Integer.MAX_VALUE;
      candidates = jump ? all.tailMap(query.after(), false).values() : all.values();
    }
    List<EmbeddedResource> items = new ArrayList<>();
    long last = query.after();
    boolean more = false;
    int total = 0;
    for (Entry entry : candidates) {
      if (!query.filter().test(entry.resource)) {
        continue;
      }
      if (entry.hiddenReads > 0) {
        entry.hiddenReads--;
        continue;
      }
      if (total == query.cap()) {
        break;
      }
      total++;
      boolean before = byToken ? entry.sequence <= query.after() : total <= query.skip();
      if (before) {
        continue;
      }
      if (items.size() < query.limit()) {
        items.add(entry.resource);
        last = entry.sequence;
      } else if (byToken) {
        more = true;
        break;
      }
    }
    return new Page(items, last, more, total);
  }

  synchronized JoinResult join(ResourceKind kind, String region, String resourceId, String group) {
    if (withoutGroups.contains(region)) {
      return JoinResult.REGION_WITHOUT_GROUPS;
    }
    EmbeddedGroup target = groups.get(group);
    if (target == null) {
      return JoinResult.NO_SUCH_GROUP;
    }
    if (target.statusIn(region) != EmbeddedGroup.Status.OK) {
      return JoinResult.GROUP_NOT_READY;
    }
    Entry entry = entries.get(new Key(kind, region, resourceId));
    if (entry == null || entry.hiddenReads > 0 || !entry.resource.isOwn()) {
      return JoinResult.NO_SUCH_RESOURCE;
    }
    String from = entry.resource.group();
    if (from.equals(group)) {
      return JoinResult.ALREADY_THERE;
    }
    if (entry.transfer) {
      return JoinResult.TRANSFER_UNDER_WAY;
    }
    entry.resource = entry.resource.withGroup(group);
    moves.add(new Move(kind, resourceId, region, from, group, Instant.now()));
    return JoinResult.MOVED;
  }

  private NavigableMap<Long, Entry> inOrder(String region, ResourceKind kind) {
    return inOrder.getOrDefault(region, Map.of()).getOrDefault(kind, new TreeMap<>());
  }

  private Entry require(ResourceKind kind, String resourceId) {
    Entry found = null;
    for (String region : inOrder.keySet()) {
      Entry entry = entries.get(new Key(kind, region, resourceId));
      if (entry != null && found != null) {
        // Possible for key pairs, whose names are unique in a region only.
        throw new IllegalArgumentException(kind + " " + resourceId + " is in several regions");
      }
      found = entry != null ? entry : found;
    }
    if (found == null) {
      throw new IllegalArgumentException("no " + kind + " " + resourceId + " in account " + id);
    }
    return found;
  }

  private EmbeddedGroup requireGroup(String groupId) {
    EmbeddedGroup group = groups.get(groupId);
    if (group == null) {
      throw new IllegalArgumentException("no group " + groupId + " in account " + id);
    }
    return group;
  }
}
