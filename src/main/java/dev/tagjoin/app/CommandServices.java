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
import dev.tagjoin.ecs.DirectoryAccount;
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
  private static final Duration CALL_TIME = Duration.ofMinutes(1);

  /** Groups are the same in every region; the region only chooses the STS for a role. */
  private static final String ANY_REGION = "cn-hangzhou";

  private final Map<String, String> environment;
  private final ObjectReader json = new ObjectMapper().readerFor(JsonNode.class);
  private TagjoinConfig config;
  private EcsConnection connection;
  private ServiceClient client;
  private Accounts accounts;
  private volatile RuleBook book;

  public CommandServices(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A pass takes all settings there are, so that the other methods need not check any. */
  @Override
  public void checkSettings() throws CommandException {
    said(
        () -> {
          SettingNames.checkVariables(environment.keySet());
          return sweeper(null);
        });
  }

  @Override
  public void requireCredentials() throws CommandException {
    try {
      String unused = new AccountProbe(client()).source(context());
    } catch (EcsException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  @Override
  public Sweeper sweeper(RuleBook rules) {
    Reconciler reconciler = reconciler(rules, false);
    // cursors do not leave this process
    CursorSeal seal = new CursorSeal(null);
    return new Sweeper(
        new EcsApi(client()).paced(), reconciler, accountsAllowed(), seal, settings(rules));
  }

  @Override
  public Reconciler reconciler(RuleBook rules, boolean isUndo) {
    book = isUndo ? book : rules;
    EcsApi ecs = new EcsApi(client()).paced();
    GroupDirectory groups = new GroupDirectory(new ResourceGroupsApi(client()));
    return SettingValues.reconciler(
        config(), isUndo ? ecs.undoing() : ecs, () -> rules, accountsAllowed(), () -> groups);
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
    try {
      return new AccountProbe(client()).pages(context(), region(), action, parameters);
    } catch (EcsException e) {
      throw new CommandException(action + ": " + e.code() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Doctor doctor(RuleBook rules) {
    book = rules;
    return new Doctor(
        new EcsApi(client()),
        new AccountProbe(client()),
        new ResourceGroupsApi(client()),
        accountsAllowed(),
        () -> rules,
        // who may call is a question to the deployed function
        SettingValues.doctorSettings(config(), false));
  }

  @Override
  public List<String> regions(RuleBook rules) {
    return rules == null ? SettingValues.regions(config()) : settings(rules).regions().get();
  }

  @Override
  public List<DirectoryAccount> directory() throws CommandException {
    try {
      return new ResourceDirectoryApi(client()).accounts(context(), region());
    } catch (EcsException e) {
      throw refused(e, ResourceDirectoryApi.PERMISSION);
    }
  }

  @Override
  public AccountList accounts() {
    return connection().accounts();
  }

  @Override
  public boolean isDryRun() {
    return config().dryRun();
  }

  @Override
  public double maxShare() {
    return settings(null).maxShare();
  }

  @Override
  public List<ResourceGroup> groups(String account) throws CommandException {
    try {
      return new ResourceGroupsApi(client()).list(context(), region(), account);
    } catch (EcsException e) {
      throw refused(e, ResourceGroupsApi.PERMISSION);
    }
  }

  private static CommandException refused(EcsException e, String permission) {
    String advice = Advice.about(e.code(), permission, e.requestId());
    return new CommandException(e.code() + ": " + e.getMessage() + "\n-> " + advice, e);
  }

  private static RequestContext context() {
    return new RequestContext(null, null, null, null, Deadline.in(CALL_TIME));
  }

  private String region() {
    List<String> regions = regions(null);
    return regions.isEmpty() ? ANY_REGION : regions.get(0);
  }

  private SweepSettings settings(RuleBook rules) {
    return SettingValues.sweepSettings(config(), connection(), () -> rules);
  }

  private Accounts accountsAllowed() {
    if (accounts == null) {
      EcsApi ecs = new EcsApi(client());
      accounts = new Accounts(connection().accounts(), ecs, new ResourceDirectoryApi(client()));
    }
    return accounts;
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
    } catch (ConfigurationException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }
}
