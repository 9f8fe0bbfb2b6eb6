package dev.tagjoin.doctor;

import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tries other accounts side by side: the role, each permission, the groups. An account that is as
 * it should be is one line; one that is not has a line for each problem besides. Stateless.
 */
final class MemberChecks {
  /** How many accounts are tried at once. */
  private static final int AT_ONCE = 8;

  private final AccountProbe probe;
  private final PermissionChecks permissions;
  private final GroupChecks groups;

  MemberChecks(AccountProbe probe, PermissionChecks permissions, GroupChecks groups) {
    this.probe = probe;
    this.permissions = permissions;
    this.groups = groups;
  }

  /** What an account is tried with. Immutable. */
  record Trial(Groups book, String region, boolean isDry, RequestContext context) {}

  /** The problems of an account, its identity there, and its groups; unknown ones are null. */
  private record Member(
      String account, List<CheckResult> problems, String arn, List<ResourceGroup> groups) {}

  /**
   * Tries the accounts.
   *
   * @param listed takes the groups of each account in which they could be read
   * @return whether all groups could be read
   */
  boolean check(List<String> accounts, Trial trial, GroupChecks.Listed listed, CheckList checks) {
    boolean isComplete = true;
    for (Member member : tryAll(accounts, trial)) {
      boolean isWell = member.problems.isEmpty();
      checks.add(
          "account " + member.account,
          isWell ? CheckResult.State.OK : worst(member.problems),
          member.arn == null
              ? "cannot be entered"
              : member.arn
                  + (isWell ? "" : ", " + problems(member.problems.size()))
                  + (member.groups == null
                      ? ""
                      : ", target groups: " + GroupChecks.shown(trial.book, member.groups)),
          null);
      member.problems.forEach(
          p ->
              checks.add(
                  p.name() + " in account " + member.account, p.state(), p.detail(), p.advice()));
      isComplete &= member.groups != null;
      if (member.groups != null) {
        listed.add(member.account, member.groups);
      }
    }
    return isComplete;
  }

  private static String problems(int count) {
    return count == 1 ? "1 problem" : count + " problems";
  }

  private static CheckResult.State worst(List<CheckResult> problems) {
    return problems.stream().map(CheckResult::state).max(Enum::compareTo).orElseThrow();
  }

  private List<Member> tryAll(List<String> accounts, Trial trial) {
    if (accounts.isEmpty()) {
      return List.of();
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, accounts.size()),
            task -> {
              Thread thread = new Thread(task, "tagjoin-doctor");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Member>> futures = new ArrayList<>();
      for (String account : accounts) {
        futures.add(pool.submit(() -> tryOne(account, trial)));
      }
      List<Member> members = new ArrayList<>();
      for (Future<Member> future : futures) {
        members.add(future.get());
      }
      return members;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a request", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Member tryOne(String account, Trial trial) {
    CheckList checks = new CheckList(trial.context.deadline(), false);
    String arn = checks.isStopped() ? null : role(account, trial, checks);
    List<ResourceGroup> found = null;
    if (arn != null) {
      for (ResourceKind kind : ResourceKind.values()) {
        permissions.read(kind, trial.region, account, trial.context, checks);
      }
      found = groups.list(trial.book, account, trial.region, trial.context, checks);
      String group = found == null ? null : GroupChecks.usable(trial.book, found);
      for (ResourceKind kind : ResourceKind.values()) {
        if (group != null && !trial.isDry) {
          permissions.join(kind, trial.region, account, group, trial.context, checks);
        }
      }
    }
    return new Member(
        account,
        checks.results().stream().filter(r -> r.state() != CheckResult.State.OK).toList(),
        arn,
        found);
  }

  /** The identity in the account, or {@code null} when it cannot be entered. */
  private String role(String account, Trial trial, CheckList checks) {
    String arn = probe.role(account);
    try {
      AccountProbe.Identity identity = probe.identity(trial.context, trial.region, account);
      if (account.equals(identity.account())) {
        return identity.arn();
      }
      checks.add(
          "role",
          CheckResult.State.FAILED,
          arn + " belongs to account " + identity.account(),
          "correct the role in TAGJOIN_ACCOUNTS");
    } catch (EcsException e) {
      checks.add(
          "role",
          CheckResult.State.FAILED,
          e.code() + ": " + e.getMessage(),
          Advice.about(
              e, "sts:AssumeRole of " + arn + ", and this caller in the role's trust policy,"));
    }
    return null;
  }
}
