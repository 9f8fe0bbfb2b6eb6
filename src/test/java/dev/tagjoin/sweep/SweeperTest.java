package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.Move;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes over an embedded account. */
class SweeperTest {
  private static final String REGION = "cn-hangzhou";
  private static final Credentials CREDENTIALS =
      new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null);
  private static final String DEFAULT = EmbeddedAccount.DEFAULT_GROUP;

  private EmbeddedEcs ecs;
  private EmbeddedAccount account;

  @BeforeEach
  void start() {
    use(new EmbeddedAccount(EmbeddedAccount.ID));
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private void use(EmbeddedAccount other) {
    if (ecs != null) {
      ecs.close();
    }
    account = Sweeps.withGroups(other);
    ecs = EmbeddedEcs.start(account);
  }

  private Sweeper sweeper() {
    return Sweeps.on(ecs).sweeper();
  }

  private static RequestContext call() {
    return call(Duration.ofSeconds(60));
  }

  private static RequestContext call(Duration time) {
    return new RequestContext(null, null, null, REGION, Deadline.in(time));
  }

  private static SweepRequest dry(int maxMoves) {
    return new SweepRequest(null, null, true, maxMoves, null, false, 0);
  }

  private static SweepRequest real(int maxMoves) {
    return new SweepRequest(null, null, false, maxMoves, null, true, 0);
  }

  private void add(ResourceKind kind, int from, int to, String... tags) {
    for (int i = from; i < to; i++) {
      EmbeddedResource resource =
          EmbeddedResource.of(kind, kind.type() + "-" + (10_000 + i), REGION);
      account.add(tags.length == 0 ? resource : resource.withTag(tags[0], tags[1]));
    }
  }

  private static List<String> ids(SweepReport report) {
    return report.outcomes().stream().map(o -> o.resource().id()).toList();
  }

  private List<SweepReport> loop(SweepRequest request) throws SweepRefusedException {
    List<SweepReport> reports = new ArrayList<>();
    SweepRequest next = request;
    do {
      SweepReport report = sweeper().sweep(next, call());
      reports.add(report);
      next = request.from(report.cursor());
    } while (next.cursor() != null);
    return reports;
  }

  private static long total(List<SweepReport> reports, Status result) {
    return reports.stream().mapToLong(r -> r.count(result)).sum();
  }

  @Test
  void aDryRunNamesWhatWouldMoveAndMovesNothing() throws SweepRefusedException {
    for (ResourceKind kind : ResourceKind.values()) {
      add(kind, 0, 1, "env", "prod");
      add(kind, 1, 3);
    }
    SweepReport report = sweeper().sweep(dry(100), call());

    assertEquals(Map.of(Status.PLANNED, 15, Status.LEFT, 30), report.summary());
    assertEquals(45, report.seen());
    assertNull(report.cursor());
    assertNull(report.stop());
    Outcome first = report.outcomes().get(0);
    assertEquals("instance-10000", first.resource().id());
    assertEquals(REGION, first.resource().region());
    assertEquals(DEFAULT, first.from());
    assertEquals(Sweeps.PROD, first.to());
    assertEquals("production", first.rule());
    assertEquals(List.of(), account.moves());
  }

  @Test
  void aPassMovesAndASecondOneFindsNothingToDo() throws SweepRefusedException {
    for (ResourceKind kind : ResourceKind.values()) {
      add(kind, 0, 2, "env", "prod");
      add(kind, 2, 5);
    }
    SweepReport first = sweeper().sweep(real(100), call());
    int kinds = ResourceKind.values().length;
    assertEquals(Map.of(Status.JOINED, 2 * kinds, Status.LEFT, 3 * kinds), first.summary());
    assertTrue(first.outcomes().stream().allMatch(o -> o.requestId() != null));
    assertEquals(2 * kinds, account.moves().size());
    // one call for each page, one for each move, one for each type to look at what was moved and
    // one more where a call takes one id
    int pages = kinds + ResourceKind.DEDICATED_HOST.describe().further().size();
    int single =
        (int)
            Arrays.stream(ResourceKind.values())
                .filter(kind -> kind.describe().maxIds() == 1)
                .count();
    assertEquals(pages + 2 * kinds + kinds + single, ecs.calls().size());

    SweepReport second = sweeper().sweep(real(100), call());
    assertEquals(Map.of(Status.UNCHANGED, 2 * kinds, Status.LEFT, 3 * kinds), second.summary());
    assertEquals(List.of(), second.outcomes());
    assertEquals(2 * kinds, account.moves().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void maxMovesStopsAndTheCursorGoesOnWithNothingSkippedOrDoneTwice(boolean dryRun)
      throws SweepRefusedException {
    add(ResourceKind.INSTANCE, 0, 150, "env", "prod");
    add(ResourceKind.KEY_PAIR, 0, 130, "env", "prod");
    add(ResourceKind.IMAGE, 0, 130);
    List<SweepReport> reports = loop(dryRun ? dry(37) : real(37));

    List<String> all = reports.stream().flatMap(r -> ids(r).stream()).toList();
    assertEquals(280, all.size());
    assertEquals(280, new HashSet<>(all).size());
    assertEquals(410, reports.stream().mapToLong(SweepReport::seen).sum());
    assertEquals(280, total(reports, dryRun ? Status.PLANNED : Status.JOINED));
    assertEquals(130, total(reports, Status.LEFT));
    assertEquals(0, total(reports, Status.UNCHANGED));
    assertEquals(8, reports.size());
    for (SweepReport report : reports.subList(0, 7)) {
      assertEquals(37, report.outcomes().size());
      assertEquals(SweepReport.Why.MOVES, report.stop().why());
    }
    assertEquals(dryRun ? 0 : 280, account.moves().size());
  }

  @Test
  void exactlyAsManyMovesAsAllowedNeedNoCursor() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 20, "env", "prod");
    assertNull(sweeper().sweep(dry(20), call()).cursor());
    assertNotNull(sweeper().sweep(dry(19), call()).cursor());
  }

  @Test
  void resumedPassSkipsNothingWhileResourcesComeAndGo() throws SweepRefusedException {
    add(ResourceKind.SECURITY_GROUP, 0, 230, "env", "prod");
    add(ResourceKind.LAUNCH_TEMPLATE, 0, 230, "env", "prod");
    Set<String> vanished = new HashSet<>();
    SweepRequest request = real(25);
    SweepReport report = sweeper().sweep(request, call());
    for (int i = 0; report.cursor() != null; i++) {
      for (ResourceKind kind : List.of(ResourceKind.SECURITY_GROUP, ResourceKind.LAUNCH_TEMPLATE)) {
        for (int n : new int[] {3 * i, 3 * i + 1, 120 + i, 228 - i}) {
          String id = kind.type() + "-" + (10_000 + n);
          if (vanished.add(id)) {
            account.remove(kind, id);
          }
        }
        add(kind, 1000 + i, 1001 + i, "env", "prod");
      }
      report = sweeper().sweep(request.from(report.cursor()), call());
    }
    List<EmbeddedResource> left =
        account.resources().stream()
            .filter(r -> DEFAULT.equals(r.group()))
            .filter(r -> Integer.parseInt(r.id().substring(r.id().length() - 5)) < 11_000)
            .toList();
    assertEquals(List.of(), left, "skipped");
    List<String> moved = account.moves().stream().map(Move::id).toList();
    assertEquals(moved.size(), new HashSet<>(moved).size(), "twice");
  }

  @Test
  void whenTimeRunsOutTheCountsAreThoseInFrontOfTheCursor() throws SweepRefusedException {
    add(ResourceKind.INSTANCE, 0, 90, "env", "prod");
    add(ResourceKind.INSTANCE, 90, 300);
    add(ResourceKind.DISK, 0, 60, "env", "prod");
    AtomicInteger joins = new AtomicInteger();
    ecs.faults()
        .beforeJoin(
            () -> {
              joins.incrementAndGet();
              sleep(100);
            });
    SweepReport report = sweeper().sweep(real(1000), call(Duration.ofMillis(1200)));

    assertEquals(SweepReport.Why.TIME, report.stop().why());
    assertNotNull(report.cursor());
    int joined = report.count(Status.JOINED);
    assertTrue(joined > 0 && joined < 150, "joined " + joined);
    assertEquals(account.moves().size(), joined);
    assertEquals(Map.of(Status.JOINED, joined), report.summary());
    assertEquals(joined, report.seen());

    ecs.faults().clear();
    List<SweepReport> rest = loop(real(1000).from(report.cursor()));
    assertEquals(150 - joined, total(rest, Status.JOINED));
    assertEquals(210, total(rest, Status.LEFT));
    assertEquals(0, total(rest, Status.UNCHANGED));
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tooLargeAShareStopsBeforeTheFirstMoveUnlessForced() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 30, "env", "prod");
    add(ResourceKind.SNAPSHOT, 0, 70);
    SweepRequest careful = new SweepRequest(null, null, false, 100, null, false, 0);
    SweepReport stopped = sweeper().sweep(careful, call());

    assertEquals(SweepReport.Why.SHARE, stopped.stop().why());
    assertTrue(
        stopped.stop().detail().startsWith("30 of the 100 resources seen would move (30.0 %)"),
        stopped.stop()::detail);
    assertEquals(30, stopped.count(Status.PLANNED));
    assertNull(stopped.cursor());
    assertEquals(List.of(), account.moves());

    assertEquals(30, sweeper().sweep(real(100), call()).count(Status.JOINED));
  }

  @Test
  void whatStandsCloseTogetherIsHeldAgainstWhatFollows() throws SweepRefusedException {
    add(ResourceKind.INSTANCE, 0, 80, "env", "prod");
    add(ResourceKind.MANAGED_INSTANCE, 0, 420);
    SweepRequest careful = new SweepRequest(null, null, false, 10, null, false, 0);
    List<SweepReport> reports = new ArrayList<>();
    SweepRequest next = careful;
    do {
      reports.add(sweeper().sweep(next, call()));
      next = careful.from(reports.get(reports.size() - 1).cursor());
    } while (next.cursor() != null);

    assertEquals(80, total(reports, Status.JOINED));
    assertEquals(500, reports.stream().mapToLong(SweepReport::seen).sum());
    assertNull(reports.get(reports.size() - 1).stop());
  }

  @Test
  void aListingThatIsRefusedDoesNotStopTheOthers() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 2, "env", "prod");
    add(ResourceKind.COMMAND, 0, 2, "env", "prod");
    account.deny("DescribeDisks", null);
    SweepReport report = sweeper().sweep(real(10), call());

    assertEquals(Map.of(Status.JOINED, 2, Status.REFUSED, 1), report.summary());
    Outcome refused = report.outcomes().get(0);
    assertEquals("disk", refused.resource().type());
    assertNull(refused.resource().id());
    assertEquals(REGION, refused.resource().region());
    assertEquals("Forbidden.RAM", refused.code());
  }

  @Test
  void aMoveThatIsRefusedDoesNotStopTheOthers() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 5, "env", "prod");
    account.transferUnderWay(ResourceKind.DISK, "disk-10002", true);
    SweepReport report = sweeper().sweep(real(10), call());
    assertEquals(Map.of(Status.JOINED, 4, Status.RETRY, 1), report.summary());
    assertEquals("disk-10002", report.outcomes().get(2).resource().id());
  }

  @Test
  void regionsAndTypesBoundThePass() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 5, "env", "prod");
    add(ResourceKind.IMAGE, 0, 5, "env", "prod");
    account.add(
        EmbeddedResource.of(ResourceKind.DISK, "d-far", "cn-shanghai").withTag("env", "prod"));
    SweepReport report =
        sweeper()
            .sweep(
                new SweepRequest(
                    List.of("cn-shanghai"), List.of(ResourceKind.DISK), true, 9, null, false, 0),
                call());
    assertEquals(List.of("d-far"), ids(report));
    assertEquals(1, ecs.calls().size());
  }

  @Test
  void aPassThatBeginsInTheMiddleSeesEverything() throws SweepRefusedException {
    for (ResourceKind kind : ResourceKind.values()) {
      add(kind, 0, 1, "env", "prod");
    }
    SweepReport report =
        sweeper().sweep(new SweepRequest(null, null, true, 100, null, false, 5), call());
    assertEquals(15, report.count(Status.PLANNED));
    assertEquals("ddh", report.outcomes().get(0).resource().type());
    assertEquals("securitygroup", report.outcomes().get(14).resource().type());
  }

  @Test
  void withoutARegionItSaysWhatToSet() {
    RequestContext nowhere =
        new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(5)));
    SweepRefusedException e =
        assertThrows(SweepRefusedException.class, () -> sweeper().sweep(dry(1), nowhere));
    assertEquals("regions", e.member());
    assertTrue(e.getMessage().contains("TAGJOIN_REGIONS"), e::getMessage);
  }

  @Test
  void aCursorOfAnotherPassOrNoCursorIsRefused() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 5, "env", "prod");
    String cursor = sweeper().sweep(dry(2), call()).cursor();
    List<SweepRequest> others =
        List.of(
            new SweepRequest(List.of("cn-beijing"), null, null, 2, cursor, false, 0),
            new SweepRequest(null, List.of(ResourceKind.DISK), null, 2, cursor, false, 0),
            new SweepRequest(null, null, false, 2, cursor, false, 0),
            dry(2).from("AQ"),
            dry(2).from(""),
            dry(2).from("not base64!"));
    for (SweepRequest other : others) {
      SweepRefusedException e =
          assertThrows(SweepRefusedException.class, () -> sweeper().sweep(other, call()));
      assertEquals("cursor", e.member());
    }
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      String bad = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThrows(
          SweepRefusedException.class, () -> sweeper().sweep(dry(2).from(bad), call()), "" + i);
    }
    assertEquals(2, sweeper().sweep(dry(2).from(cursor), call()).outcomes().size());
    SweepRequest onlyCursor = new SweepRequest(null, null, null, 50, cursor, false, 0);
    assertEquals(3, sweeper().sweep(onlyCursor, call()).outcomes().size());
  }

  @Test
  void theSettingForbidsMovesWhateverIsAskedFor() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 5, "env", "prod");
    SweepReport report = Sweeps.on(ecs).alwaysDry().sweeper().sweep(real(10), call());
    assertEquals(Map.of(Status.PLANNED, 5), report.summary());
    assertEquals(List.of(), account.moves());
  }

  @Test
  void tellingItToStopEndsTheCallWithACursor() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 100, "env", "prod");
    SweepReport report = sweeper().sweep(real(100), call(), (seen, toMove, moved) -> moved == 0);
    assertEquals(SweepReport.Why.TIME, report.stop().why());
    assertTrue(report.count(Status.JOINED) > 0 && report.count(Status.JOINED) < 100);
    assertFalse(report.cursor().isEmpty());
    assertEquals(account.moves().size(), report.count(Status.JOINED));
  }

  @Test
  void aLargeAnswerIsCutAndTheCursorGoesOn() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 9_990, "env", "prod");
    List<SweepReport> reports = loop(dry(SweepRequest.MOST_MOVES));
    assertEquals(9_990, total(reports, Status.PLANNED));
    assertEquals(9_990, reports.stream().mapToLong(r -> r.outcomes().size()).sum());
  }

  @Test
  void aPlaceThatEcsNoLongerKnowsBeginsItsListingAgain() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 5, "env", "prod");
    Cursor.Place lost = new Cursor.Place(0, "0 expired", List.of("disk-10001"));
    String cursor = sealed(cursor(REGION, 0, lost, 2, 2));
    SweepReport report =
        sweeper().sweep(new SweepRequest(null, null, null, 9, cursor, false, 0), call());
    assertEquals(Map.of(Status.PLANNED, 5), report.summary());
    assertNull(report.stop());
  }

  private static Cursor cursor(
      String region, int startAt, Cursor.Place place, long seen, long moves) {
    return cursor(EmbeddedAccount.ID, region, startAt, place, seen, moves);
  }

  private static Cursor cursor(
      String own, String region, int startAt, Cursor.Place place, long seen, long moves) {
    return new Cursor(
        own,
        List.of(),
        List.of(region),
        List.of(ResourceKind.DISK),
        true,
        startAt,
        own,
        own,
        List.of(new Cursor.Part(own, place, seen, moves)));
  }

  private static String sealed(Cursor cursor) {
    return new CursorSeal(CREDENTIALS).seal(cursor.bytes());
  }

  private static SweepRequest behind(String cursor) {
    return new SweepRequest(null, null, null, 9, cursor, false, 0);
  }

  private void assertRefused(Sweeper sweeper, String cursor) {
    SweepRefusedException e =
        assertThrows(SweepRefusedException.class, () -> sweeper.sweep(behind(cursor), call()));
    assertEquals("cursor", e.member());
  }

  @Test
  void refusesCursorOfAnUnknownRegion() {
    Cursor.Place start = Cursor.Place.startOf(0);
    assertRefused(sweeper(), sealed(cursor("oss-cn-hangzhou", 0, start, 0, 0)));
  }

  @Test
  void refusesCursorOfAnotherAccount() {
    Cursor.Place start = Cursor.Place.startOf(0);
    assertRefused(sweeper(), sealed(cursor("1000000000000009", REGION, 0, start, 0, 0)));
  }

  @Test
  void refusesCursorWithImpossibleNumbers() {
    Cursor.Place start = Cursor.Place.startOf(0);
    assertThrows(IllegalArgumentException.class, () -> cursor(REGION, -1, start, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> cursor(REGION, 0, start, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> cursor(REGION, 0, start, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> cursor(REGION, 0, start, 1L << 41, 0));
    Cursor.Place behindAll = Cursor.Place.startOf(1);
    assertThrows(IllegalArgumentException.class, () -> cursor(REGION, 0, behindAll, 0, 0));
    byte[] bytes = cursor(REGION, 0, start, 5, 3).bytes();
    for (int last = bytes.length - 16; last < bytes.length; last += 8) {
      byte[] negative = bytes.clone();
      negative[last] = -1;
      assertRefused(sweeper(), new CursorSeal(CREDENTIALS).seal(negative));
    }
    assertRefused(
        sweeper(),
        new CursorSeal(CREDENTIALS).seal(java.util.Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void refusesPageThatNoListingGives() {
    Cursor.Place made = new Cursor.Place(0, "not a page", List.of());
    assertRefused(sweeper(), sealed(cursor(REGION, 0, made, 0, 0)));
  }

  @Test
  void resumesOnlyOnTheInstanceThatDrewTheKey() throws SweepRefusedException {
    add(ResourceKind.DISK, 0, 5, "env", "prod");
    Sweeps temporary = Sweeps.on(ecs).withSeal(new CursorSeal(null));
    String cursor = temporary.sweeper().sweep(dry(2), call()).cursor();

    assertEquals(3, temporary.sweeper().sweep(behind(cursor), call()).count(Status.PLANNED));
    assertRefused(Sweeps.on(ecs).withSeal(new CursorSeal(null)).sweeper(), cursor);
    assertRefused(sweeper(), cursor);
  }

  @Test
  void temporaryCredentialsSealWithARandomKey() {
    Credentials session = new Credentials("STS.id", "a-secret", "a-token");
    byte[] content = cursor(REGION, 0, Cursor.Place.startOf(0), 0, 0).bytes();
    assertNull(new CursorSeal(session).open(new CursorSeal(session).seal(content)));
    Credentials lasting = new Credentials("id", "a-secret", null);
    assertArrayEquals(content, new CursorSeal(lasting).open(new CursorSeal(lasting).seal(content)));
  }

  @Test
  void refusesRegionThatIsNotKnown() {
    SweepRequest request =
        new SweepRequest(List.of("oss-cn-hangzhou"), null, true, 9, null, false, 0);
    SweepRefusedException e =
        assertThrows(SweepRefusedException.class, () -> sweeper().sweep(request, call()));
    assertEquals("regions", e.member());
    assertTrue(e.getMessage().contains("TAGJOIN_REGIONS"), e::getMessage);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void asksForItsRegionsAtEachPass() throws SweepRefusedException {
    account.add(
        EmbeddedResource.of(ResourceKind.DISK, "d-far", "cn-shanghai").withTag("env", "prod"));
    List<String> regions = new ArrayList<>(List.of(REGION));
    Sweeps sweeps = Sweeps.on(ecs);
    Sweeper sweeper = sweeps.sweeper(sweeps.reconciler(), () -> List.copyOf(regions));

    assertEquals(List.of(), ids(sweeper.sweep(dry(9), call())));
    regions.set(0, "cn-shanghai");
    assertEquals(List.of("d-far"), ids(sweeper.sweep(dry(9), call())));
  }
}
