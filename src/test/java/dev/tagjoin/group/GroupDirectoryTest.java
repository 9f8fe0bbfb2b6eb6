package dev.tagjoin.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.ecs.ResourceGroupsApi;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.AccountGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupDirectoryTest {
  private final EmbeddedAccount account = EmbeddedAccount.seeded();
  private EmbeddedEcs ecs;
  private long nanos;
  private GroupDirectory directory;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(account);
    EcsEndpoint endpoint = new EcsEndpoint(ecs.endpoint());
    EcsConnection connection =
        new EcsConnection(
            endpoint,
            new Credentials(
                EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null));
    directory =
        new GroupDirectory(new ResourceGroupsApi(EcsClients.client(connection)), () -> nanos);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  /** The groups as a request sees them that begins now and has some seconds. */
  private AccountGroups request(long seconds) {
    RequestContext context =
        new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(seconds)));
    return directory.of(context, "cn-hangzhou", null, nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private int lookups() {
    return ecs.calls("ListResourceGroups").size();
  }

  @Test
  void comparesNamesExactly() {
    account.addGroup("rg-productionX", "prod-2");

    assertEquals("rg-acfmxazb4ph6aiy", request(20).id("prod"));
    assertFalse(request(20).exists("pro"));
    assertFalse(request(20).exists("PROD"));
    assertEquals("prod-2", request(20).name("rg-productionX"));
    assertEquals(1, lookups());
  }

  @Test
  void readsAllPages() {
    for (int i = 0; i < 150; i++) {
      account.addGroup("rg-many" + i, "many-" + i);
    }

    assertEquals("rg-many149", request(20).id("many-149"));
    assertEquals(2, lookups());
  }

  @Test
  void keepsListingForFiveMinutes() {
    assertTrue(request(20).exists("prod"));
    pass(Duration.ofMinutes(4));
    assertTrue(request(20).exists("prod"));
    assertEquals(1, lookups());

    pass(Duration.ofMinutes(2));
    assertTrue(request(20).exists("prod"));
    assertEquals(2, lookups());
  }

  @Test
  void readsAgainForMissingNameOnceInTenSeconds() {
    assertTrue(request(20).exists("prod"));
    pass(Duration.ofSeconds(1));
    assertFalse(request(20).exists("late"));
    assertEquals(2, lookups());
    pass(Duration.ofSeconds(1));
    account.addGroup("rg-late", "late");

    GroupLookupException early =
        assertThrows(GroupLookupException.class, () -> request(2).exists("late"));
    assertEquals(ErrorCode.Kind.RETRY, early.failure().kind());
    assertEquals(2, lookups());

    pass(Duration.ofSeconds(9));
    assertTrue(request(2).exists("late"));
    assertEquals(3, lookups());
  }

  @Test
  void believesMissingNameWithinOneRequest() {
    AccountGroups request = request(20);
    for (int i = 0; i < 10; i++) {
      assertFalse(request.exists("team-" + i));
      assertNull(request.name("rg-none" + i));
    }

    assertEquals(1, lookups());
  }

  @Test
  void readsAgainAfterGroupWasRejected() {
    assertTrue(request(20).exists("prod"));
    account.removeGroup("rg-acfmxazb4ph6aiy");
    pass(Duration.ofSeconds(1));
    assertTrue(request(20).exists("prod"));

    directory.invalidate(null);
    assertFalse(request(20).exists("prod"));
    assertEquals(2, lookups());
  }

  @Test
  void sharesOneLookupAmongRequests() throws Exception {
    ecs.faults().delay(Duration.ofMillis(200));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(() -> request(20).exists("prod"));
      }
      for (Future<Boolean> found : threads.invokeAll(tasks)) {
        assertTrue(found.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(1, lookups());
  }

  @Test
  void triesFailedLookupOnceForEachRequest() {
    account.deny("ListResourceGroups", null);
    AccountGroups request = request(20);
    assertThrows(GroupLookupException.class, () -> request.exists("prod"));
    assertThrows(GroupLookupException.class, () -> request.exists("payments"));
    assertEquals(1, lookups());

    account.allow("ListResourceGroups", null);
    pass(Duration.ofSeconds(1));
    assertTrue(request(20).exists("prod"));
  }

  @Test
  void knowsNamesWithoutCalls() {
    assertNull(directory.knownName(null, "rg-acfmxazb4ph6aiy"));
    assertTrue(request(20).exists("payments"));

    assertEquals("prod", directory.knownName(null, "rg-acfmxazb4ph6aiy"));
    assertNull(directory.knownName("2234567890123456", "rg-acfmxazb4ph6aiy"));
    assertEquals(1, lookups());
  }
}
