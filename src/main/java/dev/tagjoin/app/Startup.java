package dev.tagjoin.app;

import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.http.HttpSettings;
import dev.tagjoin.http.RequestLog;
import dev.tagjoin.nativeimage.RuntimeConfig;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.Sweeper;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Checks at start what would otherwise go wrong at the first request. */
@Singleton
public final class Startup {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  /**
   * Refuses to run a package with a profile that lets every caller in. The first observer, so that
   * nothing else has started.
   */
  void refuseDevelopmentProfiles(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started,
      Config config) {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    for (String profile : config.unwrap(SmallRyeConfig.class).getProfiles()) {
      if (profile.equals("dev") || profile.equals("test")) {
        throw new ConfigurationException(
            "The profile "
                + profile
                + " is for development and lets every caller in: remove it from QUARKUS_PROFILE,"
                + " quarkus.profile or wherever else it is set. Dev mode is ./mvnw quarkus:dev.");
      }
    }
  }

  /** The parameters are made by being asked for; what is wrong with one of them stops the start. */
  void check(
      @Observes StartupEvent started,
      Config config,
      RuleBook rules,
      Reconciler reconciler,
      Sweeper sweeper,
      EcsConnection ecs,
      RequestLog log,
      HttpSettings http) {
    SettingNames.check(config, System.getenv().keySet());
    if (System.getenv("AWS_LAMBDA_RUNTIME_API") != null) {
      // the start has whole processors there, a call only the part that the memory size buys
      ecs.warmUp();
    }
    if (RuntimeConfig.isReadInExecutable(config)) {
      LOG.info(
          "This start takes longer, because it reads the settings of Quarkus: a variable or property"
              + " with quarkus or smallrye in its name is set, or there is a"
              + " config/application.properties or .env.");
    }
    if (http.auth() == HttpSettings.Auth.DENY) {
      LOG.warn(
          "TAGJOIN_AUTH is not set: every HTTP request is answered 401. Set it to token (with"
              + " TAGJOIN_TOKEN), eventbridge (with TAGJOIN_TOKEN and TAGJOIN_PUBLIC_URL), platform"
              + " (the trigger authenticates) or none.");
    }
    if (http.auth() == HttpSettings.Auth.NONE && LaunchMode.current() == LaunchMode.NORMAL) {
      LOG.warn(
          "TAGJOIN_AUTH is none: everybody who reaches the port can move resources. Use it only"
              + " behind a gateway that authenticates callers.");
    }
  }
}
