package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.Once;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.Move;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes while tags change and other instances handle the events of that. */
class SweepRaceTest {
  private static final String REGION = "cn-hangzhou";
  private static final String DEFAULT = EmbeddedAccount.DEFAULT_GROUP;
  private static final String FOLLOW = "follow: {instance: [disk, eni]}\n";

  private EmbeddedEcs ecs;
  private EmbeddedAccount account;

  @BeforeEach
  void start() {
    account = Sweeps.withGroups(new EmbeddedAccount(EmbeddedAccount.ID));
    ecs = EmbeddedEcs.start(account);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private void disk(String id, String team) {
    account.add(EmbeddedResource.of(ResourceKind.DISK, id, REGION).withTag("team", team));
  }

  private void retag(ResourceKind kind, String id, String team) {
    account.change(kind, id, r -> r.withTags(Map.of("team", team)));
  }

  private String groupOf(String id) {
    return account.groupOf(ResourceKind.DISK, id);
  }

  private List<String> movesOf(String id) {
    return account.moves().stream().filter(m -> m.id().equals(id)).map(Move::to).toList();
  }

  private static RequestContext call(Duration time) {
    return new RequestContext(null, null, null, REGION, Deadline.in(time));
  }

  /** A pass over disks; something happens when they have been looked at and nothing is moved. */
  private SweepReport sweep(Sweeper sweeper, Runnable whenPlanned) throws SweepRefusedException {
    return sweep(sweeper, whenPlanned, Duration.ofSeconds(20));
  }

  private SweepReport sweep(Sweeper sweeper, Runnable whenPlanned, Duration time)
      throws SweepRefusedException {
    Once planned = new Once(whenPlanned);
    return sweeper.sweep(
        new SweepRequest(null, List.of(ResourceKind.DISK), false, 100, null, true, 0),
        call(time),
        (seen, toMove, moved) -> {
          planned.run();
          return true;
        });
  }

  /** What another instance does about the event of a change. */
  private Outcome handle(Reconciler reconciler, ResourceKind kind, String id) {
    WorkItem target =
        new WorkItem("e", new ResourceRef(kind, id, REGION, EmbeddedAccount.ID), null);
    return reconciler.reconcile(List.of(target), call(Duration.ofSeconds(10)), false).get(0);
  }

  private void atTheFirstJoin(Runnable doing) {
    ecs.faults().beforeJoin(new Once(doing));
  }

  private static void assertJoined(Outcome outcome, String from, String to) {
    assertEquals(Status.JOINED, outcome.status(), () -> "" + outcome);
    assertEquals(from, outcome.from());
    assertEquals(to, outcome.to());
  }

  @Test
  void tagsThatChangeAfterTheirPageWasReadDecide() throws SweepRefusedException {
    disk("d-1", "payments");
    disk("d-2", "payments");
    SweepReport report =
        sweep(Sweeps.on(ecs).sweeper(), () -> retag(ResourceKind.DISK, "d-1", "search"));
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
    assertJoined(report.outcomes().get(1), DEFAULT, Sweeps.PAYMENTS);
    assertEquals(Sweeps.SEARCH, groupOf("d-1"));
  }

  @Test
  void whatWasReadLongAgoIsReadAgainSoThatNothingIsMovedTwice() throws SweepRefusedException {
    disk("d-1", "payments");
    SweepReport report =
        sweep(
            Sweeps.on(ecs).sweeper(),
            () -> {
              retag(ResourceKind.DISK, "d-1", "search");
              pause(Duration.ofMillis(1_600));
            });
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
    assertEquals(List.of(Sweeps.SEARCH), movesOf("d-1"));
  }

  @Test
  void tagsThatChangeWhileTheMoveIsUnderWayDecide() throws SweepRefusedException {
    disk("d-1", "payments");
    atTheFirstJoin(() -> retag(ResourceKind.DISK, "d-1", "search"));
    SweepReport report = sweep(Sweeps.on(ecs).sweeper(), () -> {});
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
    assertEquals(List.of(Sweeps.PAYMENTS, Sweeps.SEARCH), movesOf("d-1"));
    assertEquals(Map.of(Status.JOINED, 1), report.summary());
  }

  @Test
  void aMoveThatComesAfterALaterOneOfAnotherInstanceIsMadeGood() throws SweepRefusedException {
    disk("d-1", "payments");
    Reconciler other = Sweeps.on(ecs).reconciler();
    atTheFirstJoin(
        () -> {
          retag(ResourceKind.DISK, "d-1", "search");
          assertEquals(Status.JOINED, handle(other, ResourceKind.DISK, "d-1").status());
        });
    SweepReport report = sweep(Sweeps.on(ecs).sweeper(), () -> {});
    assertEquals(List.of(Sweeps.SEARCH, Sweeps.PAYMENTS, Sweeps.SEARCH), movesOf("d-1"));
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
  }

  @Test
  void whatAnotherInstanceMovedSinceItsPageWasReadStaysThere() throws SweepRefusedException {
    disk("d-1", "payments");
    Reconciler other = Sweeps.on(ecs).reconciler();
    SweepReport report =
        sweep(
            Sweeps.on(ecs).sweeper(),
            () -> assertEquals(Status.JOINED, handle(other, ResourceKind.DISK, "d-1").status()));
    assertEquals(Status.UNCHANGED, report.outcomes().get(0).status());
    assertEquals(List.of(Sweeps.PAYMENTS), movesOf("d-1"));
  }

  @Test
  void movesBackWhatAnotherInstanceMovedSinceItsPage() throws SweepRefusedException {
    disk("d-1", "payments");
    Reconciler other = Sweeps.on(ecs).reconciler();
    SweepReport report =
        sweep(
            Sweeps.on(ecs).sweeper(),
            () -> {
              retag(ResourceKind.DISK, "d-1", "search");
              assertEquals(Status.JOINED, handle(other, ResourceKind.DISK, "d-1").status());
            });
    assertEquals(Sweeps.SEARCH, groupOf("d-1"));
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
  }

  @Test
  void whatTheSameInstanceHandledSinceItsPageWasReadIsReadAgain() throws SweepRefusedException {
    disk("d-1", "payments");
    Sweeps sweeps = Sweeps.on(ecs);
    Reconciler same = sweeps.reconciler();
    SweepReport report =
        sweep(
            sweeps.sweeper(same),
            () -> {
              retag(ResourceKind.DISK, "d-1", "search");
              assertEquals(Status.JOINED, handle(same, ResourceKind.DISK, "d-1").status());
            });
    assertEquals(Status.UNCHANGED, report.outcomes().get(0).status());
    assertEquals(List.of(Sweeps.SEARCH), movesOf("d-1"));
  }

  @Test
  void whatIsDeletedSinceItsPageWasReadIsGone() throws SweepRefusedException {
    disk("d-1", "payments");
    SweepReport report =
        sweep(Sweeps.on(ecs).sweeper(), () -> account.remove(ResourceKind.DISK, "d-1"));
    assertEquals(Map.of(Status.GONE, 1), report.summary());
  }

  @Test
  void aMoveThatCannotBeLookedAtIsARetryAndTheNextPassFindsIt() throws SweepRefusedException {
    disk("d-1", "payments");
    disk("d-2", "payments");
    atTheFirstJoin(
        () -> ecs.faults().failNext("DescribeDisks", "InternalError", 500, "the message", 99));
    SweepReport report = sweep(Sweeps.on(ecs).sweeper(), () -> {}, Duration.ofSeconds(3));
    assertEquals(Map.of(Status.RETRY, 2), report.summary());
    Outcome first = report.outcomes().get(0);
    assertEquals(Sweeps.PAYMENTS, first.to());
    assertTrue(first.reason().startsWith("moved, but not read again"), first::reason);
    ecs.faults().clear();
    retag(ResourceKind.DISK, "d-2", "search");
    report = sweep(Sweeps.on(ecs).sweeper(), () -> {});
    assertEquals(Map.of(Status.UNCHANGED, 1, Status.JOINED, 1), report.summary());
    assertEquals(Sweeps.SEARCH, groupOf("d-2"));
  }

  @Test
  void aFollowerGoesWhereItsLeaderBelongsByThen() throws SweepRefusedException {
    account.add(
        EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION).withTag("team", "payments"));
    account.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION).withInstance("i-1"));
    Sweeps sweeps = Sweeps.on(ecs).withRules(FOLLOW);
    Reconciler other = sweeps.reconciler();
    SweepReport report =
        sweep(
            sweeps.sweeper(),
            () ->
                atTheFirstJoin(
                    () -> {
                      retag(ResourceKind.INSTANCE, "i-1", "search");
                      handle(other, ResourceKind.INSTANCE, "i-1");
                    }));
    assertEquals(Sweeps.SEARCH, account.groupOf(ResourceKind.INSTANCE, "i-1"));
    assertEquals(List.of(Sweeps.SEARCH, Sweeps.PAYMENTS, Sweeps.SEARCH), movesOf("d-1"));
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
  }

  @Test
  void aFollowerWhoseLeaderWasRetaggedSinceThePlanIsMovedOnce() throws SweepRefusedException {
    account.add(
        EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION).withTag("team", "payments"));
    account.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION).withInstance("i-1"));
    SweepReport report =
        sweep(
            Sweeps.on(ecs).withRules(FOLLOW).sweeper(),
            () -> {
              retag(ResourceKind.INSTANCE, "i-1", "search");
              pause(Duration.ofMillis(2_500));
            });
    assertJoined(report.outcomes().get(0), DEFAULT, Sweeps.SEARCH);
    assertEquals(List.of(Sweeps.SEARCH), movesOf("d-1"));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
