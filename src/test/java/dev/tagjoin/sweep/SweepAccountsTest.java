package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.sweep.SweepReport.AccountSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes over the accounts of a directory. */
class SweepAccountsTest {
  private static final String REGION = "cn-hangzhou";
  private static final String OWN = EmbeddedAccount.ID;
  private static final String ROLE = "tagjoin-member";
  private static final AccountList DIRECTORY =
      AccountList.parse(List.of("directory:" + ROLE), List.of());

  private final EmbeddedAccount own = Sweeps.withGroups(new EmbeddedAccount(OWN));
  private final EmbeddedEcs ecs = EmbeddedEcs.start(own);

  @AfterEach
  void stop() {
    ecs.close();
  }

  private static String id(int number) {
    return "10000000000" + (10_000 + number);
  }

  /** A member of the directory with disks of which some have to move. */
  private EmbeddedAccount member(int number, int disks, int toMove) {
    String id = id(number);
    EmbeddedAccount member =
        Sweeps.withGroups(new EmbeddedAccount(id, "rg-default" + id.substring(10)));
    member.addRole("acs:ram::" + id + ":role/" + ROLE, OWN);
    fill(member, disks, toMove);
    ecs.directory().add(member);
    return member;
  }

  private static void fill(EmbeddedAccount account, int disks, int toMove) {
    for (int i = 0; i < disks; i++) {
      EmbeddedResource disk = EmbeddedResource.of(ResourceKind.DISK, "d-" + (1_000 + i), REGION);
      account.add(i < toMove ? disk.withTag("env", "prod") : disk);
    }
  }

  private Sweeper sweeper() {
    return Sweeps.on(ecs).withAccounts(DIRECTORY).sweeper();
  }

  private static SweepRequest request(
      List<String> accounts, boolean dryRun, int maxMoves, boolean force) {
    return new SweepRequest(
        accounts, null, List.of(ResourceKind.DISK), dryRun, maxMoves, null, force, 0);
  }

  private static RequestContext call() {
    return new RequestContext(null, null, null, REGION, Deadline.in(Duration.ofSeconds(60)));
  }

  private static Map<String, Long> seen(SweepReport report) {
    Map<String, Long> seen = new TreeMap<>();
    report.accounts().forEach(account -> seen.put(account.account(), account.seen()));
    return seen;
  }

  @Test
  void looksAtEveryAccountOfTheDirectory() throws SweepRefusedException {
    fill(own, 3, 1);
    member(1, 4, 2);
    ecs.directory().add(member(2, 9, 9), "CreateSuccess", "Deleting");
    member(3, 250, 2);

    SweepReport report = sweeper().sweep(request(null, true, 100, false), call());

    assertEquals(Map.of(OWN, 3L, id(1), 4L, id(3), 250L), seen(report));
    assertEquals(257, report.seen());
    assertEquals(Map.of(Status.PLANNED, 5, Status.LEFT, 252), report.summary());
    List<String> grouped =
        report.outcomes().stream().map(o -> o.resource().account()).distinct().toList();
    assertEquals(List.of(id(1), id(3), OWN), grouped);
    assertNull(report.cursor());
    assertNull(report.stop());
  }

  @Test
  void movesInEachAccountByItsOwnGroups() throws SweepRefusedException {
    EmbeddedAccount one = member(1, 4, 2);
    EmbeddedAccount two = member(2, 4, 3);

    SweepReport report = sweeper().sweep(request(null, false, 100, true), call());

    assertEquals(5, report.count(Status.JOINED));
    assertEquals(2, one.moves().size());
    assertEquals(3, two.moves().size());
  }

  @Test
  void anAccountThatCannotBeEnteredIsOneLine() throws SweepRefusedException {
    member(1, 2, 1);
    ecs.directory().add(new EmbeddedAccount(id(2), "rg-default" + id(2).substring(10)));
    member(3, 2, 1).deny("DescribeDisks", null);
    EmbeddedAccount broken = member(4, 2, 1);
    broken.faults().failNext("*", FaultInjector.Kind.UNAVAILABLE, 100_000);

    SweepReport report =
        sweeper()
            .sweep(
                request(null, true, 100, false),
                call().withDeadline(Deadline.in(Duration.ofSeconds(20))));

    Map<String, Outcome> failed = new LinkedHashMap<>();
    for (Outcome outcome : report.outcomes()) {
      if (outcome.status() != Status.PLANNED) {
        assertNull(failed.put(outcome.resource().account(), outcome));
      }
    }
    assertEquals(Set.of(id(2), id(3), id(4)), failed.keySet());
    assertEquals(Status.REFUSED, failed.get(id(2)).status());
    assertEquals("EntityNotExist.Role", failed.get(id(2)).code());
    assertNull(failed.get(id(2)).resource().type());
    assertEquals("Forbidden.RAM", failed.get(id(3)).code());
    assertEquals(Status.RETRY, failed.get(id(4)).status());
    assertEquals(1, report.count(Status.PLANNED));
    assertNull(report.cursor());
  }

  @Test
  void accountsNarrowThePass() throws SweepRefusedException {
    member(1, 2, 1);
    member(2, 2, 1);
    SweepReport report = sweeper().sweep(request(List.of(id(2)), true, 100, false), call());
    assertEquals(Map.of(id(2), 2L), seen(report));

    for (AccountList list :
        List.of(
            DIRECTORY,
            AccountList.parse(List.of(OWN, id(1) + "=acs:ram::" + id(1) + ":role/a"), List.of()))) {
      Sweeper sweeper = Sweeps.on(ecs).withAccounts(list).sweeper();
      SweepRefusedException e =
          assertThrows(
              SweepRefusedException.class,
              () -> sweeper.sweep(request(List.of("42"), true, 100, false), call()));
      assertEquals("accounts", e.member());
      assertTrue(e.getMessage().contains("account 42"), e::getMessage);
    }
  }

  @Test
  void listedAccountsAreSweptToo() throws SweepRefusedException {
    fill(own, 2, 1);
    member(1, 3, 1);
    member(2, 4, 1);
    AccountList list =
        AccountList.parse(List.of(OWN, id(1) + "=acs:ram::" + id(1) + ":role/" + ROLE), List.of());

    SweepReport report =
        Sweeps.on(ecs).withAccounts(list).sweeper().sweep(request(null, true, 100, false), call());

    assertEquals(Map.of(OWN, 2L, id(1), 3L), seen(report));
    assertEquals(0, ecs.calls("ListAccounts").size());
  }

  @Test
  void theShareCountsPerAccount() throws SweepRefusedException {
    EmbeddedAccount large = member(1, 200, 2);
    EmbeddedAccount small = member(2, 4, 4);

    SweepReport report = sweeper().sweep(request(null, false, 100, false), call());

    assertEquals(2, large.moves().size());
    assertEquals(List.of(), small.moves());
    assertEquals(SweepReport.Why.SHARE, report.stop().why());
    assertTrue(report.stop().detail().contains("account " + id(2)), report.stop()::detail);
    assertNull(report.cursor());
    for (AccountSummary account : report.accounts()) {
      assertEquals(id(2).equals(account.account()), account.stop() != null);
    }
  }

  @Test
  void maxMovesCountsOverAllAccounts() throws SweepRefusedException {
    for (int i = 1; i <= 5; i++) {
      member(i, 4, 3);
    }
    Sweeper sweeper = sweeper();
    SweepRequest next = request(null, false, 4, true);
    int calls = 0;
    do {
      SweepReport report = sweeper.sweep(next, call());
      assertTrue(report.count(Status.JOINED) <= 4);
      calls++;
      next = next.from(report.cursor());
    } while (next.cursor() != null);

    assertEquals(15, moves(ecs.accounts()));
    assertTrue(calls >= 4 && calls <= 8, "calls: " + calls);
  }

  private static int moves(List<EmbeddedAccount> accounts) {
    return accounts.stream().mapToInt(account -> account.moves().size()).sum();
  }

  @Test
  void aCursorIsBoundToItsAccounts() throws SweepRefusedException {
    member(1, 4, 3);
    member(2, 4, 3);
    Sweeper sweeper = sweeper();
    String cursor = sweeper.sweep(request(List.of(id(1)), true, 1, false), call()).cursor();
    assertNotNull(cursor);

    SweepRefusedException e =
        assertThrows(
            SweepRefusedException.class,
            () -> sweeper.sweep(request(List.of(id(2)), true, 1, false).from(cursor), call()));
    assertEquals("cursor", e.member());
    assertEquals(
        Map.of(id(1), 3L), seen(sweeper.sweep(request(null, true, 9, false).from(cursor), call())));
  }

  @Test
  void timersBeginAtAnyAccount() throws SweepRefusedException {
    for (int i = 0; i < 4; i++) {
      member(i, 1, 0);
    }
    Set<String> first = new HashSet<>();
    for (int startAt = 0; startAt < 5; startAt++) {
      SweepReport report =
          sweeper()
              .sweep(
                  new SweepRequest(
                      null, null, List.of(ResourceKind.DISK), true, 100, null, false, startAt),
                  call());
      assertEquals(5, report.accounts().size());
      first.add(report.accounts().get(0).account());
    }
    assertEquals(5, first.size());
  }

  /**
   * Calls whose answer is lost, accounts that appear and vanish between calls: what exists
   * throughout is moved exactly once.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aKilledPassSkipsNothingAndMovesNothingTwice(long seed) throws SweepRefusedException {
    Random random = new Random(seed);
    Map<String, EmbeddedAccount> throughout = new TreeMap<>();
    List<EmbeddedAccount> all = new ArrayList<>();
    int number = 100;
    for (int i = 0; i < 12; i++) {
      int disks = random.nextInt(130);
      EmbeddedAccount account = member(number++ * 7 % 1_000, disks, random.nextInt(disks + 1));
      throughout.put(account.id(), account);
      all.add(account);
    }
    SweepRequest next = request(null, false, 1 + random.nextInt(40), true);
    for (int calls = 0; ; calls++) {
      assertTrue(calls < 2_000, "the pass does not end");
      // each call may come to another instance
      SweepReport report = sweeper().sweep(next, call());
      boolean isKilled = random.nextInt(3) == 0;
      if (!isKilled) {
        next = next.from(report.cursor());
        if (next.cursor() == null) {
          break;
        }
      }
      if (random.nextInt(3) == 0) {
        all.add(member(number++ * 7 % 1_000, random.nextInt(20), 0));
      }
      if (random.nextInt(4) == 0 && throughout.size() > 4) {
        String gone = List.copyOf(throughout.keySet()).get(random.nextInt(throughout.size()));
        throughout.remove(gone);
        ecs.directory().remove(gone);
      }
    }
    for (EmbeddedAccount account : throughout.values()) {
      for (EmbeddedResource disk : account.resources()) {
        boolean isProd = "prod".equals(disk.tags().get("env"));
        assertEquals(isProd ? Sweeps.PROD : account.defaultGroup(), disk.group());
      }
    }
    for (EmbeddedAccount account : all) {
      Set<String> moved = new HashSet<>();
      account.moves().forEach(move -> assertTrue(moved.add(move.id()), "twice: " + move));
    }
  }
}
