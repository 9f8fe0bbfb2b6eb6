package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.Once;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedGroup;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.dev.Move;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a resource on a bad day, against an embedded ECS. */
class ReconcilerTest {
  private static final String REGION = "cn-hangzhou";
  private static final String DEFAULT = EmbeddedAccount.DEFAULT_GROUP;
  private static final String PROD = "rg-prod0000000001";
  private static final String DEV = "rg-dev00000000001";

  private EmbeddedEcs ecs;
  private RuleBook rules;
  private Reconciler reconciler;

  @BeforeEach
  void start() throws RuleBookException {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    ecs.account().accept("id", "a-secret");
    ecs.account().addGroup(PROD, "prod");
    ecs.account().addGroup(DEV, "dev");
    rules =
        RuleBookParser.parse(
            "rules",
            """
            version: 1
            groups: {prod: %s, dev: %s}
            rules:
              - {name: by env, when: {tag.env: {exists: true}}, join: "{tag.env}"}
            otherwise: leave
            """
                .formatted(PROD, DEV));
    reconciler = reconciler(api());
  }

  private EcsApi api() {
    return EcsClients.api(
        new EcsConnection(
            new EcsEndpoint(ecs.endpoint()), new Credentials("id", "a-secret", null)));
  }

  /** That of another instance: it shares nothing with others but ECS. */
  private Reconciler reconciler(EcsApi api) {
    return new Reconciler(
        api, () -> rules, EcsClients.ownAccount(api), EcsClients::noGroups, 8, false);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private String disk(String id, String env) {
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, id, REGION).withTag("env", env));
    return id;
  }

  private String groupOf(String id) {
    return ecs.account().groupOf(ResourceKind.DISK, id);
  }

  private static WorkItem target(String id) {
    return new WorkItem("e", new ResourceRef(ResourceKind.DISK, id, REGION, null), null);
  }

  private static RequestContext call(Duration time) {
    return new RequestContext(null, null, null, null, Deadline.in(time));
  }

  private Outcome handle(String id, Duration time) {
    return handle(reconciler, id, time);
  }

  private static Outcome handle(Reconciler reconciler, String id, Duration time) {
    return reconciler.reconcile(List.of(target(id)), call(time), false).get(0);
  }

  private Outcome handle(String id) {
    return handle(id, Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({
    "EntityExists.AssociatedTransferTasks, 400",
    "InvalidStatus.ResourceGroup,          403",
    "Throttling,                           400",
    "Throttling.User,                      400",
    "OperationConflict,                    409",
    "InternalError,                        500",
    "ServiceUnavailable,                   503",
    "InvalidSecurityToken.Expired,         400",
    "SomethingNew,                         500",
  })
  void reportsVendorsCodeAtDeadline(String code, int http) {
    disk("d-1", "prod");
    ecs.faults().failNext("JoinResourceGroup", code, http, "the vendor's message", 99);
    Outcome outcome = handle("d-1", Duration.ofMillis(1_200));
    assertEquals(Status.RETRY, outcome.status());
    assertEquals(code, outcome.code());
    assertEquals("the vendor's message", outcome.reason());
    assertNotNull(outcome.requestId());
    assertEquals(DEFAULT, groupOf("d-1"));
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultInjector.Kind.class,
      names = {
        "THROTTLED",
        "INTERNAL_ERROR",
        "UNAVAILABLE",
        "HTML",
        "DROPPED",
        "ANSWER_LOST",
        "HUNG"
      })
  void troubleThatLastsIsARetryThatTellsNoSecret(FaultInjector.Kind trouble) {
    disk("d-1", "prod");
    ecs.faults().failNext("DescribeDisks", trouble, 99);
    Outcome outcome = handle("d-1", Duration.ofMillis(1_200));
    assertEquals(Status.RETRY, outcome.status());
    assertFalse(outcome.reason().contains("Signature"), outcome::reason);
    ecs.faults().clear();
    ecs.faults().failNext("JoinResourceGroup", trouble, 99);
    if (trouble != FaultInjector.Kind.ANSWER_LOST) {
      assertEquals(Status.RETRY, handle("d-1", Duration.ofMillis(1_200)).status());
    }
    ecs.faults().clear();
    assertEquals(Status.JOINED, handle("d-1").status());
    assertEquals(PROD, groupOf("d-1"));
  }

  @Test
  void findsMoveDoneWhoseAnswerWasLost() {
    disk("d-1", "prod");
    ecs.faults().failNext("JoinResourceGroup", FaultInjector.Kind.ANSWER_LOST, 1);
    assertEquals(Status.UNCHANGED, handle("d-1").status());
    assertEquals(1, ecs.account().moves().size());
  }

  @Test
  void refusesDuplicateThatStaysElsewhere() {
    disk("d-1", "prod");
    ecs.faults().failNext("JoinResourceGroup", "InvalidResourceGroup.Duplicate", 403, "m", 1);
    assertEquals(Status.JOINED, handle("d-1").status());
    ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");
    ecs.faults().failNext("JoinResourceGroup", "InvalidResourceGroup.Duplicate", 403, "m", 99);
    Outcome outcome = handle("d-1");
    assertEquals(Status.REFUSED, outcome.status());
    assertEquals("InvalidResourceGroup.Duplicate", outcome.code());
  }

  @Test
  void movesWhatSomebodyElseMovedElsewhereMeanwhile() {
    disk("d-1", "prod");
    ecs.faults().beforeJoin(() -> ecs.account().setGroup(ResourceKind.DISK, "d-1", DEV));
    assertEquals(Status.JOINED, handle("d-1").status());
    assertEquals(PROD, groupOf("d-1"));
  }

  @Test
  void reportsUnchangedAfterMoveByOthers() {
    disk("d-1", "prod");
    ecs.faults().beforeJoin(() -> ecs.account().setGroup(ResourceKind.DISK, "d-1", PROD));
    assertEquals(Status.UNCHANGED, handle("d-1").status());
  }

  @Test
  void reportsGoneWhenDeletedMeanwhile() {
    disk("d-1", "prod");
    ecs.faults().beforeJoin(() -> ecs.account().remove(ResourceKind.DISK, "d-1"));
    assertEquals(Status.GONE, handle("d-1").status());
  }

  @Test
  void refusesDeletedGroup() {
    disk("d-1", "prod");
    ecs.account().removeGroup(PROD);
    Outcome outcome = handle("d-1");
    assertEquals(Status.REFUSED, outcome.status());
    assertEquals("InvalidResourceGroup.NotFound", outcome.code());
  }

  @Test
  void waitsForGroupBeingCreated() {
    disk("d-1", "prod");
    ecs.account().groupStatus(PROD, EmbeddedGroup.Status.CREATING);
    AtomicInteger joins = new AtomicInteger();
    ecs.faults()
        .beforeJoin(
            () -> {
              if (joins.incrementAndGet() == 2) {
                ecs.account().groupStatus(PROD, EmbeddedGroup.Status.OK);
              }
            });
    assertEquals(Status.JOINED, handle("d-1").status());
  }

  @Test
  void waitsForTransferThatEndsSoon() {
    disk("d-1", "prod");
    ecs.account().transferUnderWay(ResourceKind.DISK, "d-1", true);
    AtomicInteger joins = new AtomicInteger();
    ecs.faults()
        .beforeJoin(
            () -> {
              if (joins.incrementAndGet() == 2) {
                ecs.account().transferUnderWay(ResourceKind.DISK, "d-1", false);
              }
            });
    assertEquals(Status.JOINED, handle("d-1").status());
  }

  @Test
  void retriesDuringLastingTransfer() {
    disk("d-1", "prod");
    ecs.account().transferUnderWay(ResourceKind.DISK, "d-1", true);
    Outcome outcome = handle("d-1");
    assertEquals(Status.RETRY, outcome.status());
    assertEquals("EntityExists.AssociatedTransferTasks", outcome.code());
    assertEquals(3, ecs.calls("JoinResourceGroup").size());
  }

  @Test
  void reportsGoneFiveMinutesAfterEvent() {
    ResourceRef ref = new ResourceRef(ResourceKind.DISK, "d-1", REGION, null);
    Instant now = Instant.now();
    Outcome fresh =
        reconciler
            .reconcile(List.of(new WorkItem("e", ref, now)), call(Duration.ofSeconds(9)), false)
            .get(0);
    assertEquals(Status.RETRY, fresh.status());
    assertEquals("NotVisibleYet", fresh.code());
    Outcome old =
        reconciler
            .reconcile(
                List.of(new WorkItem("e", ref, now.minus(WorkItem.FRESH).minusSeconds(1))),
                call(Duration.ofSeconds(9)),
                false)
            .get(0);
    assertEquals(Status.GONE, old.status());
  }

  @Test
  void readsAHundredAroundAMalformedIdInFifteenCalls() {
    List<WorkItem> items = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      items.add(target(disk("d-" + i, "prod")));
    }
    items.add(37, target("d-bad"));
    ecs.faults().refuseId("d-bad", "InvalidDiskIds.Malformed");

    List<Outcome> outcomes = reconciler.reconcile(items, call(Duration.ofSeconds(25)), true);

    assertEquals("InvalidDiskIds.Malformed", outcomes.remove(37).code());
    assertEquals(99, outcomes.size());
    assertTrue(outcomes.stream().allMatch(o -> o.status() == Status.PLANNED), () -> "" + outcomes);
    int calls = ecs.calls("DescribeDisks").size();
    assertTrue(calls <= 15, () -> calls + " calls");
  }

  @Test
  void joinsNothingTwiceWhileAnAbandonedJoinRuns() throws Exception {
    List<WorkItem> both = List.of(target(disk("d-1", "prod")), target(disk("d-2", "none")));
    CountDownLatch joining = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Relay relay = new Relay(api());
    relay.afterJoin =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          joining.countDown();
          awaitUninterrupted(end);
          running.decrementAndGet();
        };
    Reconciler instance = reconciler(relay);
    List<Outcome> outcomes = instance.reconcile(both, call(Duration.ofMillis(500)), false);
    assertEquals("DeadlineExceeded", outcomes.get(0).code());
    assertEquals(Status.LEFT, outcomes.get(1).status());
    assertTrue(joining.await(0, TimeUnit.SECONDS));
    assertEquals("d-1", instance.inFlight().get(0).id());
    ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");

    // the second request has to wait for the first one's join, and runs out of time
    assertEquals("DeadlineExceeded", handle(instance, "d-1", Duration.ofMillis(500)).code());
    assertEquals(1, most.get());
    end.countDown();
    assertEquals(Status.JOINED, handle(instance, "d-1", Duration.ofSeconds(20)).status());
    assertEquals(1, most.get());
    assertEquals(DEV, groupOf("d-1"));
    assertEquals(List.of(), instance.inFlight());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean isInterrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tellsMissingPermissionFromAbsence() {
    ecs.account()
        .add(EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION).withTag("env", "prod"));
    ecs.account().deny("DescribeInstances", null);
    Outcome outcome =
        reconciler
            .reconcile(
                List.of(
                    new WorkItem(
                        "e", new ResourceRef(ResourceKind.INSTANCE, "i-1", REGION, null), null)),
                call(Duration.ofSeconds(9)),
                false)
            .get(0);
    assertEquals(Status.REFUSED, outcome.status());
    assertEquals("Forbidden.RAM", outcome.code());
  }

  @Test
  void tagsThatChangeWhileAMoveIsHeldUpDecide() {
    disk("d-1", "prod");
    atTheFirstJoin(() -> ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev"));
    assertEquals(Status.JOINED, handle("d-1").status());
    assertEquals(DEV, groupOf("d-1"));
  }

  @Test
  void answersInTimeHoweverMuchIsLeft() {
    List<WorkItem> targets =
        IntStream.range(0, 500).mapToObj(i -> target(disk("d-" + i, "prod"))).toList();
    ecs.faults().delay(Duration.ofMillis(200));
    List<Outcome> outcomes = reconciler.reconcile(targets, call(Duration.ofSeconds(3)), false);
    // in 3 seconds 8 callers come to 15 calls of 200 ms each; the rest is for a busy machine
    int joins = ecs.calls("JoinResourceGroup").size();
    assertTrue(joins <= 8 * 20, () -> joins + " joins");
    assertEquals(500, outcomes.size());
    assertEquals("d-499", outcomes.get(499).resource().id());
    assertTrue(outcomes.stream().anyMatch(o -> o.status() == Status.JOINED));
    assertTrue(outcomes.stream().anyMatch(o -> "DeadlineExceeded".equals(o.code())));
    assertTrue(
        outcomes.stream().allMatch(o -> o.status() == Status.JOINED || o.status() == Status.RETRY));
    assertEquals(List.of(), reconciler.inFlight());
  }

  @Test
  void fiftyMovesUnderARateLimitAllSucceedWithoutAHerd() {
    List<WorkItem> targets =
        IntStream.range(0, 50).mapToObj(i -> target(disk("d-" + i, "prod"))).toList();
    ecs.faults().rate(20);
    List<Outcome> outcomes = reconciler.reconcile(targets, call(Duration.ofSeconds(25)), false);
    assertEquals(50, outcomes.size());
    assertTrue(outcomes.stream().allMatch(o -> o.status() == Status.JOINED), () -> "" + outcomes);
    long refused = ecs.faults().injected(FaultInjector.Kind.RATE_EXCEEDED);
    assertTrue(refused > 0);
    // eight callers that only try again would be refused hundreds of times
    assertTrue(refused < 150, () -> refused + " calls were throttled");
  }

  @Test
  void actsOnResourceInOneRequestAtATime() throws Exception {
    disk("d-1", "prod");
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ecs.faults()
        .beforeJoin(
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              pause(Duration.ofMillis(200));
              running.decrementAndGet();
            });
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Outcome>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(threads.submit(() -> handle("d-1")));
      }
      List<Status> results = new ArrayList<>();
      for (Future<Outcome> one : all) {
        results.add(one.get(20, TimeUnit.SECONDS).status());
      }
      assertEquals(1, results.stream().filter(r -> r == Status.JOINED).count(), () -> "" + results);
      assertEquals(5, results.stream().filter(r -> r == Status.UNCHANGED).count());
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, most.get());
    assertEquals(1, ecs.calls("JoinResourceGroup").size());
    assertEquals(List.of(), reconciler.inFlight());
  }

  @Test
  void readsAgainAfterOtherRequestMoved() throws Exception {
    // The first request is held up in its move; the tags change, and the second request reads the
    // new ones. Whatever the order, the newest tags decide.
    disk("d-1", "prod");
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      List<Future<Outcome>> second = new ArrayList<>();
      atTheFirstJoin(
          () -> {
            second.add(threads.submit(() -> handle("d-1")));
            pause(Duration.ofMillis(500));
            ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");
          });
      // one of them finds that the other has done it
      for (Outcome one : List.of(handle("d-1"), second.get(0).get(20, TimeUnit.SECONDS))) {
        assertTrue(Set.of(Status.JOINED, Status.UNCHANGED).contains(one.status()), () -> "" + one);
        assertEquals(DEV, one.to());
      }
      assertEquals(List.of(PROD, DEV), movesTo());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Does something at the first join that arrives and nothing at the others. */
  private void atTheFirstJoin(Runnable doing) {
    ecs.faults().beforeJoin(new Once(doing));
  }

  private List<String> movesTo() {
    return ecs.account().moves().stream().map(Move::to).toList();
  }

  @Test
  void correctsMoveThatOvertookLaterOne() {
    disk("d-1", "prod");
    Reconciler other = reconciler(api());
    List<Outcome> ofOther = new ArrayList<>();
    atTheFirstJoin(
        () -> {
          ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");
          ofOther.add(handle(other, "d-1", Duration.ofSeconds(20)));
        });
    Outcome outcome = handle("d-1");
    assertEquals(Status.JOINED, ofOther.get(0).status());
    assertEquals(List.of(DEV, PROD, DEV), movesTo());
    assertEquals(Status.JOINED, outcome.status());
    assertEquals(DEFAULT, outcome.from());
    assertEquals(DEV, outcome.to());
  }

  @Test
  void anotherInstanceThatMovedLastLeavesNothingToMakeGood() {
    disk("d-1", "prod");
    Relay relay = new Relay(api());
    Reconciler other = reconciler(api());
    relay.afterJoin =
        () -> {
          ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");
          assertEquals(Status.JOINED, handle(other, "d-1", Duration.ofSeconds(20)).status());
        };
    // its own move was to another group than the one that is wanted now, so it tries
    Outcome outcome = handle(reconciler(relay), "d-1", Duration.ofSeconds(20));
    assertEquals(Status.UNCHANGED, outcome.status());
    assertEquals(DEV, outcome.from());
    assertEquals(List.of(PROD, DEV), movesTo());
  }

  @Test
  void movesOnceThoughOldGroupIsShown() {
    disk("d-1", "prod");
    Relay relay = new Relay(api());
    relay.shownGroup = DEFAULT;
    assertEquals(Status.JOINED, handle(reconciler(relay), "d-1", Duration.ofSeconds(20)).status());
    assertEquals(List.of(PROD), movesTo());
  }

  @Test
  void doesNotBelieveGroupOfOtherMove() {
    disk("d-1", "prod");
    Relay relay = new Relay(api());
    Reconciler other = reconciler(api());
    atTheFirstJoin(
        () -> {
          ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");
          handle(other, "d-1", Duration.ofSeconds(20));
          relay.shownGroup = DEV;
        });
    assertEquals(Status.JOINED, handle(reconciler(relay), "d-1", Duration.ofSeconds(20)).status());
    assertEquals(List.of(DEV, PROD, DEV), movesTo());
  }

  @Test
  void retriesMoveThatCouldNotBeChecked() {
    disk("d-1", "prod");
    atTheFirstJoin(
        () -> ecs.faults().failNext("DescribeDisks", "InternalError", 500, "the message", 99));
    Outcome outcome = handle("d-1", Duration.ofMillis(1_500));
    assertEquals(Status.RETRY, outcome.status());
    assertEquals("InternalError", outcome.code());
    assertEquals("moved, but not read again: the message", outcome.reason());
    assertEquals(PROD, groupOf("d-1"));
    ecs.faults().clear();
    assertEquals(Status.UNCHANGED, handle("d-1").status());
  }

  @Test
  void retriesMoveWithoutTimeLeftToCheck() {
    disk("d-1", "prod");
    Relay relay = new Relay(api());
    relay.afterJoin = () -> pause(Duration.ofMillis(1_100));
    Outcome outcome = handle(reconciler(relay), "d-1", Duration.ofSeconds(1));
    assertEquals(Status.RETRY, outcome.status());
    assertEquals("DeadlineExceeded", outcome.code());
    assertEquals(PROD, groupOf("d-1"));
    assertEquals(Status.UNCHANGED, handle("d-1").status());
  }

  @Test
  void passesOnWaitThatEcsNames() {
    disk("d-1", "prod");
    assertEquals(0, reconciler.quietMillis());
    // one call now, the next in fifty seconds
    ecs.faults().rate(0.02);
    assertEquals("Throttling.User", handle("d-1").code());
    long quiet = reconciler.quietMillis();
    assertTrue(quiet > 40_000 && quiet <= 50_000, () -> quiet + " ms");
  }

  @Test
  void reportsJoinedWhenDeletedAfterMove() {
    disk("d-1", "prod");
    Relay relay = new Relay(api());
    relay.afterJoin = () -> ecs.account().remove(ResourceKind.DISK, "d-1");
    assertEquals(Status.JOINED, handle(reconciler(relay), "d-1", Duration.ofSeconds(20)).status());
  }

  @Test
  void retriesWhatNeverStopsChanging() {
    disk("d-1", "prod");
    ecs.faults()
        .beforeJoin(
            () ->
                ecs.account()
                    .tag(
                        ResourceKind.DISK,
                        "d-1",
                        "env",
                        movesTo().size() % 2 == 0 ? "dev" : "prod"));
    Outcome outcome = handle("d-1");
    assertEquals(Status.RETRY, outcome.status());
    assertEquals("Overtaken", outcome.code());
    assertEquals("moved, but the desired group kept changing", outcome.reason());
    assertEquals(List.of(PROD, DEV, PROD, DEV), movesTo());
    ecs.faults().clear();
    assertEquals(Status.JOINED, handle("d-1").status());
    assertEquals(PROD, groupOf("d-1"));
  }

  @Test
  void retriesChangeSinceMoveWithLostAnswer() {
    disk("d-1", "prod");
    ecs.faults().failNext("JoinResourceGroup", FaultInjector.Kind.ANSWER_LOST, 1);
    ecs.faults()
        .beforeJoin(
            () -> {
              if (groupOf("d-1").equals(PROD)) {
                ecs.account().tag(ResourceKind.DISK, "d-1", "env", "dev");
              }
            });
    Outcome outcome = handle("d-1");
    assertEquals(Status.RETRY, outcome.status());
    assertEquals("Overtaken", outcome.code());
    assertEquals(Status.JOINED, handle("d-1").status());
    assertEquals(DEV, groupOf("d-1"));
  }

  @Test
  void checksManyMovesWithOneCall() {
    List<WorkItem> targets =
        IntStream.range(0, 250).mapToObj(i -> target(disk("d-" + i, "prod"))).toList();
    assertEquals(100, ResourceKind.DISK.describe().maxIds());
    List<Outcome> outcomes = reconciler.reconcile(targets, call(Duration.ofSeconds(30)), false);
    assertTrue(outcomes.stream().allMatch(o -> o.status() == Status.JOINED));
    assertEquals(250, ecs.calls("JoinResourceGroup").size());
    assertEquals(3 + 3, ecs.calls("DescribeDisks").size());
    ecs.clearCalls();
    reconciler.reconcile(targets, call(Duration.ofSeconds(30)), false);
    assertEquals(3, ecs.calls().size());
    ecs.clearCalls();
    IntStream.range(0, 250)
        .forEach(i -> ecs.account().tag(ResourceKind.DISK, "d-" + i, "env", "dev"));
    reconciler.reconcile(targets, call(Duration.ofSeconds(30)), true);
    assertEquals(3, ecs.calls().size(), "a dry run has nothing to look at again");
  }

  /** The way to ECS, with something that happens there and a view that lags behind. */
  private static final class Relay extends EcsApi {
    private volatile Runnable afterJoin = () -> {};
    private volatile String shownGroup;

    Relay(EcsApi ecs) {
      super(ecs);
    }

    @Override
    public Map<String, ResourceState> describe(
        RequestContext context,
        ResourceKind kind,
        String region,
        String account,
        Collection<String> ids)
        throws EcsException {
      Map<String, ResourceState> shown =
          new HashMap<>(super.describe(context, kind, region, account, ids));
      if (shownGroup != null) {
        shown.replaceAll((id, state) -> state.withGroup(shownGroup));
      }
      return shown;
    }

    @Override
    public String join(RequestContext context, ResourceRef ref, String group) throws EcsException {
      String requestId = super.join(context, ref, group);
      afterJoin.run();
      return requestId;
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
