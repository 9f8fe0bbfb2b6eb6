package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.RecordedCall;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function whose rule book says what follows what, as its callers see it. */
@QuarkusTest
@TestProfile(FollowTest.Profile.class)
class FollowTest extends FunctionTest {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin.follow");
  private static final ResourceKind INSTANCE = ResourceKind.INSTANCE;
  private static final ResourceKind DISK = ResourceKind.DISK;
  private static final ResourceKind SNAPSHOT = ResourceKind.SNAPSHOT;
  private static final ResourceKind ENI = ResourceKind.NETWORK_INTERFACE;

  private String instance;
  private String disk;
  private String eni;
  private String snapshot;

  /** The example's rules, with followers. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagjoin.rules",
          "{version: 1, groups: {prod: "
              + PROD
              + ", payments: "
              + PAYMENTS
              + "}, rules: [{name: production, when: {tag.env: prod}, join: prod}],"
              + " otherwise: leave, follow: {instance: [disk, eni], disk: [snapshot]}}");
    }
  }

  @BeforeEach
  void create() {
    instance = create(INSTANCE, "env", "prod");
    disk = created(DISK, r -> r.withInstance(instance));
    eni = created(ENI, r -> r.withInstance(instance));
    snapshot = created(SNAPSHOT, r -> r.withDisk(disk));
  }

  private String created(ResourceKind kind, UnaryOperator<EmbeddedResource> more) {
    String id = create(kind);
    ecs.account().change(kind, id, more);
    return id;
  }

  private Map<ResourceKind, String> all() {
    return Map.of(INSTANCE, instance, DISK, disk, ENI, eni, SNAPSHOT, snapshot);
  }

  private void assertAllIn(String group) {
    all().forEach((kind, id) -> assertEquals(group, group(kind, id), id));
  }

  private static ValidatableResponse explain(Object body) {
    return given().contentType("application/json").body(json(body)).post("/explain").then();
  }

  private static Map<String, String> ref(ResourceKind kind, String id) {
    return Map.of("type", kind.type(), "id", id, "region", REGION, "account", EmbeddedAccount.ID);
  }

  @Test
  void movesFollowersWithTaggedInstance() {
    send(tagEvent(INSTANCE, instance))
        .statusCode(200)
        .body("summary", is(Map.of("joined", 4)))
        .body("outcomes[0].resource.id", is(instance))
        .body("outcomes[0].rule", is("production"))
        .body("outcomes[0].follows", nullValue())
        .body("outcomes[1].resource.id", is(disk))
        .body("outcomes[1].rule", nullValue())
        .body("outcomes[1].follows", is(Map.of("type", "instance", "id", instance)))
        .body("outcomes[1].from", is(DEFAULT))
        .body("outcomes[1].to", is(PROD))
        .body("outcomes.find { it.resource.type == 'snapshot' }.follows.id", is(disk));
    assertAllIn(PROD);
  }

  @Test
  void movesFollowerByItsOwnEvent() {
    send(tagEvent(SNAPSHOT, snapshot))
        .statusCode(200)
        .body("outcomes", hasSize(1))
        .body("outcomes[0].outcome", is("joined"))
        .body("outcomes[0].follows", is(Map.of("type", "disk", "id", disk)));
    assertEquals(PROD, group(SNAPSHOT, snapshot));
    assertEquals(DEFAULT, group(DISK, disk));
  }

  @Test
  void movesFollowersAfterPersonMovedInstance() {
    ecs.account().untag(INSTANCE, instance, "env");
    ecs.account().setGroup(INSTANCE, instance, PAYMENTS);
    send(joinEvent(INSTANCE, instance, PAYMENTS, "Mozilla/5.0 (console)"))
        .statusCode(200)
        .body("summary", is(Map.of("left", 1, "joined", 3)));
    assertAllIn(PAYMENTS);
  }

  @Test
  void revertsPersonsMoveAgainstRules() {
    send(tagEvent(INSTANCE, instance)).statusCode(200);
    ecs.account().setGroup(INSTANCE, instance, PAYMENTS);
    send(joinEvent(INSTANCE, instance, PAYMENTS, "Mozilla/5.0 (console)"))
        .statusCode(200)
        .body("summary", is(Map.of("joined", 1, "unchanged", 3)));
    assertAllIn(PROD);
  }

  /** Every move comes back as an event, until there are none: with the mark of the audit record. */
  @Test
  void doesNotLoopOnOwnMoves() {
    assertEquals(List.of(4, 0), loop(true));
  }

  /** The mark only saves looking at what follows: without it nothing is moved either. */
  @Test
  void doesNotLoopOnOwnMovesWithoutMark() {
    assertEquals(List.of(4, 0), loop(false));
  }

  /** Gives the number of moves in each round. */
  private List<Integer> loop(boolean isMarked) {
    List<String> events = List.of(tagEvent(INSTANCE, instance));
    List<Integer> moves = new ArrayList<>();
    while (!events.isEmpty() && moves.size() < 10) {
      ecs.clearCalls();
      Map<String, Integer> outcomes = new TreeMap<>();
      for (String event : events) {
        JsonPath answer = send(event).statusCode(200).extract().jsonPath();
        answer
            .<String, Integer>getMap("summary")
            .forEach((outcome, n) -> outcomes.merge(outcome, n, Integer::sum));
      }
      List<RecordedCall> joins = ecs.calls("JoinResourceGroup");
      int describes = ecs.calls().size() - joins.size();
      moves.add(joins.size());
      LOG.infof(
          "loop, %s, round %d: %d events, outcomes %s, %d describe calls, %d joins",
          isMarked ? "marked" : "unmarked",
          moves.size(),
          events.size(),
          outcomes,
          describes,
          joins.size());
      if (moves.size() == 2 && isMarked) {
        assertEquals(Map.of("unchanged", 4), outcomes);
        // one for each, and one for each that leads it
        assertEquals(1 + 2 + 2 + 3, describes);
      }
      events =
          joins.stream()
              .map(
                  join ->
                      joinEvent(
                          ResourceKind.ofType(join.parameters().get("ResourceType")).orElseThrow(),
                          join.parameters().get("ResourceId"),
                          join.parameters().get("ResourceGroupId"),
                          isMarked ? join.userAgent() : "unknown"))
              .toList();
    }
    assertAllIn(PROD);
    return moves;
  }

  @Test
  void explainsLeader() {
    explain(ref(SNAPSHOT, snapshot))
        .statusCode(200)
        .body("decision.action", is("join"))
        .body("decision.rule", nullValue())
        .body("decision.follows", is(Map.of("type", "disk", "id", disk)))
        .body("decision.group", is(PROD))
        .body("decision.move", is(true))
        .body("leader.type", is("disk"))
        .body("leader.why", is("made from disk " + disk))
        .body("leader.decision.follows.id", is(instance))
        .body("leader.leader.type", is("instance"))
        .body("leader.leader.why", is("attached to instance " + instance))
        .body("leader.leader.state.tags.env", is("prod"))
        .body("leader.leader.decision.rule", is("production"))
        .body("rules[0].applies", is(false));
    ecs.account().change(DISK, disk, r -> r.withInstance(null));
    explain(ref(DISK, disk))
        .statusCode(200)
        .body("decision.rule", is("otherwise"))
        .body("leader.id", nullValue())
        .body("leader.why", containsString("attached to nothing"));
    explain(ref(INSTANCE, instance)).statusCode(200).body("leader", nullValue());
  }

  @Test
  void acceptsLeaderWithGivenState() {
    Map<String, Object> state = new HashMap<>(ref(DISK, "d-given"));
    state.put("tags", Map.of());
    explain(state)
        .statusCode(200)
        .body("decision.rule", is("otherwise"))
        .body("leader.why", containsString("not looked up"));
    state.put("leader", Map.of("type", "instance", "id", "i-given", "tags", Map.of("env", "prod")));
    explain(state)
        .statusCode(200)
        .body("decision.follows.id", is("i-given"))
        .body("decision.group", is(PROD));
    assertEquals(List.of(), ecs.calls());
    state.put("leader", Map.of("type", "instance", "id", instance));
    explain(state)
        .statusCode(200)
        .body("decision.follows.id", is(instance))
        .body("leader.state.group", is(DEFAULT));
    state.put("leader", Map.of("type", "eni", "id", "eni-1"));
    explain(state).statusCode(400).body("pointer", is("/leader/type"));
  }

  @Test
  void failsOnUnreadableLeaderUnlessRuleDecides() {
    ecs.account().deny("DescribeInstances", null);
    try {
      explain(ref(DISK, disk)).statusCode(502).body("detail", containsString("Forbidden.RAM"));
      ecs.account().tag(DISK, disk, "env", "prod");
      explain(ref(DISK, disk))
          .statusCode(200)
          .body("decision.rule", is("production"))
          .body("leader.why", containsString("Forbidden.RAM"));
    } finally {
      ecs.account().allow("DescribeInstances", null);
    }
  }

  @Test
  void sweepsFollowers() {
    String body =
        "{\"regions\":[\"cn-hangzhou\"],\"types\":[\"snapshot\"],\"dryRun\":%s,\"force\":true}";
    given()
        .contentType("application/json")
        .body(String.format(body, "true"))
        .post("/sweep")
        .then()
        .statusCode(200)
        .body("outcomes.outcome", everyItem(is("planned")))
        .body("outcomes.find { it.resource.id == '" + snapshot + "' }.follows.id", is(disk));
    given()
        .contentType("application/json")
        .body(String.format(body, "false"))
        .post("/sweep")
        .then()
        .statusCode(200)
        .body("outcomes.find { it.resource.id == '" + snapshot + "' }.outcome", is("joined"));
    assertEquals(PROD, group(SNAPSHOT, snapshot));
    assertTrue(ecs.calls("DescribeInstances").size() <= 4, () -> "" + ecs.calls());
  }

  @Test
  void movesNothingInDryRun() {
    given()
        .contentType("application/json")
        .body(tagEvent(INSTANCE, instance))
        .post("/events?dryRun=true")
        .then()
        .statusCode(200)
        .body("summary", is(Map.of("planned", 4)));
    assertAllIn(DEFAULT);
  }
}
