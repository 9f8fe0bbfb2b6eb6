package dev.tagjoin.doctor;

import dev.tagjoin.doctor.CheckResult.State;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.EndpointProbe;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.resource.RequestContext;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the way to the services, the clock, and who the function is. Stateless. */
final class ServiceChecks {
  /**
   * Calls whose time differs by more from the service's are refused with {@code InvalidTimeStamp}.
   */
  static final Duration MAX_SKEW = Duration.ofMinutes(15);

  /** A synchronized clock is not off by as much. */
  static final Duration NOTABLE_SKEW = Duration.ofMinutes(1);

  private final AccountProbe probe;
  private final Accounts accounts;

  ServiceChecks(AccountProbe probe, Accounts accounts) {
    this.probe = probe;
    this.accounts = accounts;
  }

  /**
   * Checks every endpoint and the clock.
   *
   * @return the regions whose endpoint can be reached
   */
  List<String> reachable(List<String> regions, CheckList checks) {
    Map<URI, List<String>> byUrl = new LinkedHashMap<>();
    for (String region : regions) {
      try {
        byUrl
            .computeIfAbsent(probe.ecsUrl(checks.context(), region), url -> new ArrayList<>())
            .add(region);
      } catch (EcsException e) {
        checks.failed(
            "region " + region,
            e.getMessage(),
            "correct the region's name, or list it in TAGJOIN_REGIONS");
      }
    }
    Duration ahead = null;
    List<String> reachable = new ArrayList<>();
    for (Map.Entry<URI, List<String>> endpoint : byUrl.entrySet()) {
      if (checks.isStopped()) {
        return reachable;
      }
      String name = "endpoint " + endpoint.getKey();
      try {
        EndpointProbe.Answer answer =
            EndpointProbe.probe(endpoint.getKey(), checks.context().deadline());
        checks.ok(name, null, "answered in " + answer.took().toMillis() + " ms");
        ahead = answer.ahead() == null ? ahead : answer.ahead();
        reachable.addAll(endpoint.getValue());
      } catch (IOException e) {
        checks.failed(
            name,
            "cannot be reached: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
            "check the region's name, TAGJOIN_ECS_ENDPOINT, the proxy variables, and whether the"
                + " function may reach the internet or has an endpoint in its VPC");
      }
    }
    if (ahead != null) {
      clock(ahead, checks);
    }
    if (reachable.isEmpty()) {
      checks.stop("ECS cannot be reached");
    }
    return reachable;
  }

  private static void clock(Duration ahead, CheckList checks) {
    Duration off = ahead.abs();
    String found =
        off.toSeconds() + " s " + (ahead.isNegative() ? "ahead of" : "behind") + " the time of ECS";
    if (off.compareTo(NOTABLE_SKEW) < 0) {
      checks.ok("clock", null, found);
      return;
    }
    checks.add(
        "clock",
        null,
        off.compareTo(MAX_SKEW) < 0 ? State.WARNING : State.FAILED,
        found,
        "set this machine's clock: ECS refuses calls that are 15 minutes off");
  }

  /**
   * Checks the credentials and the account they belong to.
   *
   * @return the account, or {@code null} when it is not known
   */
  String identity(String region, CheckList checks) {
    if (checks.isStopped()) {
      return null;
    }
    RequestContext context = checks.context();
    try {
      String source = probe.source(context);
      AccountProbe.Identity identity = probe.identity(context, region, null);
      checks.ok("credentials", null, source + ", " + identity.arn());
      String refusal = accounts.refusal(identity.account(), identity.account(), context, region);
      if (refusal != null) {
        checks.warning(
            "account",
            refusal + ": events about it are ignored",
            "add " + identity.account() + " to TAGJOIN_ACCOUNTS if its resources should be moved");
      }
      return identity.account();
    } catch (EcsException e) {
      // unless they were rejected, the calls that follow tell as well whether they are good
      State state = e.error().isAboutCredentials() ? State.FAILED : State.WARNING;
      checks.error("credentials", null, state, e, "sts:GetCallerIdentity");
      return null;
    }
  }

  /**
   * The other accounts that may be acted in; those of a directory that cannot be read are told as a
   * failure.
   *
   * @param own the function's own account, or {@code null} when it is not known
   */
  List<String> members(String own, String region, CheckList checks) {
    if (checks.isStopped()) {
      return List.of();
    }
    try {
      return accounts.all(own, checks.context(), region).stream()
          .filter(account -> account != null && !account.equals(own))
          .filter(account -> probe.role(account) != null)
          .toList();
    } catch (EcsException e) {
      checks.error("resource directory", null, State.FAILED, e, ResourceDirectoryApi.PERMISSION);
      return List.of();
    }
  }
}
