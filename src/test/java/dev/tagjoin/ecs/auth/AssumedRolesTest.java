package dev.tagjoin.ecs.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.ecs.ServiceEndpoints;
import dev.tagjoin.ecs.VendorRegions;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.Regions;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acting in other accounts, against two embedded ones. */
class AssumedRolesTest {
  private static final String REGION = "cn-hangzhou";
  private static final String CENTRAL = "1111111111111111";
  private static final String MEMBER = "2222222222222222";
  private static final String ROLE = "acs:ram::" + MEMBER + ":role/tagjoin-member";
  private static final String GROUP = "rg-member00000001";

  private final EmbeddedAccount central = new EmbeddedAccount(CENTRAL);
  private final EmbeddedAccount member = new EmbeddedAccount(MEMBER);
  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(20)));
  private final SettableClock clock = new SettableClock();
  private EmbeddedEcs ecs;
  private EcsApi api;

  private static final class SettableClock extends Clock {
    private Duration ahead = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(List.of(central, member));
    central.accept("central", "a-secret");
    member.addRole(ROLE, CENTRAL);
    member.addGroup(GROUP, "group");
    member.add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION));
    api = api(ROLE);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private EcsApi api(String role) {
    return new EcsApi(
        EcsClients.impatient(
            new EcsConnection(
                ServiceEndpoints.of(new EcsEndpoint(ecs.endpoint())),
                name -> null,
                new Credentials("central", "a-secret", null),
                AccountList.of(Set.of(MEMBER), Map.of(MEMBER, role)),
                Regions.of(VendorRegions.all())),
            clock));
  }

  private int describe() throws EcsException {
    return api.describe(context, ResourceKind.DISK, REGION, MEMBER, List.of("d-1")).size();
  }

  private int assumed() {
    return ecs.calls("AssumeRole").size();
  }

  @Test
  void actsInListedAccountWithItsRole() throws EcsException {
    assertEquals(1, describe());
    api.join(context, new ResourceRef(ResourceKind.DISK, "d-1", REGION, MEMBER), GROUP);
    assertEquals(GROUP, member.groupOf(ResourceKind.DISK, "d-1"));
    assertEquals(1, assumed());
    assertTrue(ecs.calls("JoinResourceGroup").get(0).accessKeyId().startsWith("STS."));
  }

  @Test
  void otherAccountsAndTheOwnAreActedInWithTheOwnKeys() throws EcsException {
    api.describe(context, ResourceKind.DISK, REGION, CENTRAL, List.of("d-1"));
    api.describe(context, ResourceKind.DISK, REGION, null, List.of("d-1"));
    assertEquals(0, assumed());
    assertEquals(
        List.of("central", "central"),
        ecs.calls().stream().map(call -> call.accessKeyId()).toList());
  }

  @Test
  void credentialsAreRenewedFiveMinutesBeforeTheyRunOut() throws EcsException {
    describe();
    clock.ahead = Duration.ofMinutes(54);
    describe();
    assertEquals(1, assumed());
    clock.ahead = Duration.ofMinutes(56);
    describe();
    assertEquals(2, assumed());
  }

  @Test
  void renewsExpiredTokenOnce() throws EcsException {
    describe();
    String expired = "InvalidSecurityToken.Expired";
    ecs.faults().failNext("DescribeDisks", expired, 400, "expired", 1);
    assertEquals(1, describe());
    assertEquals(2, assumed());

    ecs.faults().failNext("DescribeDisks", expired, 400, "expired", 2);
    EcsException e = assertThrows(EcsException.class, this::describe);
    assertEquals(ErrorCode.Kind.RETRY, e.kind());
    assertEquals(expired, e.code());
    assertEquals(3, assumed());
  }

  @Test
  void retriesWhenOwnTokenExpired() {
    central.accept("STS.old", "a-secret", "a-token", Instant.now().minusSeconds(1));
    RequestContext old =
        new RequestContext(
            null,
            new Credentials("STS.old", "a-secret", "a-token"),
            null,
            null,
            Deadline.in(Duration.ofSeconds(9)));
    EcsException e =
        assertThrows(
            EcsException.class,
            () -> api.describe(old, ResourceKind.DISK, REGION, null, List.of("d-1")));
    assertEquals(ErrorCode.Kind.RETRY, e.kind());
    assertEquals(1, ecs.calls().size());
    EcsException assuming =
        assertThrows(
            EcsException.class,
            () -> api.describe(old, ResourceKind.DISK, REGION, MEMBER, List.of("d-1")));
    assertEquals(ErrorCode.Kind.RETRY, assuming.kind());
  }

  @Test
  void refusesMissingOrUntrustingRole() {
    api = api("acs:ram::" + MEMBER + ":role/other");
    EcsException missing = assertThrows(EcsException.class, this::describe);
    assertEquals(ErrorCode.Kind.REFUSED, missing.kind());
    assertEquals("EntityNotExist.Role", missing.code());
    assertTrue(missing.getMessage().contains("role/other"), missing::getMessage);

    EmbeddedAccount third = new EmbeddedAccount("3333333333333333");
    third.accept("third", "a-secret");
    ecs.close();
    ecs = EmbeddedEcs.start(List.of(central, member, third));
    api = api(ROLE);
    RequestContext other =
        new RequestContext(
            null,
            new Credentials("third", "a-secret", null),
            null,
            null,
            Deadline.in(Duration.ofSeconds(9)));
    EcsException untrusted =
        assertThrows(
            EcsException.class,
            () -> api.describe(other, ResourceKind.DISK, REGION, MEMBER, List.of("d-1")));
    assertEquals(ErrorCode.Kind.REFUSED, untrusted.kind());
    assertEquals("NoPermission", untrusted.code());
    assertFalse(untrusted.getMessage().contains("a-secret"), untrusted::getMessage);
  }

  @Test
  void assumesRoleOnceForManyThreads() throws Exception {
    ecs.faults().delay(Duration.ofMillis(100));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(threads.submit(this::describe));
      }
      for (Future<Integer> one : all) {
        assertEquals(1, one.get(20, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, assumed());
  }

  @Test
  void troubleOfStsIsOvercome() throws EcsException {
    ecs.faults().failNext("AssumeRole", "Throttling.User", 400, "slow down", 2);
    assertEquals(1, describe());
  }

  @Test
  void endsWaitForSessionWhenInterrupted() {
    Thread.currentThread().interrupt();

    EcsException e = assertThrows(EcsException.class, () -> api.enter(context, REGION, MEMBER));

    assertTrue(Thread.interrupted());
    assertEquals("DeadlineExceeded", e.code());
    assertEquals(List.of(), ecs.calls("AssumeRole"));
  }
}
