package dev.tagjoin.doctor;

import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the rule book and whether its target groups can be used. Stateless. */
final class BookChecks {
  /** No more groups than this get a result of their own. */
  private static final int MAX_GROUPS = 50;

  private final AccountProbe probe;

  BookChecks(AccountProbe probe) {
    this.probe = probe;
  }

  /** Says how large the book is and repeats its warnings. */
  void book(RuleBook book, CheckList checks) {
    String size = book.rules().size() + " rules, " + book.groups().size() + " groups";
    if (book.rules().isEmpty()) {
      checks.add(
          "rule book", CheckResult.State.WARNING, size, "write a rule: without one nothing moves");
    } else if (book.warnings().isEmpty()) {
      checks.ok("rule book", null, size);
    }
    for (Diagnostic warning : book.warnings()) {
      checks.add(
          "rule book",
          CheckResult.State.WARNING,
          "line " + warning.line() + ": " + warning.message(),
          "correct the rule book if this is not intended");
    }
  }

  /** Looks up the target groups in the function's own account and in those with a role. */
  void groups(RuleBook book, String region, RequestContext context, CheckList checks) {
    if (book.groups().isEmpty() || checks.isStopped()) {
      return;
    }
    Set<String> wanted = Set.copyOf(book.groups().values());
    Map<String, String> found = new HashMap<>();
    List<String> in = new ArrayList<>();
    in.add(null);
    in.addAll(probe.roles().keySet());
    boolean isComplete = true;
    for (String account : in) {
      try {
        found.putAll(probe.groups(context, region, account, wanted));
      } catch (EcsException e) {
        isComplete = false;
        checks.failed(
            "target groups" + (account == null ? "" : " of account " + account),
            null,
            CheckResult.State.WARNING,
            e,
            "ram:ListResourceGroups and resourcemanager:ListResourceGroups, which only this check"
                + " needs,");
      }
    }
    report(book, found, isComplete, checks);
  }

  private static void report(
      RuleBook book, Map<String, String> found, boolean isComplete, CheckList checks) {
    int usable = 0;
    int told = 0;
    for (Map.Entry<String, String> group : book.groups().entrySet()) {
      String status = found.get(group.getValue());
      if ("OK".equals(status)) {
        usable++;
      } else if ((isComplete || status != null) && told++ < MAX_GROUPS) {
        checks.add(
            "target group " + group.getKey(),
            CheckResult.State.FAILED,
            group.getValue() + (status == null ? " does not exist" : " is in the status " + status),
            "correct its id in the rule book, or create the group");
      }
    }
    if (isComplete || usable > 0) {
      boolean areAll = usable == book.groups().size();
      checks.add(
          "target groups",
          areAll
              ? CheckResult.State.OK
              : isComplete ? CheckResult.State.FAILED : CheckResult.State.WARNING,
          usable + " of " + book.groups().size() + " can be used",
          areAll ? null : "see the lines about groups");
    }
  }
}
