package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings by pages against a server that checks the calls on its own account. */
class ListingTest {
  private static final String REGION = "cn-hangzhou";

  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(60)));
  private EmbeddedEcs ecs;
  private EcsApi api;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    Credentials credentials =
        new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);
    api = EcsClients.api(new EcsConnection(new EcsEndpoint(ecs.endpoint()), credentials));
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private List<String> add(ResourceKind kind, int from, int to) {
    List<String> ids =
        IntStream.range(from, to).mapToObj(i -> kind.type() + "-" + (10_000 + i)).toList();
    ids.forEach(id -> ecs.account().add(EmbeddedResource.of(kind, id, REGION)));
    return ids;
  }

  private static List<String> ids(ResourcePage page) {
    return page.states().stream().map(s -> s.ref().id()).toList();
  }

  /** All pages, with something happening before each but the first. */
  private List<String> walk(ResourceKind kind, Runnable between) throws EcsException {
    List<String> found = new ArrayList<>();
    ResourcePage page = api.list(context, kind, REGION, "1", null);
    found.addAll(ids(page));
    while (page.next() != null) {
      between.run();
      page = api.list(context, kind, REGION, "1", page.next());
      found.addAll(ids(page));
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void everythingIsShownOnceAndInOrder(ResourceKind kind) throws EcsException {
    List<String> ids = add(kind, 0, 3 * kind.describe().pageSize() + 7);
    ecs.account().add(EmbeddedResource.of(kind, "elsewhere", "cn-shanghai"));

    assertEquals(ids, walk(kind, () -> {}));

    assertTrue(ecs.calls().stream().allMatch(c -> c.status() == 200), () -> "" + ecs.calls());
    assertEquals(4 + kind.describe().further().size(), ecs.calls().size());
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void listsNothingAsOneEmptyPagePerCall(ResourceKind kind) throws EcsException {
    assertEquals(List.of(), walk(kind, () -> {}));
    int proof = kind.describe().silentRefusal() ? 1 : 0;
    assertEquals(1 + kind.describe().further().size() + proof, ecs.calls().size());
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void tellsMissingPermissionFromEmptyAccount(ResourceKind kind) {
    add(kind, 0, 1);
    ecs.account().deny(kind.describe().action(), null);
    EcsException e =
        assertThrows(EcsException.class, () -> api.list(context, kind, REGION, null, null));
    assertEquals("Forbidden.RAM", e.code());
  }

  @Test
  void statesCarryWhatADecisionNeeds() throws EcsException {
    ecs.account()
        .add(
            EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION)
                .withName("web")
                .withTag("env", "prod")
                .withNetwork("vpc-1", "vsw-1"));
    ResourceState state =
        api.list(context, ResourceKind.INSTANCE, REGION, "1", null).states().get(0);
    assertEquals("web", state.name());
    assertEquals("prod", state.tags().get("env"));
    assertEquals("vpc-1", state.vpc());
    assertEquals(EmbeddedAccount.DEFAULT_GROUP, state.group());
    assertEquals("1", state.ref().account());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Available", "UnderAssessment", "PermanentFailure", "Redeploying"})
  void dedicatedHostsInEveryStateAreShown(String status) throws EcsException {
    ecs.account()
        .add(EmbeddedResource.of(ResourceKind.DEDICATED_HOST, "dh-1", REGION).withStatus(status));
    assertEquals(List.of("dh-1"), walk(ResourceKind.DEDICATED_HOST, () -> {}));
  }

  @Test
  void imagesOfTheVendorAreNotShown() throws EcsException {
    EmbeddedAccount seeded = EmbeddedAccount.large(150, 1);
    try (EmbeddedEcs large = EmbeddedEcs.start(seeded)) {
      Credentials credentials =
          new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);
      ResourcePage page =
          EcsClients.api(new EcsConnection(new EcsEndpoint(large.endpoint()), credentials))
              .list(context, ResourceKind.IMAGE, REGION, null, null);
      assertEquals(10, page.states().size());
    }
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void skipsAndRepeatsNothingWhileResourcesChange(ResourceKind kind) throws EcsException {
    int size = kind.describe().pageSize();
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      List<String> alive = new ArrayList<>(add(kind, seed * 9000, seed * 9000 + 4 * size + 3));
      Set<String> late = new HashSet<>();
      int most = seed == 4 ? size : 5;
      int base = seed * 9000 + 5000;
      List<String> found =
          walk(
              kind,
              () -> {
                for (int i = random.nextInt(most + 1); i > 0 && !alive.isEmpty(); i--) {
                  String gone = alive.remove(random.nextInt(alive.size()));
                  ecs.account().remove(kind, gone);
                }
                if (late.size() < 3) {
                  int n = base + late.size();
                  late.addAll(add(kind, n, n + 1));
                }
              });

      assertEquals(found.size(), new HashSet<>(found).size(), "nothing twice, seed " + seed);
      Set<String> missing = new HashSet<>(alive);
      found.forEach(missing::remove);
      assertEquals(Set.of(), missing, "nothing skipped, seed " + seed);
      alive.forEach(id -> ecs.account().remove(kind, id));
      late.stream()
          .filter(id -> ecs.account().resources().stream().anyMatch(r -> r.id().equals(id)))
          .forEach(id -> ecs.account().remove(kind, id));
    }
  }

  @Test
  void restartsWhenAllSeenLastVanished() throws EcsException {
    List<String> ids = add(ResourceKind.KEY_PAIR, 0, 160);
    ResourcePage first = api.list(context, ResourceKind.KEY_PAIR, REGION, null, null);
    ResourcePage second = api.list(context, ResourceKind.KEY_PAIR, REGION, null, first.next());
    ids.subList(0, 98).forEach(id -> ecs.account().remove(ResourceKind.KEY_PAIR, id));
    ResourcePage third = api.list(context, ResourceKind.KEY_PAIR, REGION, null, second.next());
    assertEquals(ids.get(97), ids(second).get(47));
    assertEquals(ids.get(98), third.states().get(0).ref().id());
  }

  @Test
  void refusesForeignPlace() {
    for (String place : List.of("", "x", "0", "9 ", "-1 2", "0 x")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> api.list(context, ResourceKind.IMAGE, REGION, null, place),
          place);
    }
  }
}
