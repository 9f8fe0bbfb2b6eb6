package dev.tagjoin.doctor;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks in each account whether the target groups of a rule book can be used. Stateless. */
final class GroupChecks {
  /** No more groups than this are told of. */
  private static final int MAX_GROUPS = 50;

  private static final String CORRECT =
      "correct the rule book, or create the group: tagjoin groups lists those that there are";

  private final ResourceGroupsApi api;

  GroupChecks(ResourceGroupsApi api) {
    this.api = api;
  }

  /** The groups of the accounts in which they could be read. Used by one thread. */
  static final class Listed {
    private final Map<String, List<ResourceGroup>> byAccount = new LinkedHashMap<>();

    void add(String account, List<ResourceGroup> groups) {
      String owner = groups.isEmpty() ? account : groups.get(0).account();
      byAccount.putIfAbsent(owner == null ? "of the credentials" : owner, groups);
    }
  }

  /**
   * The groups of an account, or {@code null} when they cannot be read, which the results then say.
   *
   * @param account {@code null} for the function's own
   */
  List<ResourceGroup> list(
      Groups book, String account, String region, RequestContext context, CheckList checks) {
    if (checks.isStopped()) {
      return null;
    }
    try {
      return api.list(context, region, account);
    } catch (EcsException e) {
      checks.failed(
          "target groups",
          null,
          book.needLookup() ? CheckResult.State.FAILED : CheckResult.State.WARNING,
          e,
          ResourceGroupsApi.PERMISSION
              + (book.needLookup() ? "" : ", which only this check needs,"));
      return null;
    }
  }

  /** The id of a target group that may be joined, or {@code null}. */
  static String usable(Groups book, List<ResourceGroup> groups) {
    for (ResourceGroup group : groups) {
      if (group.isUsable() && isTarget(book, group)) {
        return group.id();
      }
    }
    return null;
  }

  /** Whether a rule may move resources to a group. */
  private static boolean isTarget(Groups book, ResourceGroup group) {
    if (!book.names(group.id()).isEmpty()
        || book.patterns().stream().anyMatch(pattern -> pattern.matches(group.name()))) {
      return true;
    }
    for (GroupRef ref : book.refs().values()) {
      if (ref instanceof GroupRef.Named named && named.name().equals(group.name())) {
        return true;
      }
      if (ref instanceof GroupRef.PerAccount perAccount
          && group.id().equals(perAccount.ids().get(group.account()))) {
        return true;
      }
    }
    return false;
  }

  /** Name, id and status of the target groups of an account. */
  static String shown(Groups book, List<ResourceGroup> groups) {
    List<String> shown = new ArrayList<>();
    int more = 0;
    for (ResourceGroup group : groups) {
      if (isTarget(book, group)) {
        if (shown.size() < MAX_GROUPS) {
          shown.add(group.name() + " " + group.id() + " " + group.status());
        } else {
          more++;
        }
      }
    }
    return (shown.isEmpty() ? "none" : String.join(", ", shown))
        + (more == 0 ? "" : ", and " + more + " more");
  }

  /** Tells the target groups that the function's own account has. */
  static void show(Groups book, List<ResourceGroup> groups, CheckList checks) {
    boolean areUsable =
        groups.stream().allMatch(group -> group.isUsable() || !isTarget(book, group));
    String owner = groups.isEmpty() ? null : groups.get(0).account();
    checks.add(
        "target groups of account " + (owner == null ? "of the credentials" : owner),
        areUsable ? CheckResult.State.OK : CheckResult.State.WARNING,
        shown(book, groups),
        areUsable ? null : "a group that is not OK cannot be joined");
  }

  /** Tells which groups of the book are missing in which accounts. */
  static void missing(Groups book, Listed accounts, CheckList checks) {
    Map<String, List<ResourceGroup>> listed = accounts.byAccount;
    int usable = 0;
    int told = 0;
    for (Map.Entry<String, GroupRef> entry : book.refs().entrySet()) {
      Set<String> statuses = new HashSet<>();
      List<String> without = new ArrayList<>();
      listed.forEach(
          (account, groups) -> {
            String status = status(entry.getValue(), account, groups);
            if (status == null) {
              without.add(account);
            } else {
              statuses.add(status);
            }
          });
      String problem = problem(entry.getValue(), statuses, without);
      if (problem == null) {
        usable++;
      } else if (told++ < MAX_GROUPS) {
        boolean isUsed = statuses.contains("OK");
        checks.add(
            "target group " + entry.getKey(),
            isUsed ? CheckResult.State.WARNING : CheckResult.State.FAILED,
            problem,
            CORRECT);
      }
    }
    int all = book.refs().size();
    checks.add(
        "target groups",
        usable == all ? CheckResult.State.OK : CheckResult.State.FAILED,
        usable + " of " + all + " can be used",
        usable == all ? null : "see the lines about groups");
  }

  /** The status of a group in an account, or {@code null} when the account lacks it. */
  private static String status(GroupRef ref, String account, List<ResourceGroup> groups) {
    for (ResourceGroup group : groups) {
      boolean isIt =
          ref instanceof GroupRef.Id id
              ? id.id().equals(group.id())
              : ref instanceof GroupRef.Named named
                  ? named.name().equals(group.name())
                  : group.id().equals(((GroupRef.PerAccount) ref).ids().get(account));
      if (isIt) {
        return group.status();
      }
    }
    return null;
  }

  /** What is wrong with a group, or {@code null}. */
  private static String problem(GroupRef ref, Set<String> statuses, List<String> without) {
    String what =
        ref instanceof GroupRef.Id id
            ? id.id()
            : ref instanceof GroupRef.Named named
                ? named.name()
                : ((GroupRef.PerAccount) ref).ids().values().toString();
    if (statuses.isEmpty()) {
      return ref instanceof GroupRef.Named
          ? "no account has a group named " + what
          : what + " does not exist";
    }
    if (!statuses.contains("OK")) {
      return what + " is in the status " + String.join(", ", statuses);
    }
    // an id belongs to one account; a name is needed in each
    return ref instanceof GroupRef.Named && !without.isEmpty()
        ? "no group named " + what + " in the account " + String.join(", ", without)
        : null;
  }
}
