package dev.tagjoin.dev;

import dev.tagjoin.resource.ResourceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The resources of an account of the embedded ECS, by region, type and age. Not thread-safe: {@link
 * EmbeddedAccount} guards it.
 */
final class ResourceStore {
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

  /** A resource and what is going on with it. */
  static final class Entry {
    private final long sequence;
    EmbeddedResource resource;

    /** How many describe calls still miss it. */
    int hiddenReads;

    /** Whether a transfer of associated resources holds it. */
    boolean transfer;

    private Entry(long sequence, EmbeddedResource resource) {
      this.sequence = sequence;
      this.resource = resource;
    }
  }

  private final String account;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<String, Map<ResourceKind, NavigableMap<Long, Entry>>> inOrder =
      new LinkedHashMap<>();
  private long nextSequence = 1;

  /**
   * Creates an empty one.
   *
   * @param account the account's id, for messages
   */
  ResourceStore(String account) {
    this.account = account;
  }

  void add(EmbeddedResource resource) {
    Key key = new Key(resource.kind(), resource.region(), resource.id());
    if (entries.containsKey(key)) {
      throw new IllegalArgumentException(
          resource.id() + " is in " + resource.region() + " already");
    }
    Entry entry = new Entry(nextSequence++, resource);
    entries.put(key, entry);
    inOrder
        .computeIfAbsent(resource.region(), r -> new EnumMap<>(ResourceKind.class))
        .computeIfAbsent(resource.kind(), k -> new TreeMap<>())
        .put(entry.sequence, entry);
  }

  void remove(ResourceKind kind, String resourceId) {
    Entry entry = require(kind, resourceId);
    entries.remove(new Key(kind, entry.resource.region(), resourceId));
    inOrder.get(entry.resource.region()).get(kind).remove(entry.sequence);
  }

  /** The entry of a resource, or {@code null}. */
  Entry find(ResourceKind kind, String region, String resourceId) {
    return entries.get(new Key(kind, region, resourceId));
  }

  /** The entry of a resource in whichever region it is. */
  Entry require(ResourceKind kind, String resourceId) {
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
      throw new IllegalArgumentException(
          "no " + kind + " " + resourceId + " in account " + account);
    }
    return found;
  }

  /** All resources of the account's own. */
  List<EmbeddedResource> own() {
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

  boolean hasRegion(String region) {
    return inOrder.containsKey(region);
  }

  /** The disks that are attached to an instance. */
  Set<String> disksOf(String region, String instance) {
    Set<String> disks = new HashSet<>();
    for (Entry entry : inOrder(region, ResourceKind.DISK).values()) {
      if (entry.resource.isAttachedTo(instance)) {
        disks.add(entry.resource.id());
      }
    }
    return disks;
  }

  Page page(Query query) {
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

  private NavigableMap<Long, Entry> inOrder(String region, ResourceKind kind) {
    return inOrder.getOrDefault(region, Map.of()).getOrDefault(kind, new TreeMap<>());
  }
}
