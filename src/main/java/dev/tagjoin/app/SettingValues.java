package dev.tagjoin.app;

import dev.tagjoin.doctor.DoctorSettings;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.ecs.EcsEndpoint.Service;
import dev.tagjoin.ecs.ServiceEndpoints;
import dev.tagjoin.ecs.VendorRegions;
import dev.tagjoin.ecs.limit.AccountLimits;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.http.CallerTokens;
import dev.tagjoin.http.HttpSettings;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.resource.Regions;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.NamedRegions;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Turns the settings into the values that the parts of the function take. Used by {@link Wiring}
 * for the function and by {@link CommandServices} for the commands. A value that does not fit is a
 * {@link ConfigurationException} whose message names the variable.
 */
final class SettingValues {
  private static final Duration DEADLINE = Duration.ofSeconds(25);

  /** What a pass may have read in vain when it ends early. */
  private static final int LISTINGS_AHEAD = 4;

  private SettingValues() {}

  /** How HTTP callers are let in and answered. */
  static HttpSettings http(TagjoinConfig config) {
    return checked(
        "",
        () ->
            new HttpSettings(
                auth(config.auth()),
                config.token().map(CallerTokens::new).orElse(null),
                config.publicUrl().orElse(null),
                config.dryRun(),
                config.retryRefused(),
                config.deadline().orElse(DEADLINE),
                config.deadline().isPresent(),
                isFunctionCompute(config.platform(), System.getenv()),
                port(config, System.getenv("FC_SERVER_PORT"))));
  }

  /**
   * How the services are reached.
   *
   * @param rules the present rule book, or {@code null} while there is none
   */
  static EcsConnection connection(
      TagjoinConfig config, UnaryOperator<String> environment, Supplier<RuleBook> rules) {
    // a server on this machine that stands in for ECS stands in for its sisters, too
    EcsEndpoint ecs = endpoint(config, Service.ECS, Optional.empty());
    Optional<URI> standIn = ecs.isLoopback() ? config.ecsEndpoint() : Optional.empty();
    return new EcsConnection(
        new ServiceEndpoints(
            ecs,
            endpoint(config, Service.STS, standIn),
            endpoint(config, Service.RESOURCE_MANAGER, standIn),
            endpoint(config, Service.RESOURCE_DIRECTORY, standIn)),
        environment,
        accountList(config),
        new Regions(
            VendorRegions.all(),
            regions(config),
            () -> rules.get() == null ? List.of() : NamedRegions.of(rules.get())));
  }

  private static EcsEndpoint endpoint(
      TagjoinConfig config, Service service, Optional<URI> otherwise) {
    URI address = address(config, service).or(() -> otherwise).orElse(null);
    EcsEndpoint endpoint =
        checked(variable(service) + ": ", () -> new EcsEndpoint(address, service));
    if (endpoint.isUnencrypted() && !config.allowHttp()) {
      throw new ConfigurationException(
          variable(service)
              + ": http:// sends credentials without encryption; use https://, or set"
              + " TAGJOIN_ALLOW_HTTP=true");
    }
    return endpoint;
  }

  private static String variable(Service service) {
    return "TAGJOIN_" + service + "_ENDPOINT";
  }

  private static Optional<URI> address(TagjoinConfig config, Service service) {
    return switch (service) {
      case ECS -> config.ecsEndpoint();
      case STS -> config.stsEndpoint();
      case RESOURCE_MANAGER -> config.resourceManagerEndpoint();
      case RESOURCE_DIRECTORY -> config.resourceDirectoryEndpoint();
    };
  }

  static AccountList accountList(TagjoinConfig config) {
    return checked(
        "",
        () ->
            AccountList.parse(
                config.accounts().orElse(List.of()), config.accountsExcept().orElse(List.of())));
  }

  static AccountLimits limits(TagjoinConfig config) {
    return checked(
        "TAGJOIN_RATE_DESCRIBE, TAGJOIN_RATE_JOIN: ",
        () -> new AccountLimits(config.rateDescribe(), config.rateJoin()));
  }

  static Reconciler reconciler(
      TagjoinConfig config,
      EcsApi ecs,
      CurrentRules rules,
      Accounts accounts,
      Supplier<GroupDirectory> groups) {
    return checked(
        "TAGJOIN_PARALLEL: ",
        () -> new Reconciler(ecs, rules, accounts, groups, config.parallel(), config.dryRun()));
  }

  /** What the settings say about passes. */
  static SweepSettings sweepSettings(
      TagjoinConfig config, EcsConnection connection, CurrentRules rules) {
    List<String> regions = regions(config);
    return checked(
        "",
        () ->
            new SweepSettings(
                () -> NamedRegions.ofPass(regions, rules.book()),
                (region, context) -> connection.regions().refusal(region, context) == null,
                config.sweepMaxShare(),
                config.dryRun(),
                config.rateJoin(),
                Math.min(config.parallel(), LISTINGS_AHEAD),
                config.parallel()));
  }

  /** The regions that the settings name. */
  static List<String> regions(TagjoinConfig config) {
    List<String> regions = new ArrayList<>();
    for (String entry : config.regions().orElse(List.of())) {
      String region = entry.strip();
      if (!ResourceRef.isRegion(region)) {
        throw new ConfigurationException(
            "TAGJOIN_REGIONS: \"" + region + "\" is not a region id such as cn-hangzhou");
      }
      regions.add(region);
    }
    return regions;
  }

  /** What the settings say to the doctor. */
  static DoctorSettings doctorSettings(TagjoinConfig config, boolean isClosed) {
    List<String> unencrypted =
        Arrays.stream(Service.values())
            .filter(service -> endpoint(config, service, Optional.empty()).isUnencrypted())
            .map(SettingValues::variable)
            .toList();
    return new DoctorSettings(regions(config), config.dryRun(), isClosed, unencrypted);
  }

  /**
   * Whether the process runs on Function Compute, where its gateway alone reaches the port. Told by
   * the variables that the platform sets; {@code FC_SERVER_PORT} is not one of them, because it is
   * used elsewhere to choose a port.
   */
  static boolean isFunctionCompute(String platform, Map<String, String> environment) {
    return "fc".equals(platform)
        && !environment.getOrDefault("FC_FUNCTION_NAME", "").isEmpty()
        && !environment.getOrDefault("FC_ACCOUNT_ID", "").isEmpty();
  }

  /** {@code TAGJOIN_PORT}, else the port that Function Compute names, else none. */
  private static Integer port(TagjoinConfig config, String fcServerPort) {
    String port = config.port().orElse(fcServerPort);
    if (port == null || port.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          (config.port().isPresent() ? "TAGJOIN_PORT" : "FC_SERVER_PORT")
              + ": must be a port from 1 to 65535, not \""
              + port
              + "\"");
    }
  }

  private static HttpSettings.Auth auth(String name) {
    for (HttpSettings.Auth auth : HttpSettings.Auth.values()) {
      if (auth.toString().equals(name)) {
        return auth;
      }
    }
    throw new IllegalArgumentException(
        "TAGJOIN_AUTH: must be one of "
            + Arrays.toString(HttpSettings.Auth.values())
            + ", not \""
            + name
            + "\"");
  }

  /**
   * A value that does not fit is the user's, not a bug: its message is shown without a trace.
   *
   * @param setting begins the message, unless it names the setting itself
   */
  private static <T> T checked(String setting, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(setting + e.getMessage());
    }
  }
}
