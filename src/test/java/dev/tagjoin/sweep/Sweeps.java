package dev.tagjoin.sweep;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
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
    EmbeddedEcs ecs, boolean isDry, double describes, double joins, String rules, CursorSeal seal) {
  static final String PROD = "rg-acfmxazb4ph6aiy";
  static final String PAYMENTS = "rg-aekzq2m7cbq4tay";
  static final String SEARCH = "rg-aekzcm4t5z7usaa";

  private static final Credentials CREDENTIALS =
      new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);

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
    return new Sweeps(ecs, false, 10_000, 10_000, RULES, new CursorSeal(CREDENTIALS));
  }

  Sweeps alwaysDry() {
    return new Sweeps(ecs, true, describes, joins, rules, seal);
  }

  Sweeps withRates(double newDescribes, double newJoins) {
    return new Sweeps(ecs, isDry, newDescribes, newJoins, rules, seal);
  }

  /** With a rule book that goes on with these lines. */
  Sweeps withRules(String more) {
    return new Sweeps(ecs, isDry, describes, joins, rules + more, seal);
  }

  Sweeps withSeal(CursorSeal newSeal) {
    return new Sweeps(ecs, isDry, describes, joins, rules, newSeal);
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
    return new Sweeper(
        api(connection()),
        reconciler,
        accounts(),
        seal,
        new SweepSettings(
            regions, (region, context) -> KNOWN_REGIONS.contains(region), 0.2, isDry, joins, 4));
  }

  /** That of an instance of its own. */
  Reconciler reconciler() {
    return new Reconciler(
        api(connection()), this::book, accounts(), EcsClients::noGroups, 8, isDry);
  }

  private EcsConnection connection() {
    return new EcsConnection(new EcsEndpoint(ecs.endpoint()), CREDENTIALS);
  }

  private EcsApi api(EcsConnection connection) {
    return new EcsApi(EcsClients.client(connection, describes, joins)).paced();
  }

  private static Accounts accounts() {
    return new Accounts(
        Set.of(EmbeddedAccount.ID), Map.of(), (context, region) -> EmbeddedAccount.ID);
  }

  private RuleBook book() {
    try {
      return RuleBookParser.parse("test", rules);
    } catch (RuleBookException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
