package dev.tagjoin.group;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.AccountGroups;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The groups of each account, by name and by id. Safe for use by several threads.
 *
 * <ul>
 *   <li>Nothing is read before a decision asks.
 *   <li>A listing is kept for five minutes.
 *   <li>A name or an id that it lacks is believed to be missing only when the listing was read
 *       after the request began. Otherwise the groups are read again, at most once in ten seconds.
 *   <li>There is one look-up per account at a time, within the deadline of the request.
 * </ul>
 */
public final class GroupDirectory {
  private static final String OWN = "";

  private final ResourceGroupsApi api;
  private final LongSupplier nanoClock;
  private final Map<String, CachedGroups> accounts = new ConcurrentHashMap<>();

  /** Reads with this API. */
  public GroupDirectory(ResourceGroupsApi api) {
    this(api, System::nanoTime);
  }

  GroupDirectory(ResourceGroupsApi api, LongSupplier nanoClock) {
    this.api = api;
    this.nanoClock = nanoClock;
  }

  /**
   * The groups of an account as one request sees them. Its methods throw {@link
   * GroupLookupException} when the groups cannot be read, or the wanted one is being created.
   *
   * @param context whose credentials and deadline hold
   * @param region the region whose STS is asked for a role
   * @param account the account, or {@code null} for the function's own
   * @param since when the request began, by {@link System#nanoTime()}
   */
  public AccountGroups of(RequestContext context, String region, String account, long since) {
    return new Lookup(directory(account), context, region, since);
  }

  /**
   * The name of a group as far as it was read, or {@code null}; makes no call.
   *
   * @param account its account, or {@code null} for the function's own
   */
  public String knownName(String account, String id) {
    CachedGroups directory = accounts.get(account == null ? OWN : account);
    GroupListing listing = directory == null ? null : directory.known();
    return listing == null || id == null ? null : listing.nameOf(id);
  }

  /**
   * Takes note that ECS does not know a group of an account, so that the groups are read again.
   *
   * @param account its account, or {@code null} for the function's own
   */
  public void invalidate(String account) {
    directory(account).invalidate();
  }

  private CachedGroups directory(String account) {
    return accounts.computeIfAbsent(
        account == null ? OWN : account, a -> new CachedGroups(api, account, nanoClock));
  }

  /** Reads when it is asked. */
  private record Lookup(CachedGroups directory, RequestContext context, String region, long since)
      implements AccountGroups {

    @Override
    public boolean exists(String name) {
      return find(name) != null;
    }

    @Override
    public String id(String name) {
      ResourceGroup group = find(name);
      return group == null ? null : group.id();
    }

    @Override
    public String name(String id) {
      try {
        GroupListing listing = directory.recent(context, region, since);
        String name = listing.nameOf(id);
        return name != null ? name : directory.since(context, region, since, listing).nameOf(id);
      } catch (EcsException e) {
        throw new GroupLookupException(e);
      }
    }

    private ResourceGroup find(String name) {
      try {
        GroupListing listing = directory.recent(context, region, since);
        ResourceGroup group = listing.named(name);
        if (group == null || group.isBeingCreated()) {
          group = directory.since(context, region, since, listing).named(name);
        }
        if (group != null && group.isBeingCreated()) {
          throw new EcsException(
              "InvalidStatus.ResourceGroup", "the group " + name + " is being created");
        }
        return group;
      } catch (EcsException e) {
        throw new GroupLookupException(e);
      }
    }
  }
}
