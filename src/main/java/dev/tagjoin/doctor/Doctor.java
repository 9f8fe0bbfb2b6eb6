package dev.tagjoin.doctor;

import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.NamedRegions;
import dev.tagjoin.rule.RuleBook;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Examines everything that has to be right before a resource can move: the rule book, the settings,
 * the way to the services, the clock, the credentials, each permission, each target group. Changes
 * nothing. Every problem comes with what to do about it. Safe for use by several threads.
 */
public final class Doctor {
  private final CurrentRules rules;
  private final DoctorSettings settings;
  private final ServiceChecks services;
  private final PermissionChecks permissions;
  private final GroupChecks groups;
  private final AccountProbe probe;

  public Doctor(
      EcsApi ecs,
      AccountProbe probe,
      ResourceGroupsApi groups,
      Accounts accounts,
      CurrentRules rules,
      DoctorSettings settings) {
    this.rules = rules;
    this.settings = settings;
    this.services = new ServiceChecks(probe, accounts);
    this.permissions = new PermissionChecks(ecs);
    this.groups = new GroupChecks(groups);
    this.probe = probe;
  }

  /**
   * Examines everything.
   *
   * @param context whose credentials and deadline hold; what there is no time for is reported as
   *     left out
   * @param region the region to examine, or {@code null} for those of the rule book and the
   *     settings, else the function's own
   * @param last the latest failure, or {@code null} when there was none
   */
  public List<CheckResult> examine(RequestContext context, String region, LastFailure last) {
    RuleBook book = rules.book();
    List<String> regions = region != null ? List.of(region) : regions(book, context);
    CheckList checks = new CheckList(context, regions.size() > 1);
    book(book, checks);
    settings(checks);
    if (regions.isEmpty()) {
      checks.warning(
          "region",
          "no region is known: neither credentials nor permissions were checked",
          "set TAGJOIN_REGIONS to the regions of the resources, or ask for"
              + " /doctor?region=cn-hangzhou");
    } else {
      services(book, services.reachable(regions, checks), checks);
    }
    lastFailure(last, checks);
    return checks.results();
  }

  /** All regions in which a rule or a setting says that there is something to do. */
  private List<String> regions(RuleBook book, RequestContext context) {
    Set<String> regions = new LinkedHashSet<>(settings.regions());
    regions.addAll(NamedRegions.of(book));
    if (regions.isEmpty() && context.region() != null) {
      regions.add(context.region());
    }
    return List.copyOf(regions);
  }

  /** Says how large the book is and repeats its warnings. */
  private static void book(RuleBook book, CheckList checks) {
    String size = book.rules().size() + " rules, " + book.groupIndex().size() + " groups";
    if (book.rules().isEmpty()) {
      checks.warning("rule book", size, "write a rule: without one nothing moves");
    } else if (book.warnings().isEmpty()) {
      checks.ok("rule book", null, size);
    }
    for (Diagnostic warning : book.warnings()) {
      checks.warning(
          "rule book",
          "line " + warning.line() + ": " + warning.message(),
          "correct the rule book if this is not intended");
    }
  }

  private void services(RuleBook book, List<String> regions, CheckList checks) {
    if (checks.isStopped()) {
      return;
    }
    String own = services.identity(regions.get(0), checks);
    regions.forEach(region -> permissions.read(region, null, checks));
    List<String> others = services.members(own, regions.get(0), checks);
    String group = groups(book, others, regions.get(0), checks);
    if (settings.dryRun()) {
      checks.skipped("join", "not tried, because this is a dry run");
    } else if (group != null) {
      regions.forEach(region -> permissions.join(region, null, group, checks));
    }
  }

  /**
   * Tries the other accounts and looks up the target groups in all.
   *
   * @return the id of a group with which joining can be tried, or {@code null}
   */
  private String groups(RuleBook book, List<String> others, String region, CheckList checks) {
    Groups targets = book.groupIndex();
    boolean hasTargets = !(targets.refs().isEmpty() && targets.patterns().isEmpty());
    Map<String, List<ResourceGroup>> listed = new LinkedHashMap<>();
    List<ResourceGroup> own = hasTargets ? groups.list(targets, null, region, checks) : null;
    if (own != null) {
      GroupChecks.add(listed, null, own);
      GroupChecks.show(targets, own, checks);
    }
    boolean isComplete =
        checks.isStopped()
            || new MemberChecks(probe, permissions, groups, targets, region, settings.dryRun())
                .check(others, listed, checks);
    if (own != null && isComplete) {
      GroupChecks.missing(targets, listed, checks);
    }
    String usable = own == null ? null : GroupChecks.usable(targets, own);
    return usable != null || book.groups().isEmpty()
        ? usable
        : book.groups().values().iterator().next();
  }

  private void settings(CheckList checks) {
    if (settings.closed()) {
      checks.failed(
          "callers",
          "TAGJOIN_AUTH is not set: every HTTP call is answered 401",
          "set it to token, eventbridge, platform or none; Function Compute's own triggers do not"
              + " need it");
    }
    if (settings.dryRun()) {
      checks.warning(
          "dry run",
          "TAGJOIN_DRY_RUN is true: outcomes are planned, and nothing moves",
          "set it to false when you agree with the plan");
    }
    for (String setting : settings.unencrypted()) {
      checks.warning(
          "encryption",
          setting + " is an http:// address: others on the network can read and change calls",
          "use https:// unless the network is private");
    }
  }

  private static void lastFailure(LastFailure last, CheckList checks) {
    if (last == null) {
      return;
    }
    Outcome outcome = last.outcome();
    Outcome.Resource about = outcome.resource();
    checks.warning(
        "last failure",
        last.at()
            + " "
            + outcome.status()
            + (about == null ? "" : " " + about.type() + " " + about.id())
            + (outcome.code() == null ? "" : " " + outcome.code())
            + (outcome.reason() == null ? "" : ": " + outcome.reason()),
        outcome.code() == null
            ? "docs/operate.md explains the outcomes"
            : Advice.about(outcome.code(), "the action", null));
  }
}
