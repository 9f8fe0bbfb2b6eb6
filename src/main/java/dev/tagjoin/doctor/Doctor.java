package dev.tagjoin.doctor;

import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.EndpointProbe;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.NamedRegions;
import dev.tagjoin.rule.RuleBook;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Looks at everything that has to be right before a resource can move, and changes nothing: the
 * rule book, the settings, the way to the services, the clock, the credentials, each permission,
 * each target group. Whatever is wrong comes with what to do about it. Safe for use by several
 * threads.
 *
 * <p>The permission to join is tried on a resource that does not exist, which ECS turns down
 * otherwise than a caller without permission.
 */
public final class Doctor {
  /**
   * Calls whose time differs by more from the service's are refused with {@code InvalidTimeStamp}.
   */
  static final Duration MOST_SKEW = Duration.ofMinutes(15);

  /** A clock that is kept right is not off by as much. */
  static final Duration NOTABLE_SKEW = Duration.ofMinutes(1);

  /** No more groups than this are told of one by one. */
  private static final int MOST_GROUPS = 50;

  private final EcsApi ecs;
  private final AccountProbe probe;
  private final EcsConnection connection;
  private final Accounts accounts;
  private final CurrentRules rules;
  private final DoctorSettings setup;

  /**
   * @param ecs where resources are read and moved
   * @param probe where identity and groups are asked for
   * @param connection where the services are
   * @param accounts which accounts may be acted in
   * @param rules whose groups are looked up
   * @param setup what the settings say
   */
  public Doctor(
      EcsApi ecs,
      AccountProbe probe,
      EcsConnection connection,
      Accounts accounts,
      CurrentRules rules,
      DoctorSettings setup) {
    this.ecs = ecs;
    this.probe = probe;
    this.connection = connection;
    this.accounts = accounts;
    this.rules = rules;
    this.setup = setup;
  }

  /**
   * Looks at everything.
   *
   * @param context whose credentials and deadline hold; what there is no time for is told as left
   *     out
   * @param region the region to look at, or {@code null} for those of the rule book, of the
   *     settings, or the function's own
   * @param last the latest failure, or {@code null} when there was none
   */
  public DoctorReport examine(RequestContext context, String region, LastFailure last) {
    return new Examination(context, region).examine(last);
  }

  private final class Examination {
    private final RequestContext context;
    private final String asked;
    private final RuleBook book = rules.book();
    private final List<CheckResult> checks = new ArrayList<>();

    /** Why further calls are not worth making, or {@code null}. */
    private String hopeless;

    private Examination(RequestContext context, String asked) {
      this.context = context;
      this.asked = asked;
    }

    private DoctorReport examine(LastFailure last) {
      ruleBook();
      settings();
      List<String> regions = regions();
      if (regions.isEmpty()) {
        add(
            "region",
            CheckResult.State.WARNING,
            "no region is known, so that neither credentials nor permissions were looked at",
            "ask for /doctor?region=cn-hangzhou, or set TAGJOIN_REGIONS to the regions of the"
                + " resources");
      } else {
        endpoints(regions);
        identity(regions.get(0));
        roles(regions.get(0));
        for (ResourceKind kind : ResourceKind.values()) {
          read(kind, regions.get(0));
        }
        groups(regions.get(0));
        for (ResourceKind kind : ResourceKind.values()) {
          join(kind, regions.get(0));
        }
      }
      lastFailure(last);
      return new DoctorReport(checks);
    }

    private void add(String name, CheckResult.State state, String detail, String advice) {
      checks.add(new CheckResult(name, state, detail, advice));
    }

    private void failed(String name, CheckResult.State state, EcsException e, String permission) {
      add(name, state, e.code() + ": " + e.getMessage(), Advice.about(e, permission));
    }

    /** Whether something is not worth trying; it is told then. */
    private boolean isLeftOut(String name) {
      String why = hopeless;
      if (why == null && context.deadline().passed()) {
        why = "time ran out";
      }
      if (why != null) {
        add(name, CheckResult.State.SKIPPED, why, null);
      }
      return why != null;
    }

    private void ruleBook() {
      String size = book.rules().size() + " rules, " + book.groups().size() + " groups";
      if (book.rules().isEmpty()) {
        add(
            "rule book",
            CheckResult.State.WARNING,
            size,
            "write a rule: without one nothing moves");
      } else if (book.warnings().isEmpty()) {
        add("rule book", CheckResult.State.OK, size, null);
      }
      for (Diagnostic warning : book.warnings()) {
        add(
            "rule book",
            CheckResult.State.WARNING,
            "line " + warning.line() + ": " + warning.message(),
            "look whether it is meant so");
      }
    }

    private void settings() {
      if (setup.closed()) {
        add(
            "callers",
            CheckResult.State.FAILED,
            "TAGJOIN_AUTH is not set: every HTTP call is answered 401",
            "set it to token, eventbridge, platform or none; calls of Function Compute's own"
                + " triggers to /invoke need it not");
      }
      if (setup.dryRun()) {
        add(
            "dry run",
            CheckResult.State.WARNING,
            "TAGJOIN_DRY_RUN is true: outcomes are planned, and nothing moves",
            "set it to false when the plan is as it should be");
      }
    }

    private List<String> regions() {
      if (asked != null) {
        return List.of(asked);
      }
      List<String> named = NamedRegions.of(book);
      if (!named.isEmpty()) {
        return named;
      }
      if (!setup.regions().isEmpty()) {
        return setup.regions();
      }
      return context.region() == null ? List.of() : List.of(context.region());
    }

    private void endpoints(List<String> regions) {
      Duration ahead = null;
      Set<URI> known = new LinkedHashSet<>();
      for (String region : regions) {
        URI url = connection.endpoint().url(region);
        if (!known.add(url) || isLeftOut("endpoint " + url)) {
          continue;
        }
        try {
          EndpointProbe.Answer answer = EndpointProbe.knock(url, context.deadline());
          add(
              "endpoint " + url,
              CheckResult.State.OK,
              "answered in " + answer.took().toMillis() + " ms",
              null);
          ahead = answer.ahead() == null ? ahead : answer.ahead();
        } catch (IOException e) {
          add(
              "endpoint " + url,
              CheckResult.State.FAILED,
              "cannot be reached: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
              "check the region's name, TAGJOIN_ECS_ENDPOINT, and whether the function may reach"
                  + " the internet or has an endpoint in its VPC");
        }
      }
      if (ahead != null) {
        clock(ahead);
      } else if (hopeless == null) {
        hopeless = "ECS cannot be reached";
      }
    }

    private void clock(Duration ahead) {
      Duration off = ahead.abs();
      String found =
          off.toSeconds()
              + " s "
              + (ahead.isNegative() ? "ahead of" : "behind")
              + " the time of ECS";
      if (off.compareTo(NOTABLE_SKEW) < 0) {
        add("clock", CheckResult.State.OK, found, null);
      } else {
        add(
            "clock",
            off.compareTo(MOST_SKEW) < 0 ? CheckResult.State.WARNING : CheckResult.State.FAILED,
            found,
            "set this machine's clock: ECS refuses calls that are 15 minutes off");
      }
    }

    private void identity(String region) {
      if (isLeftOut("credentials")) {
        return;
      }
      try {
        String source = probe.source(context);
        AccountProbe.Identity identity = probe.identity(context, region, null);
        add("credentials", CheckResult.State.OK, source + ", " + identity.arn(), null);
        String refusal = accounts.refusal(identity.account(), context);
        if (refusal != null) {
          add(
              "account",
              CheckResult.State.WARNING,
              refusal + ": events about it are ignored",
              "add " + identity.account() + " to TAGJOIN_ACCOUNTS when it should be acted in");
        }
      } catch (EcsException e) {
        if (e.error().isAboutCredentials()) {
          failed("credentials", CheckResult.State.FAILED, e, "sts:GetCallerIdentity");
          hopeless = "the credentials are not accepted";
        } else {
          // whether they are good is told by the calls below as well
          failed("credentials", CheckResult.State.WARNING, e, "sts:GetCallerIdentity");
        }
      }
    }

    private void roles(String region) {
      for (Map.Entry<String, String> role : new TreeMap<>(probe.roles()).entrySet()) {
        String name = "role in account " + role.getKey();
        if (isLeftOut(name)) {
          continue;
        }
        try {
          AccountProbe.Identity identity = probe.identity(context, region, role.getKey());
          if (role.getKey().equals(identity.account())) {
            add(name, CheckResult.State.OK, identity.arn(), null);
          } else {
            add(
                name,
                CheckResult.State.FAILED,
                role.getValue() + " belongs to account " + identity.account(),
                "correct the role in TAGJOIN_ACCOUNTS");
          }
        } catch (EcsException e) {
          failed(
              name,
              CheckResult.State.FAILED,
              e,
              "sts:AssumeRole of " + role.getValue() + ", and this caller in the role's trust");
        }
      }
    }

    private void read(ResourceKind kind, String region) {
      String name = "read " + kind.type();
      if (isLeftOut(name)) {
        return;
      }
      String permission = "ecs:" + kind.describe().action();
      try {
        ecs.list(context, kind, region, null, null);
        add(name, CheckResult.State.OK, permission + " is allowed", null);
      } catch (EcsException e) {
        if (e.error().isAboutCredentials()) {
          hopeless = "the credentials are not accepted";
        }
        failed(name, CheckResult.State.FAILED, e, permission);
      }
    }

    private void groups(String region) {
      if (book.groups().isEmpty() || isLeftOut("target groups")) {
        return;
      }
      Set<String> wanted = Set.copyOf(book.groups().values());
      Map<String, String> found = new HashMap<>();
      List<String> in = new ArrayList<>();
      in.add(null);
      in.addAll(probe.roles().keySet());
      boolean complete = true;
      for (String account : in) {
        try {
          found.putAll(probe.groups(context, region, account, wanted));
        } catch (EcsException e) {
          complete = false;
          failed(
              "target groups" + (account == null ? "" : " of account " + account),
              CheckResult.State.WARNING,
              e,
              "ram:ListResourceGroups and resourcemanager:ListResourceGroups");
        }
      }
      groups(found, complete);
    }

    private void groups(Map<String, String> found, boolean complete) {
      int usable = 0;
      int told = 0;
      for (Map.Entry<String, String> group : book.groups().entrySet()) {
        String status = found.get(group.getValue());
        if ("OK".equals(status)) {
          usable++;
        } else if ((complete || status != null) && told++ < MOST_GROUPS) {
          add(
              "target group " + group.getKey(),
              CheckResult.State.FAILED,
              group.getValue()
                  + (status == null ? " does not exist" : " is in the status " + status),
              "correct its id in the rule book, or create the group");
        }
      }
      if (complete || usable > 0) {
        boolean all = usable == book.groups().size();
        add(
            "target groups",
            all
                ? CheckResult.State.OK
                : complete ? CheckResult.State.FAILED : CheckResult.State.WARNING,
            usable + " of " + book.groups().size() + " can be used",
            all ? null : "see above");
      }
    }

    private void join(ResourceKind kind, String region) {
      String name = "join " + kind.type();
      if (setup.dryRun()) {
        add(name, CheckResult.State.SKIPPED, "a dry run makes no such call", null);
        return;
      }
      if (book.groups().isEmpty() || isLeftOut(name)) {
        return;
      }
      String permission = "ecs:JoinResourceGroup on " + kind.type();
      String group = book.groups().values().iterator().next();
      try {
        // a name that nobody has: key pairs are addressed by theirs
        String nobody = "tagjoin-doctor-" + UUID.randomUUID();
        ecs.join(context, new ResourceRef(kind, nobody, region, null), group);
        add(name, CheckResult.State.OK, permission + " is allowed", null);
      } catch (EcsException e) {
        if (e.error().isForbidden()) {
          failed(name, CheckResult.State.FAILED, e, permission);
        } else if (e.kind() == ErrorCode.Kind.GONE || e.error().isAboutGroup()) {
          add(name, CheckResult.State.OK, permission + " is allowed", null);
        } else {
          failed(name, CheckResult.State.WARNING, e, permission);
        }
      }
    }

    private void lastFailure(LastFailure last) {
      if (last != null) {
        add(
            "last failure",
            CheckResult.State.WARNING,
            last.at()
                + " "
                + last.outcome()
                + (last.resource() == null ? "" : " " + last.resource())
                + (last.code() == null ? "" : " " + last.code())
                + (last.reason() == null ? "" : ": " + last.reason()),
            "docs/operate.md lists the codes");
      }
    }
  }
}
