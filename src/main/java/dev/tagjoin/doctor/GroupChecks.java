package dev.tagjoin.doctor;

import dev.tagjoin.doctor.CheckResult.State;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks in each account whether the target groups of a rule book can be used. Stateless. */
final class GroupChecks {
  /** No more groups than this are told of. */
  private static final int MAX_GROUPS = 50;

  private static final String CORRECT =
      "correct the rule book, or create the group: tagjoin groups lists the existing ones";

  private final ResourceGroupsApi api;

  GroupChecks(ResourceGroupsApi api) {
    this.api = api;
  }

  /** Adds the groups of an account to those of others, by the account that they belong to. */
  static void add(
      Map<String, List<ResourceGroup>> listed, String account, List<ResourceGroup> groups) {
    String owner = groups.isEmpty() ? account : groups.get(0).account();
    listed.putIfAbsent(owner == null ? "of the credentials" : owner, groups);
  }

  /**
   * The groups of an account, or {@code null} when they cannot be read, which the results then say.
   *
   * @param account {@code null} for the function's own
   */
  List<ResourceGroup> list(Groups book, String account, String region, CheckList checks) {
    if (checks.isStopped()) {
      return null;
    }
    try {
      return api.list(checks.context(), region, account);
    } catch (EcsException e) {
      boolean isNeeded = book.needLookup();
      checks.error(
          "target groups",
          null,
          isNeeded ? State.FAILED : State.WARNING,
          e,
          ResourceGroupsApi.PERMISSION + (isNeeded ? "" : ", which only this check needs,"));
      return null;
    }
  }

  /** The id of a target group that may be joined, or {@code null}. */
  static String usable(Groups book, List<ResourceGroup> groups) {
    return targets(book, groups).stream()
        .filter(ResourceGroup::isUsable)
        .map(ResourceGroup::id)
        .findFirst()
        .orElse(null);
  }

  /** The groups to which a rule may move resources. */
  private static List<ResourceGroup> targets(Groups book, List<ResourceGroup> groups) {
    return groups.stream()
        .filter(
            group ->
                book.patterns().stream().anyMatch(pattern -> pattern.matches(group.name()))
                    || book.refs().values().stream()
                        .anyMatch(ref -> isIt(ref, group, group.account())))
        .toList();
  }

  /** Whether a group is the one that a rule book refers to, in an account. */
  private static boolean isIt(GroupRef ref, ResourceGroup group, String account) {
    return ref instanceof GroupRef.Named named
        ? named.name().equals(group.name())
        : ref instanceof GroupRef.Id id
            ? id.id().equals(group.id())
            : account != null && group.id().equals(((GroupRef.PerAccount) ref).ids().get(account));
  }

  /** Name, id and status of the target groups of an account. */
  static String shown(Groups book, List<ResourceGroup> groups) {
    List<String> shown =
        targets(book, groups).stream()
            .map(group -> group.name() + " " + group.id() + " " + group.status())
            .toList();
    int more = shown.size() - MAX_GROUPS;
    return shown.isEmpty()
        ? "none"
        : String.join(", ", shown.subList(0, Math.min(MAX_GROUPS, shown.size())))
            + (more <= 0 ? "" : ", and " + more + " more");
  }

  /** Tells the target groups that the function's own account has. */
  static void show(Groups book, List<ResourceGroup> groups, CheckList checks) {
    boolean areUsable = targets(book, groups).stream().allMatch(ResourceGroup::isUsable);
    String owner = groups.isEmpty() ? null : groups.get(0).account();
    checks.add(
        "target groups of account " + (owner == null ? "of the credentials" : owner),
        null,
        areUsable ? State.OK : State.WARNING,
        shown(book, groups),
        areUsable ? null : "a group that is not OK cannot be joined");
  }

  /** Tells which groups of the book are missing in which accounts. */
  static void missing(Groups book, Map<String, List<ResourceGroup>> listed, CheckList checks) {
    int usable = 0;
    int told = 0;
    for (Map.Entry<String, GroupRef> entry : book.refs().entrySet()) {
      GroupRef ref = entry.getValue();
      Set<String> statuses = new HashSet<>();
      List<String> without = new ArrayList<>();
      listed.forEach(
          (account, groups) ->
              groups.stream()
                  .filter(group -> isIt(ref, group, account))
                  .findFirst()
                  .ifPresentOrElse(
                      group -> statuses.add(group.status()), () -> without.add(account)));
      String problem = problem(ref, statuses, without);
      if (problem == null) {
        usable++;
      } else if (told++ < MAX_GROUPS) {
        checks.add(
            "target group " + entry.getKey(),
            null,
            statuses.contains("OK") ? State.WARNING : State.FAILED,
            problem,
            CORRECT);
      }
    }
    int all = book.refs().size();
    checks.add(
        "target groups",
        null,
        usable == all ? State.OK : State.FAILED,
        usable + " of " + all + " can be used",
        usable == all ? null : "see the lines about groups");
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
