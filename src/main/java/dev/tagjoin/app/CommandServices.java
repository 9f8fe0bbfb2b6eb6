package dev.tagjoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.cli.CommandException;
import dev.tagjoin.cli.Services;
import dev.tagjoin.doctor.Advice;
import dev.tagjoin.doctor.Doctor;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.AccountProbe;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.ecs.ServiceClient;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.CursorSeal;
import dev.tagjoin.sweep.SweepSettings;
import dev.tagjoin.sweep.Sweeper;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The parts of the application for one command, built without the container from environment
 * variables. Not safe for use by several threads.
 */
public final class CommandServices implements Services {
  private static final Duration SOURCE_TIME = Duration.ofMinutes(1);

  /** Groups are the same in every region; the region only chooses the STS for a role. */
  private static final String ANY_REGION = "cn-hangzhou";

  private final Map<String, String> environment;
  private final ObjectReader json = new ObjectMapper().readerFor(JsonNode.class);
  private TagjoinConfig config;
  private EcsConnection connection;
  private ServiceClient client;
  private volatile RuleBook book;

  public CommandServices(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void checkSettings() throws CommandException {
    said(
        () -> {
          SettingNames.checkVariables(environment.keySet());
          connection();
          List<String> unused = SettingValues.regions(config());
          return settings(null);
        });
  }

  @Override
  public String credentialsSource() throws CommandException {
    try {
      return new AccountProbe(client())
          .source(new RequestContext(null, null, null, null, Deadline.in(SOURCE_TIME)));
    } catch (EcsException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  @Override
  public Sweeper sweeper(RuleBook rules) throws CommandException {
    return said(
        () -> {
          book = rules;
          EcsApi ecs = new EcsApi(client()).paced();
          Accounts accounts = accountsAllowed();
          GroupDirectory groups = new GroupDirectory(new ResourceGroupsApi(client()));
          return new Sweeper(
              ecs,
              new Reconciler(
                  ecs, () -> rules, accounts, () -> groups, config().parallel(), config().dryRun()),
              accounts,
              // cursors do not leave this process
              new CursorSeal(null),
              settings(rules));
        });
  }

  @Override
  public Reconciler reconciler(RuleBook rules, boolean isUndo) throws CommandException {
    return said(
        () -> {
          book = isUndo ? book : rules;
          EcsApi ecs = new EcsApi(client()).paced();
          GroupDirectory groups = new GroupDirectory(new ResourceGroupsApi(client()));
          return new Reconciler(
              isUndo ? ecs.undoing() : ecs,
              () -> rules,
              accountsAllowed(),
              () -> groups,
              config().parallel(),
              config().dryRun());
        });
  }

  @Override
  public RuleBook rules() throws CommandException {
    return said(
        () ->
            RuleBookLoader.load(config().rules().orElse(null), config().rulesFile().orElse(null)));
  }

  @Override
  public List<JsonNode> resourceManager(String action, Map<String, String> parameters)
      throws CommandException {
    RequestContext context = new RequestContext(null, null, null, null, Deadline.in(SOURCE_TIME));
    List<String> regions = regions(null);
    try {
      return new AccountProbe(client())
          .pages(context, regions.isEmpty() ? ANY_REGION : regions.get(0), action, parameters);
    } catch (EcsException e) {
      throw new CommandException(action + ": " + e.code() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Doctor doctor(RuleBook rules) throws CommandException {
    return said(
        () -> {
          book = rules;
          return new Doctor(
              new EcsApi(client()),
              new AccountProbe(client()),
              new ResourceGroupsApi(client()),
              accountsAllowed(),
              () -> rules,
              // who may call is a question to the deployed function
              SettingValues.doctorSettings(config(), false));
        });
  }

  @Override
  public List<String> regions(RuleBook rules) throws CommandException {
    return said(
        () -> rules == null ? SettingValues.regions(config()) : settings(rules).regions().get());
  }

  @Override
  public AccountList accounts() throws CommandException {
    return said(() -> connection().accounts());
  }

  @Override
  public boolean isDryRun() throws CommandException {
    return said(() -> config().dryRun());
  }

  @Override
  public double maxShare() throws CommandException {
    return said(() -> settings(null).maxShare());
  }

  @Override
  public List<ResourceGroup> groups(String account) throws CommandException {
    List<String> regions = regions(null);
    String region = regions.isEmpty() ? ANY_REGION : regions.get(0);
    RequestContext context = new RequestContext(null, null, null, null, Deadline.in(SOURCE_TIME));
    try {
      return said(() -> new ResourceGroupsApi(client())).list(context, region, account);
    } catch (EcsException e) {
      String advice = Advice.about(e.code(), ResourceGroupsApi.PERMISSION, e.requestId());
      throw new CommandException(e.code() + ": " + e.getMessage() + "\n-> " + advice, e);
    }
  }

  private SweepSettings settings(RuleBook rules) {
    return SettingValues.sweepSettings(config(), connection(), () -> rules);
  }

  private Accounts accountsAllowed() {
    return new Accounts(
        connection().accounts(), new EcsApi(client()), new ResourceDirectoryApi(client()));
  }

  private TagjoinConfig config() {
    if (config == null) {
      config = TagjoinConfig.ofVariables(environment::get);
    }
    return config;
  }

  private EcsConnection connection() {
    if (connection == null) {
      connection = SettingValues.connection(config(), environment::get, () -> book);
    }
    return connection;
  }

  private ServiceClient client() {
    if (client == null) {
      client = new ServiceClient(connection(), json, SettingValues.limits(config()));
    }
    return client;
  }

  /** Turns what is wrong with a setting into a message for the user. */
  private static <T> T said(Supplier<T> made) throws CommandException {
    try {
      return made.get();
    } catch (ConfigurationException | IllegalArgumentException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }
}
