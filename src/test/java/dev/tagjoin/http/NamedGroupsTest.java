package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedGroup;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One book that names groups by name, for several accounts, as callers see it. */
@QuarkusTest
@TestProfile(NamedGroupsTest.Profile.class)
class NamedGroupsTest extends FunctionTest {
  private static final ResourceKind INSTANCE = ResourceKind.INSTANCE;
  private static final ResourceKind DISK = ResourceKind.DISK;
  private static final int MEMBERS = 9;

  /** The function's own account, and members with groups of the same names and other ids. */
  public static final class SeveralAccounts implements QuarkusTestResourceLifecycleManager {
    private EmbeddedEcs several;

    @Override
    public int order() {
      return 1;
    }

    @Override
    public Map<String, String> start() {
      List<EmbeddedAccount> accounts = new ArrayList<>();
      accounts.add(EmbeddedAccount.seeded());
      StringBuilder setting = new StringBuilder(EmbeddedAccount.ID);
      for (int i = 1; i <= MEMBERS; i++) {
        EmbeddedAccount member = new EmbeddedAccount(member(i), id(i, "default"));
        member.addGroup(id(i, "prod"), "prod");
        member.addGroup(id(i, "prod2"), "prod-2");
        member.addGroup(id(i, "teama"), "team-a");
        String role = "acs:ram::" + member(i) + ":role/tagjoin-member";
        member.addRole(role, EmbeddedAccount.ID);
        accounts.add(member);
        setting.append(',').append(member(i)).append('=').append(role);
      }
      several = EmbeddedEcs.start(accounts);
      String endpoint = several.endpoint().toString();
      return Map.of(
          "tagjoin.ecs-endpoint", endpoint,
          "tagjoin.sts-endpoint", endpoint,
          "tagjoin.resource-manager-endpoint", endpoint,
          "tagjoin.accounts", setting.toString());
    }

    @Override
    public void stop() {
      several.close();
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(several, new TestInjector.MatchesType(EmbeddedEcs.class));
    }
  }

  /** A list of names. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagjoin.rules",
          """
          version: 1
          groups: [prod, "team-*"]
          rules:
            - name: production
              when: {tag.env: prod}
              join: prod
            - name: by team
              when: {tag.team: {exists: true}}
              join: "{tag.team}"
              among: ["team-*"]
          follow: {instance: [disk]}
          """);
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(SeveralAccounts.class));
    }
  }

  private static String member(int number) {
    return "200000000000000" + number;
  }

  private static String id(int number, String name) {
    return "rg-m" + number + name;
  }

  private EmbeddedAccount account(int number) {
    return ecs.accounts().get(number);
  }

  private String create(int account, ResourceKind kind, String... tags) {
    String id = newId(kind);
    EmbeddedResource resource = EmbeddedResource.of(kind, id, REGION);
    for (int i = 0; i < tags.length; i += 2) {
      resource = resource.withTag(tags[i], tags[i + 1]);
    }
    account(account).add(resource);
    return id;
  }

  private static Map<String, String> ref(int account, ResourceKind kind, String id) {
    String owner = account == 0 ? EmbeddedAccount.ID : member(account);
    return Map.of("type", kind.type(), "id", id, "region", REGION, "account", owner);
  }

  private static ValidatableResponse handle(int account, ResourceKind kind, String id) {
    return send(json(Map.of("resources", List.of(ref(account, kind, id)))));
  }

  private int lookups() {
    return ecs.calls("ListResourceGroups").size();
  }

  @Test
  void usesEachAccountsOwnGroups() {
    String own = create(0, INSTANCE, "env", "prod");
    String other = create(1, INSTANCE, "env", "prod");
    String disk = create(1, DISK);
    account(1).change(DISK, disk, r -> r.withInstance(other));

    send(json(Map.of("resources", List.of(ref(0, INSTANCE, own), ref(1, INSTANCE, other)))))
        .statusCode(200)
        .body("summary", is(Map.of("joined", 3)))
        .body("outcomes[0].to", is(PROD))
        .body("outcomes[0].toName", is("prod"))
        .body("outcomes[0].fromName", is("default"))
        .body("outcomes[1].to", is(id(1, "prod")))
        .body("outcomes[1].toName", is("prod"))
        .body("outcomes[2].resource.id", is(disk))
        .body("outcomes[2].follows.id", is(other));

    assertEquals(PROD, account(0).groupOf(INSTANCE, own));
    assertEquals(id(1, "prod"), account(1).groupOf(INSTANCE, other));
    assertEquals(id(1, "prod"), account(1).groupOf(DISK, disk));
    int perInstance = lookups();
    assertTrue(perInstance <= 2, perInstance + " look-ups for two accounts");

    String next = create(1, INSTANCE, "team", "team-a");
    handle(1, INSTANCE, next).statusCode(200).body("outcomes[0].toName", is("team-a"));
    given()
        .contentType("application/json")
        .body(
            json(
                Map.of(
                    // other tests take groups away from other accounts
                    "accounts",
                    List.of(EmbeddedAccount.ID, member(1)),
                    "regions",
                    List.of(REGION),
                    "types",
                    List.of("instance"))))
        .post("/sweep")
        .then()
        .statusCode(200);
    assertEquals(perInstance, lookups());
  }

  @Test
  void joinsGroupCreatedSecondsBeforeItsFirstResource() {
    handle(2, INSTANCE, create(2, INSTANCE, "env", "prod")).statusCode(200);
    account(2).addGroup(id(2, "teamnew"), "team-new");

    handle(2, INSTANCE, create(2, INSTANCE, "team", "team-new"))
        .statusCode(200)
        .body("outcomes[0].outcome", is("joined"))
        .body("outcomes[0].to", is(id(2, "teamnew")));
    assertEquals(2, lookups());
  }

  @Test
  void waitsForGroupThatIsBeingCreated() {
    account(3).groupStatus(id(3, "prod"), EmbeddedGroup.Status.CREATING);
    String instance = create(3, INSTANCE, "env", "prod");

    handle(3, INSTANCE, instance)
        .statusCode(503)
        .body("outcomes[0].outcome", is("retry"))
        .body("outcomes[0].code", is("InvalidStatus.ResourceGroup"));

    account(3).groupStatus(id(3, "prod"), EmbeddedGroup.Status.OK);
    handle(3, INSTANCE, instance).statusCode(200).body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void refusesFixedTargetThatWasDeleted() {
    handle(4, INSTANCE, create(4, INSTANCE, "env", "prod")).statusCode(200);
    account(4).removeGroup(id(4, "prod"));

    handle(4, INSTANCE, create(4, INSTANCE, "env", "prod"))
        .statusCode(502)
        .body("outcomes[0].outcome", is("refused"))
        .body("outcomes[0].code", is("UnknownGroup"))
        .body("outcomes[0].toName", is("prod"))
        .body("outcomes[0].reason", is("the account " + member(4) + " has no group named prod"));
    assertEquals(2, lookups());
  }

  @Test
  void joinsGroupThatTookTheNameOfDeletedOne() {
    handle(5, INSTANCE, create(5, INSTANCE, "team", "team-a")).statusCode(200);
    account(5).removeGroup(id(5, "teama"));
    account(5).addGroup(id(5, "again"), "team-a");

    handle(5, INSTANCE, create(5, INSTANCE, "team", "team-a"))
        .statusCode(200)
        .body("outcomes[0].to", is(id(5, "again")));
  }

  @Test
  void leavesResourceWhoseTemplateNamesDeletedGroup() {
    account(6).groupStatus(id(6, "teama"), EmbeddedGroup.Status.PENDING_DELETE);
    String instance = create(6, INSTANCE, "team", "team-a");

    handle(6, INSTANCE, instance)
        .statusCode(200)
        .body("outcomes[0].outcome", is("left"))
        .body("outcomes[0].toName", nullValue());
    assertEquals(1, lookups());

    given()
        .contentType("application/json")
        .body(json(ref(6, INSTANCE, instance)))
        .post("/explain")
        .then()
        .statusCode(200)
        .body("decision.action", is("leave"))
        .body(
            "rules.find { it.rule == 'by team' }.why",
            hasItem(containsString("the account " + member(6) + " has no group named team-a")));
  }

  @Test
  void namesTheMissingPermission() {
    account(7).deny("ListResourceGroups", null);
    String instance = create(7, INSTANCE, "env", "prod");

    handle(7, INSTANCE, instance)
        .statusCode(502)
        .body("outcomes[0].outcome", is("refused"))
        .body("outcomes[0].code", is("Forbidden.RAM"))
        .body("outcomes[0].reason", containsString("allow ram:ListResourceGroups"));
    given()
        .contentType("application/json")
        .body(json(ref(7, INSTANCE, instance)))
        .post("/explain")
        .then()
        .statusCode(502)
        .body("detail", containsString("allow ram:ListResourceGroups"));

    account(7).allow("ListResourceGroups", null);
    handle(7, INSTANCE, instance).statusCode(200).body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void retriesWhenResourceManagerThrottles() {
    String first = create(8, INSTANCE, "env", "prod");
    String second = create(8, INSTANCE, "env", "prod");
    ecs.faults().failNext("ListResourceGroups", "Throttling.User", 400, "Request was denied", 50);

    send(json(Map.of("resources", List.of(ref(8, INSTANCE, first), ref(8, INSTANCE, second)))))
        .statusCode(503)
        .body("summary", is(Map.of("retry", 2)))
        .body("outcomes.code", is(List.of("Throttling.User", "Throttling.User")));

    ecs.faults().clear();
    handle(8, INSTANCE, first).statusCode(200).body("outcomes[0].outcome", is("joined"));
  }

  @Test
  void refusesGroupThatTheBookDoesNotAllow() {
    String instance = create(9, INSTANCE, "team", "prod-2");

    handle(9, INSTANCE, instance).statusCode(200).body("outcomes[0].outcome", is("left"));
    Map<String, Object> state = new HashMap<>(ref(9, INSTANCE, instance));
    state.put("tags", Map.of("env", "prod"));
    given()
        .contentType("application/json")
        .body(json(state))
        .post("/explain")
        .then()
        .statusCode(200)
        .body("decision.groupName", is("prod"));
    assertEquals(0, lookups());
  }
}
