package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes of a rule book that says what follows what. */
class SweepFollowTest {
  private static final String REGION = "cn-hangzhou";
  private static final int INSTANCES = 150;

  private EmbeddedEcs ecs;
  private EmbeddedAccount account;
  private Sweeper sweeper;

  /** 150 instances of prod, with two disks each and a snapshot of each disk; all without tags. */
  @BeforeEach
  void start() {
    account = Sweeps.withGroups(new EmbeddedAccount(EmbeddedAccount.ID));
    for (int i = 0; i < INSTANCES; i++) {
      String instance = "i-" + i;
      add(ResourceKind.INSTANCE, instance, r -> r.withTag("env", "prod"));
      for (int d = 0; d < 2; d++) {
        String disk = "d-" + i + "-" + d;
        add(ResourceKind.DISK, disk, r -> r.withInstance(instance));
        add(ResourceKind.SNAPSHOT, "s-" + i + "-" + d, r -> r.withDisk(disk));
      }
    }
    ecs = EmbeddedEcs.start(account);
    sweeper =
        Sweeps.on(ecs).withRules("follow: {instance: [disk, eni], disk: [snapshot]}\n").sweeper();
  }

  private void add(ResourceKind kind, String id, UnaryOperator<EmbeddedResource> more) {
    account.add(more.apply(EmbeddedResource.of(kind, id, REGION)));
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private SweepReport sweep(boolean dryRun, int maxMoves, ResourceKind... kinds)
      throws SweepRefusedException {
    return sweeper.sweep(
        new SweepRequest(List.of(REGION), List.of(kinds), dryRun, maxMoves, null, true, 0),
        new RequestContext(null, null, null, REGION, Deadline.in(Duration.ofSeconds(60))));
  }

  @Test
  void leadersOfAPageAreLookedUpWithOneCall() throws SweepRefusedException {
    SweepReport report = sweep(true, 1_000, ResourceKind.DISK);
    assertEquals(Map.of(Status.PLANNED, 300), report.summary());
    assertEquals(3, ecs.calls("DescribeDisks").size());
    assertEquals(3, ecs.calls("DescribeInstances").size());
    Outcome first = report.outcomes().get(0);
    assertEquals(new Outcome.Leader("instance", "i-0"), first.follows());
    assertEquals(Sweeps.PROD, first.to());

    ecs.clearCalls();
    assertEquals(Map.of(Status.PLANNED, 300), sweep(true, 1_000, ResourceKind.SNAPSHOT).summary());
    assertEquals(3, ecs.calls("DescribeSnapshots").size());
    assertEquals(3, ecs.calls("DescribeDisks").size());
    assertTrue(ecs.calls("DescribeInstances").size() <= 3);
  }

  @Test
  void aPassOverAllTypesKnowsItsLeadersAlready() throws SweepRefusedException {
    SweepReport report =
        sweep(true, 1_000, ResourceKind.INSTANCE, ResourceKind.DISK, ResourceKind.SNAPSHOT);
    assertEquals(Map.of(Status.PLANNED, 750), report.summary());
    // pages only: 2 of instances, 3 each of disks and snapshots
    assertEquals(8, ecs.calls().size());
  }

  @Test
  void aPassMovesFollowersAndASecondOneFindsNothingToDo() throws SweepRefusedException {
    ResourceKind[] kinds = {ResourceKind.INSTANCE, ResourceKind.DISK, ResourceKind.SNAPSHOT};
    SweepReport report = sweep(false, 1_000, kinds);
    assertEquals(Map.of(Status.JOINED, 750), report.summary());
    assertEquals(750, account.moves().size());
    long describes = ecs.calls().size() - 750L;
    // one each for a follower would be 750; a slow machine looks again at what moved late
    assertTrue(describes < 400, () -> describes + " describe calls");
    assertEquals(Map.of(Status.UNCHANGED, 750), sweep(false, 1_000, kinds).summary());
  }

  @Test
  void followersOfAnInstanceThatIsRefusedStay() throws SweepRefusedException {
    account.deny("JoinResourceGroup", ResourceKind.INSTANCE);
    SweepReport report = sweep(false, 1_000, ResourceKind.INSTANCE, ResourceKind.DISK);
    assertEquals(Map.of(Status.REFUSED, INSTANCES, Status.LEFT, 300), report.summary());
    assertEquals(List.of(), account.moves());
  }

  @Test
  void aLeaderThatCannotBeReadHoldsUpNothingElse() throws SweepRefusedException {
    account.deny("DescribeInstances", null);
    SweepReport report = sweep(true, 1_000, ResourceKind.DISK, ResourceKind.SNAPSHOT);
    assertEquals(Map.of(Status.REFUSED, 600), report.summary());
    assertTrue(
        ecs.calls("DescribeInstances").size() < 60,
        () -> ecs.calls("DescribeInstances").size() + " calls");
  }
}
