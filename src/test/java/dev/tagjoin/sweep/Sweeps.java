package dev.tagjoin.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.ecs.SdkEcsApi;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import java.util.Set;

/** Sweepers that talk to an embedded ECS. */
record Sweeps(EmbeddedEcs ecs, boolean isDry, double describes, double joins, String rules) {
  static final String PROD = "rg-acfmxazb4ph6aiy";
  static final String PAYMENTS = "rg-aekzq2m7cbq4tay";
  static final String SEARCH = "rg-aekzcm4t5z7usaa";

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
    return new Sweeps(ecs, false, 10_000, 10_000, RULES);
  }

  Sweeps alwaysDry() {
    return new Sweeps(ecs, true, describes, joins, rules);
  }

  Sweeps withRates(double newDescribes, double newJoins) {
    return new Sweeps(ecs, isDry, newDescribes, newJoins, rules);
  }

  /** With a rule book that goes on with these lines. */
  Sweeps withRules(String more) {
    return new Sweeps(ecs, isDry, describes, joins, rules + more);
  }

  Sweeper sweeper() {
    return sweeper(reconciler());
  }

  /** One that shares an instance with what handles events. */
  Sweeper sweeper(Reconciler reconciler) {
    EcsConnection connection = connection();
    return new Sweeper(
        api(connection),
        connection,
        reconciler,
        accounts(),
        new SweepSettings(List.of(), 0.2, isDry, joins, 4, null));
  }

  /** That of an instance of its own. */
  Reconciler reconciler() {
    return new Reconciler(api(connection()), this::book, accounts(), 8, isDry);
  }

  private EcsConnection connection() {
    Credentials credentials =
        new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);
    return new EcsConnection(new EcsEndpoint(ecs.endpoint()), credentials);
  }

  private EcsApi api(EcsConnection connection) {
    return new SdkEcsApi(
        connection, new ObjectMapper().readerFor(JsonNode.class), describes, joins);
  }

  private static Accounts accounts() {
    return new Accounts(Set.of(EmbeddedAccount.ID));
  }

  private RuleBook book() {
    try {
      return RuleBookParser.parse("test", rules);
    } catch (RuleBookException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
