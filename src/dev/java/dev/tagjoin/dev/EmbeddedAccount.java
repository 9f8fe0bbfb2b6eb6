package dev.tagjoin.dev;

import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An account of the embedded ECS: its resources, with groups, credentials, roles and denied
 * permissions. Mutable and thread-safe; all of it is in memory.
 *
 * <p>Methods that name a resource throw {@link IllegalArgumentException} when there is none, since
 * that is a mistake in the test or tool that calls them.
 */
public final class EmbeddedAccount extends EmbeddedGroups {
  /** The id of the accounts that {@link #seeded()} and {@link #large} give. */
  public static final String ID = "1234567890123456";

  /** The access key id that a new account accepts. */
  public static final String ACCESS_KEY_ID = "testid";

  /** The secret of {@link #ACCESS_KEY_ID}. */
  public static final String ACCESS_KEY_SECRET = "testsecret";

  /** The id of a new account's default group. */
  public static final String DEFAULT_GROUP = "rg-acfmxazb4ph6old";

  private final String id;
  private final ResourceStore store;
  private final List<Move> moves = new ArrayList<>();
  private final EmbeddedTransfer transfer = new EmbeddedTransfer();
  private final FaultInjector faults = new FaultInjector();
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
    super(id, defaultGroup);
    this.id = id;
    this.store = new ResourceStore(id);
  }

  /**
   * About 30 resources of all 15 types in cn-hangzhou and cn-shanghai, some of them in another
   * group than their tags call for, and the groups default, prod, payments and search.
   */
  public static EmbeddedAccount seeded() {
    return Seeds.small();
  }

  /**
   * A given number of resources, spread evenly over all 15 types and some regions. The same
   * arguments give the same account.
   *
   * @param resources how many, 0 or more
   * @param regions over how many regions, 1 to 14
   */
  public static EmbeddedAccount large(int resources, int regions) {
    if (regions < 1 || regions > Seeds.REGIONS.size()) {
      throw new IllegalArgumentException("regions: 1 to " + Seeds.REGIONS.size() + " expected");
    }
    return Seeds.large(resources, Seeds.REGIONS.subList(0, regions));
  }

  /** The account's id. */
  public String id() {
    return id;
  }

  // Resources

  /**
   * Adds a resource.
   *
   * @throws IllegalArgumentException when it is there already, or when its group is not
   */
  public synchronized void add(EmbeddedResource resource) {
    EmbeddedResource complete = resource;
    if (complete.group() == null && complete.isOwn()) {
      complete = complete.withGroup(defaultGroup());
    }
    if (complete.group() != null) {
      requireGroup(complete.group());
    }
    if (complete.created() == null) {
      complete = complete.withCreated(Instant.now());
    }
    store.add(complete);
  }

  /** Removes a resource, as releasing it would. */
  public synchronized void remove(ResourceKind kind, String resourceId) {
    store.remove(kind, resourceId);
  }

  /** Makes these the only resources of the account's own. */
  public synchronized void restore(List<EmbeddedResource> all) {
    resources().forEach(resource -> store.remove(resource.kind(), resource.id()));
    all.forEach(this::add);
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
    ResourceStore.Entry entry = store.require(kind, resourceId);
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
    return store.require(kind, resourceId).resource.group();
  }

  /** The tags of a resource. */
  public synchronized Map<String, String> tagsOf(ResourceKind kind, String resourceId) {
    return store.require(kind, resourceId).resource.tags();
  }

  /** A resource as it is now. */
  public synchronized EmbeddedResource resource(ResourceKind kind, String resourceId) {
    return store.require(kind, resourceId).resource;
  }

  /** All resources of the account's own as they are now, by region, type and age. */
  public synchronized List<EmbeddedResource> resources() {
    return store.own();
  }

  /**
   * Lets a resource exist without being seen, as a new one does for some seconds.
   *
   * @param reads how many describe calls miss it; until they are used up, joining it answers {@code
   *     InvalidResourceId.NotFound} too
   */
  public synchronized void hideUntil(ResourceKind kind, String resourceId, int reads) {
    store.require(kind, resourceId).hiddenReads = reads;
  }

  /** Says whether a transfer of associated resources holds a resource; it cannot be joined then. */
  public synchronized void transferUnderWay(
      ResourceKind kind, String resourceId, boolean underWay) {
    store.require(kind, resourceId).transfer = underWay;
  }

  /**
   * Whether describe calls show an empty text for the group of a resource in the default group, as
   * some of the vendor's examples do. Off at first.
   */
  public synchronized void blankDefaultGroup(boolean blank) {
    blankDefaultGroup = blank;
  }

  /** The moves made by {@code JoinResourceGroup} calls, oldest first. */
  public synchronized List<Move> moves() {
    return List.copyOf(moves);
  }

  /** The rules of Automatic Resource Transfer. */
  public EmbeddedTransfer transfer() {
    return transfer;
  }

  /** The trouble that the calls of this account meet, besides that of the server. */
  public FaultInjector faults() {
    return faults;
  }

  // For the server

  synchronized boolean knowsRegion(String region) {
    return Seeds.REGIONS.contains(region) || store.hasRegion(region);
  }

  synchronized boolean blankDefaultGroup() {
    return blankDefaultGroup;
  }

  /** The disks that are attached to an instance. */
  synchronized Set<String> disksOf(String region, String instance) {
    return store.disksOf(region, instance);
  }

  synchronized ResourceStore.Page page(ResourceStore.Query query) {
    return store.page(query);
  }

  synchronized JoinApi.Result join(
      ResourceKind kind, String region, String resourceId, String group) {
    if (isWithoutGroups(region)) {
      return JoinApi.Result.REGION_WITHOUT_GROUPS;
    }
    EmbeddedGroup target = group(group);
    if (target == null) {
      return JoinApi.Result.NO_SUCH_GROUP;
    }
    if (target.statusIn(region) != EmbeddedGroup.Status.OK) {
      return JoinApi.Result.GROUP_NOT_READY;
    }
    ResourceStore.Entry entry = store.find(kind, region, resourceId);
    if (entry == null || entry.hiddenReads > 0 || !entry.resource.isOwn()) {
      return JoinApi.Result.NO_SUCH_RESOURCE;
    }
    String from = entry.resource.group();
    if (from.equals(group)) {
      return JoinApi.Result.ALREADY_THERE;
    }
    if (entry.transfer) {
      return JoinApi.Result.TRANSFER_UNDER_WAY;
    }
    entry.resource = entry.resource.withGroup(group);
    moves.add(new Move(kind, resourceId, region, from, group, Instant.now()));
    return JoinApi.Result.MOVED;
  }
}
