package dev.tagjoin.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.doctor.Doctor;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.ecs.ServiceClient;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.http.HttpSettings;
import dev.tagjoin.http.LambdaPayloads;
import dev.tagjoin.http.RecentTrouble;
import dev.tagjoin.http.RequestLog;
import dev.tagjoin.http.eventbridge.EventBridgeSignature;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.CursorSeal;
import dev.tagjoin.sweep.Sweeper;
import dev.tagjoin.text.JsonReader;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Builds the parts of the function from its configuration; the only place that knows them all.
 * Quarkus takes each method with a scope for a producer.
 */
@Singleton
public final class Wiring {

  @Singleton
  TagjoinConfig tagjoinConfig(Config all) {
    return TagjoinConfig.read(property -> TagjoinConfig.value(all, property));
  }

  @Singleton
  RuleBook ruleBook(TagjoinConfig config) {
    return RuleBookLoader.load(config.rules().orElse(null), config.rulesFile().orElse(null));
  }

  @Singleton
  @DefaultBean
  CurrentRules currentRules(RuleBook book) {
    return () -> book.on(RuleBookLoader::today);
  }

  @Singleton
  @DefaultBean
  EcsConnection ecsConnection(TagjoinConfig config, Config all, CurrentRules rules) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      // an embedded ECS would have taken the place of this bean
      throw new ConfigurationException(
          "Dev mode was started without its embedded ECS. Start it with ./mvnw quarkus:dev, or add"
              + " -Ddev -Dplatform=fc to mvn quarkus:dev.");
    }
    return SettingValues.connection(config, name -> TagjoinConfig.value(all, name), rules::book);
  }

  /**
   * For trees of JSON, in place of Quarkus' own with its modules. Names are not interned: the first
   * one makes the executable unfold the table of all its texts.
   */
  @Singleton
  ObjectMapper json() {
    return new ObjectMapper(
            JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build())
        // the extension for AWS Lambda reads its payloads with a copy
        .registerModule(new LambdaPayloads());
  }

  @Singleton
  ServiceClient serviceClient(TagjoinConfig config, EcsConnection connection, ObjectMapper json) {
    return new ServiceClient(
        connection, json.readerFor(JsonNode.class), SettingValues.limits(config));
  }

  @Singleton
  EcsApi ecsApi(ServiceClient client) {
    return new EcsApi(client);
  }

  @Singleton
  Accounts accounts(EcsConnection connection, EcsApi ecs, ServiceClient client) {
    return new Accounts(connection.accounts(), ecs, new ResourceDirectoryApi(client));
  }

  @Singleton
  GroupDirectory groupDirectory(ServiceClient client) {
    return new GroupDirectory(new ResourceGroupsApi(client));
  }

  /** A book with ids alone never asks for the directory of groups. */
  @Singleton
  Reconciler reconciler(
      TagjoinConfig config,
      EcsApi ecs,
      CurrentRules rules,
      Accounts accounts,
      Instance<GroupDirectory> groups) {
    return SettingValues.reconciler(config, ecs, rules, accounts, groups::get);
  }

  @Singleton
  Sweeper sweeper(
      TagjoinConfig config,
      EcsConnection connection,
      Reconciler reconciler,
      CurrentRules rules,
      Accounts accounts,
      ServiceClient client) {
    // events do not wait for a long pass, but the pass makes room for them
    EcsApi paced = new EcsApi(client).paced();
    return new Sweeper(
        paced,
        reconciler.over(paced),
        accounts,
        new CursorSeal(connection.credentials()),
        SettingValues.sweepSettings(config, connection, rules));
  }

  @Singleton
  Doctor doctor(
      TagjoinConfig config,
      HttpSettings http,
      EcsApi ecs,
      ServiceClient client,
      Accounts accounts,
      CurrentRules rules) {
    return new Doctor(
        ecs,
        new AccountProbe(client),
        new ResourceGroupsApi(client),
        accounts,
        rules,
        SettingValues.doctorSettings(config, http.auth() == HttpSettings.Auth.DENY));
  }

  @Singleton
  JsonReader jsonReader(ObjectMapper json) {
    return new JsonReader(json);
  }

  @Singleton
  EventReader eventReader(JsonReader json, CurrentRules rules) {
    // a move by somebody else is a reason to look only when something follows
    return new EventReader(json, () -> !rules.book().follow().isEmpty());
  }

  @Singleton
  RecentTrouble recentTrouble() {
    return new RecentTrouble();
  }

  @Singleton
  RequestLog requestLog(TagjoinConfig config, HttpSettings http, RecentTrouble trouble) {
    // Lambda's runtime sets the name: elsewhere nobody reads CloudWatch's metrics
    String lambda = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
    return switch (config.log()) {
      case "json" -> new RequestLog(true, http.auth(), lambda, trouble);
      case "text" -> new RequestLog(false, http.auth(), lambda, trouble);
      default ->
          throw new ConfigurationException(
              "TAGJOIN_LOG: must be json or text, not \"" + config.log() + "\"");
    };
  }

  @Singleton
  HttpSettings httpSettings(TagjoinConfig config) {
    return SettingValues.http(config);
  }

  @Singleton
  EventBridgeSignature eventBridgeSignature(HttpSettings http) {
    return new EventBridgeSignature(http.publicUrl());
  }
}
