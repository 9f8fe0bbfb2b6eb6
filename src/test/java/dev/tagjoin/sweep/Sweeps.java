package dev.tagjoin.sweep;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.ecs.ServiceClient;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Sweepers that talk to an embedded ECS. */
record Sweeps(
    EmbeddedEcs ecs,
    boolean isDry,
    double describes,
    double joins,
    String rules,
    CursorSeal seal,
    AccountList list) {
  static final String PROD = "rg-acfmxazb4ph6aiy";
  static final String PAYMENTS = "rg-aekzq2m7cbq4tay";
  static final String SEARCH = "rg-aekzcm4t5z7usaa";

  private static final Credentials CREDENTIALS =
      new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);

  private static final AccountList OWN = AccountList.of(Set.of(EmbeddedAccount.ID), Map.of());

  /** What the account is known to use. */
  static final Set<String> KNOWN_REGIONS = Set.of("cn-hangzhou", "cn-shanghai", "cn-beijing");

  private static final String RULES =
      """
      version: 1
      groups:
        prod: rg-acfmxazb4ph6aiy
        payments: rg-aekzq2m7cbq4tay
        search: rg-aekzcm4t5z7usaa
      rules:
        - name: hands off
          when: {tag.tagjoin: keep}
          leave: true
        - name: production
          when: {tag.env: prod}
          join: prod
        - name: by team
          when: {tag.team: {exists: true}}
          join: "{tag.team}"
      """;

  /** An account that has the groups of the rule book, too. */
  static EmbeddedAccount withGroups(EmbeddedAccount account) {
    account.addGroup(PROD, "prod");
    account.addGroup(PAYMENTS, "payments");
    account.addGroup(SEARCH, "search");
    return account;
  }

  static Sweeps on(EmbeddedEcs ecs) {
    return new Sweeps(ecs, false, 10_000, 10_000, RULES, new CursorSeal(CREDENTIALS), OWN);
  }

  Sweeps alwaysDry() {
    return new Sweeps(ecs, true, describes, joins, rules, seal, list);
  }

  Sweeps withRates(double newDescribes, double newJoins) {
    return new Sweeps(ecs, isDry, newDescribes, newJoins, rules, seal, list);
  }

  /** With a rule book that goes on with these lines. */
  Sweeps withRules(String more) {
    return new Sweeps(ecs, isDry, describes, joins, rules + more, seal, list);
  }

  Sweeps withSeal(CursorSeal newSeal) {
    return new Sweeps(ecs, isDry, describes, joins, rules, newSeal, list);
  }

  Sweeps withAccounts(AccountList newList) {
    return new Sweeps(ecs, isDry, describes, joins, rules, seal, newList);
  }

  Sweeper sweeper() {
    return sweeper(reconciler());
  }

  /** One that shares an instance with what handles events. */
  Sweeper sweeper(Reconciler reconciler) {
    return sweeper(reconciler, List::of);
  }

  /** One whose regions are asked for each pass. */
  Sweeper sweeper(Reconciler reconciler, Supplier<List<String>> regions) {
    ServiceClient client = client();
    return new Sweeper(
        new EcsApi(client).paced(),
        reconciler,
        accounts(client),
        seal,
        new SweepSettings(
            regions, (region, context) -> KNOWN_REGIONS.contains(region), 0.2, isDry, joins, 4, 4));
  }

  /** That of an instance of its own. */
  Reconciler reconciler() {
    ServiceClient client = client();
    return new Reconciler(
        new EcsApi(client).paced(), this::book, accounts(client), EcsClients::noGroups, 8, isDry);
  }

  private ServiceClient client() {
    return EcsClients.client(
        EcsClients.connection(ecs.endpoint(), CREDENTIALS, list), describes, joins);
  }

  private Accounts accounts(ServiceClient client) {
    return new Accounts(list, new EcsApi(client), new ResourceDirectoryApi(client));
  }

  private RuleBook book() {
    try {
      return RuleBookParser.parse("test", rules);
    } catch (RuleBookException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
