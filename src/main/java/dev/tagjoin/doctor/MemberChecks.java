package dev.tagjoin.doctor;

import dev.tagjoin.doctor.CheckResult.State;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.reconcile.ParallelTasks;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Tries other accounts side by side: the role, each permission, the groups. An account that is as
 * it should be is one line; one that is not has a line for each problem besides. Immutable.
 */
final class MemberChecks {
  /** How many accounts are tried at once. */
  private static final int AT_ONCE = 8;

  private final AccountProbe probe;
  private final PermissionChecks permissions;
  private final GroupChecks groups;
  private final Groups book;
  private final String region;
  private final boolean isDry;

  MemberChecks(
      AccountProbe probe,
      PermissionChecks permissions,
      GroupChecks groups,
      Groups book,
      String region,
      boolean isDry) {
    this.probe = probe;
    this.permissions = permissions;
    this.groups = groups;
    this.book = book;
    this.region = region;
    this.isDry = isDry;
  }

  /** The problems of an account, its identity there, and its groups; unknown ones are null. */
  private record Member(
      String account, List<CheckResult> problems, String arn, List<ResourceGroup> groups) {}

  /**
   * Tries the accounts.
   *
   * @param listed takes the groups of each account in which they could be read
   * @return whether all groups could be read
   */
  boolean check(List<String> accounts, Map<String, List<ResourceGroup>> listed, CheckList checks) {
    List<Callable<Member>> tasks = new ArrayList<>();
    accounts.forEach(account -> tasks.add(() -> tryOne(account, checks.context())));
    boolean isComplete = true;
    for (Member member : ParallelTasks.run(AT_ONCE, "tagjoin-doctor", tasks)) {
      boolean isWell = member.problems.isEmpty();
      checks.add(
          "account " + member.account,
          null,
          isWell ? State.OK : worst(member.problems),
          member.arn == null
              ? "cannot be entered"
              : member.arn
                  + (isWell ? "" : ", " + problems(member.problems.size()))
                  + (member.groups == null
                      ? ""
                      : ", target groups: " + GroupChecks.shown(book, member.groups)),
          null);
      for (CheckResult p : member.problems) {
        String name = p.name() + " in account " + member.account;
        checks.add(name, null, p.state(), p.detail(), p.advice());
      }
      isComplete &= member.groups != null;
      if (member.groups != null) {
        GroupChecks.add(listed, member.account, member.groups);
      }
    }
    return isComplete;
  }

  private static String problems(int count) {
    return count == 1 ? "1 problem" : count + " problems";
  }

  private static State worst(List<CheckResult> problems) {
    return problems.stream().map(CheckResult::state).max(Enum::compareTo).orElseThrow();
  }

  private Member tryOne(String account, RequestContext context) {
    CheckList checks = new CheckList(context, false);
    String arn = checks.isStopped() ? null : role(account, checks);
    List<ResourceGroup> found = null;
    if (arn != null) {
      permissions.read(region, account, checks);
      found = groups.list(book, account, region, checks);
      String group = found == null ? null : GroupChecks.usable(book, found);
      if (group != null && !isDry) {
        permissions.join(region, account, group, checks);
      }
    }
    List<CheckResult> problems =
        checks.results().stream().filter(result -> result.state() != State.OK).toList();
    return new Member(account, problems, arn, found);
  }

  /** The identity in the account, or {@code null} when it cannot be entered. */
  private String role(String account, CheckList checks) {
    String arn = probe.role(account);
    try {
      AccountProbe.Identity identity = probe.identity(checks.context(), region, account);
      if (account.equals(identity.account())) {
        return identity.arn();
      }
      checks.failed(
          "role",
          arn + " belongs to account " + identity.account(),
          "correct the role in TAGJOIN_ACCOUNTS");
    } catch (EcsException e) {
      checks.failed(
          "role",
          e.code() + ": " + e.getMessage(),
          Advice.about(
              e, "sts:AssumeRole of " + arn + ", and this caller in the role's trust policy,"));
    }
    return null;
  }
}
