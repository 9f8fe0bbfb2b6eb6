package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.ecs.ServiceClient;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The account of a resource is that of the credentials that read it, whatever an event claims. */
class AccountClaimTest {
  private static final String OWN = EmbeddedAccount.ID;
  private static final String FOREIGN = "1000000000000009";
  private static final String REGION = "cn-hangzhou";
  private static final String RIGHT = "rg-right000000001";
  private static final String WRONG = "rg-wrong000000001";

  private static final Credentials KEYS = new Credentials("id", "a-secret", null);

  private EmbeddedEcs ecs;
  private RuleBook book;

  @BeforeEach
  void start() throws Exception {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(OWN));
    ecs.account().accept("id", "a-secret");
    ecs.account().addGroup(RIGHT, "right");
    ecs.account().addGroup(WRONG, "wrong");
    book =
        RuleBookParser.parse(
            "rules",
            """
            version: 1
            groups: {right: %s, wrong: %s}
            rules:
              - {name: own, when: {account: "%s"}, join: right}
            otherwise: wrong
            """
                .formatted(RIGHT, WRONG, OWN));
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private Reconciler reconciler(Set<String> listed, Map<String, String> roles) {
    return reconciler(AccountList.of(listed, roles), KEYS);
  }

  private Reconciler reconciler(AccountList list, Credentials keys) {
    ServiceClient client = EcsClients.client(EcsClients.connection(ecs.endpoint(), keys, list));
    EcsApi api = new EcsApi(client);
    return new Reconciler(
        api,
        () -> book,
        new Accounts(list, api, new ResourceDirectoryApi(client)),
        EcsClients::noGroups,
        4,
        false);
  }

  private static WorkItem item(String event, String id, String claim) {
    return new WorkItem(event, new ResourceRef(ResourceKind.DISK, id, REGION, claim), null);
  }

  private static RequestContext context(String platformAccount) {
    return new RequestContext(
        null, null, platformAccount, null, Deadline.in(Duration.ofSeconds(20)));
  }

  /** Everything that can tell the function its own account: list, roles, platform. */
  private List<Setup> setups() {
    Map<String, String> role = Map.of(FOREIGN, "acs:ram::" + FOREIGN + ":role/member");
    List<Setup> setups = new ArrayList<>();
    // the keys are those of the environment, whatever account the platform names
    for (String platform : Arrays.asList(null, OWN, FOREIGN)) {
      setups.add(new Setup(reconciler(Set.of(), Map.of()), context(platform)));
      setups.add(new Setup(reconciler(Set.of(OWN), Map.of()), context(platform)));
      setups.add(new Setup(reconciler(Set.of(OWN, FOREIGN), role), context(platform)));
    }
    return setups;
  }

  private record Setup(Reconciler reconciler, RequestContext context) {}

  @Test
  void decidesTheSameForEverySpellingOfAnEvent() {
    int disks = 0;
    for (Setup setup : setups()) {
      for (List<String> claims :
          List.of(
              Arrays.asList((String) null),
              List.of(OWN),
              Arrays.asList(null, OWN),
              Arrays.asList(OWN, null),
              Arrays.asList(OWN, null, OWN))) {
        String id = "d-" + disks++;
        ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, id, REGION));
        List<WorkItem> items = new ArrayList<>();
        for (String claim : claims) {
          items.add(item("e" + items.size(), id, claim));
        }

        List<Outcome> outcomes = setup.reconciler.reconcile(items, setup.context, false);

        assertEquals(Status.JOINED, outcomes.get(0).status(), () -> claims + ": " + outcomes);
        assertEquals("own", outcomes.get(0).rule());
        assertEquals(OWN, outcomes.get(0).resource().account());
        for (Outcome second : outcomes.subList(1, outcomes.size())) {
          assertEquals(Status.IGNORED, second.status());
          assertEquals("already looked at for event e0 in this request", second.reason());
        }
        assertEquals(RIGHT, ecs.account().groupOf(ResourceKind.DISK, id));
      }
    }
    assertEquals(disks, ecs.account().moves().size());
  }

  @Test
  void ignoresClaimOfAForeignAccount() {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    Reconciler reconciler = reconciler(Set.of(), Map.of());
    for (String platform : Arrays.asList(null, OWN)) {
      Outcome outcome =
          reconciler.reconcile(List.of(item("e", "d-1", FOREIGN)), context(platform), false).get(0);
      assertEquals(Status.IGNORED, outcome.status());
      assertEquals(
          "account "
              + FOREIGN
              + " is not the function's own, "
              + OWN
              + ", and not listed in TAGJOIN_ACCOUNTS",
          outcome.reason());
    }
    assertEquals(List.of(), ecs.calls("DescribeDisks"));
  }

  @Test
  void asksForTheOwnAccountOnce() {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    Reconciler reconciler = reconciler(Set.of(), Map.of());
    for (int i = 0; i < 3; i++) {
      reconciler.reconcile(
          List.of(item("e", "d-1", null), item("f", "d-2", OWN)), context(null), false);
    }
    assertEquals(1, ecs.calls("GetCallerIdentity").size());
  }

  @Test
  void retriesWhileTheOwnAccountIsNotKnown() {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    ecs.faults().failNext("GetCallerIdentity", "ServiceUnavailable", 503, "m", 99);
    Reconciler reconciler = reconciler(Set.of(), Map.of());
    RequestContext hurried =
        new RequestContext(null, null, null, null, Deadline.in(Duration.ofMillis(600)));

    List<Outcome> outcomes =
        reconciler.reconcile(
            List.of(item("e", "d-1", null), item("f", "d-1", OWN)), hurried, false);

    for (Outcome outcome : outcomes) {
      assertEquals(Status.RETRY, outcome.status());
      assertEquals("ServiceUnavailable", outcome.code());
      assertTrue(outcome.reason().startsWith("the function's own account is not known"));
    }
    // the second item is not worth another attempt
    assertEquals(outcomes.get(0).requestId(), outcomes.get(1).requestId());
    ecs.faults().clear();
    assertEquals(
        Status.JOINED,
        reconciler
            .reconcile(List.of(item("e", "d-1", null)), context(null), false)
            .get(0)
            .status());
  }

  @Test
  void asksNothingWhenNoDecisionDependsOnTheAccount() throws Exception {
    book =
        RuleBookParser.parse(
            "rules",
            "version: 1\ngroups: {a: rg-right000000001}\nrules: [{when: {tag.env: x}, join: a}]\n");
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    Reconciler reconciler = reconciler(Set.of(), Map.of());

    Outcome outcome =
        reconciler.reconcile(List.of(item("e", "d-1", null)), context(null), false).get(0);

    assertEquals(Status.LEFT, outcome.status());
    assertEquals(0, ecs.calls("GetCallerIdentity").size());
    assertEquals(
        Status.IGNORED,
        reconciler
            .reconcile(List.of(item("e", "d-1", FOREIGN)), context(null), false)
            .get(0)
            .status());
    assertEquals(1, ecs.calls("GetCallerIdentity").size());
  }

  private static final String MEMBER_ROLE = "tagjoin-member";

  /** An account of the directory whose role trusts the function's own. */
  private EmbeddedAccount member(String id) {
    EmbeddedAccount member = new EmbeddedAccount(id, "rg-default0000" + id.substring(12));
    member.addRole("acs:ram::" + id + ":role/" + MEMBER_ROLE, OWN);
    member.addGroup(WRONG, "wrong");
    member.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    return member;
  }

  private static Reconciler directory(AccountClaimTest test, String... except) {
    return test.reconciler(
        AccountList.parse(List.of("directory:" + MEMBER_ROLE), List.of(except)), KEYS);
  }

  private static Outcome handle(Reconciler reconciler, String account) {
    return reconciler.reconcile(List.of(item("e", "d-1", account)), context(null), false).get(0);
  }

  @Test
  void actsInTheAccountsOfTheDirectory() {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    ecs.directory().add(member("1000000000000001"));
    ecs.directory().add(member("1000000000000002"), "CreateSuccess", "Deleting");
    ecs.directory().add(member("1000000000000003"), "CreateVerifying", "");
    ecs.directory().add(member("1000000000000004"));
    EmbeddedAccount without = new EmbeddedAccount("1000000000000005", "rg-default00000005");
    ecs.directory().add(without);
    Reconciler reconciler = directory(this, "1000000000000004");

    assertEquals(Status.JOINED, handle(reconciler, OWN).status());
    assertEquals(Status.JOINED, handle(reconciler, "1000000000000001").status());
    for (String unusable : List.of("1000000000000002", "1000000000000003", FOREIGN)) {
      Outcome outcome = handle(reconciler, unusable);
      assertEquals(Status.IGNORED, outcome.status());
      assertEquals(
          "account " + unusable + " is not a usable account of the resource directory",
          outcome.reason());
    }
    assertEquals(
        "account 1000000000000004 is in TAGJOIN_ACCOUNTS_EXCEPT",
        handle(reconciler, "1000000000000004").reason());
    Outcome refused = handle(reconciler, "1000000000000005");
    assertEquals(Status.REFUSED, refused.status());
    assertEquals("EntityNotExist.Role", refused.code());
    // the own account and the excepted one were not looked up, and nobody asked again
    assertEquals(1, ecs.calls("ListAccounts").size());
  }

  @Test
  void refusesWhenTheDirectoryCannotBeRead() {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    ecs.directory().add(member("1000000000000001"));
    ecs.account().deny("ListAccounts", null);
    Reconciler reconciler = directory(this);

    Outcome outcome = handle(reconciler, "1000000000000001");

    assertEquals(Status.REFUSED, outcome.status());
    assertTrue(outcome.reason().contains("could not be read"), outcome::reason);
    assertTrue(outcome.reason().contains("allow resourcemanager:ListAccounts"), outcome::reason);
    assertEquals(Status.JOINED, handle(reconciler, OWN).status());
  }
}
