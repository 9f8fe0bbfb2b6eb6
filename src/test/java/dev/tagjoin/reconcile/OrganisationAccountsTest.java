package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the accounts of the directory are read, and when they are read again. */
class OrganisationAccountsTest {
  private static final String REGION = "cn-hangzhou";
  private static final String NEW = "1000000000000999";

  private final EmbeddedEcs ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
  private long nanos;
  private OrganisationAccounts accounts;

  @BeforeEach
  void fill() {
    for (int i = 0; i < 250; i++) {
      ecs.directory().add(account("1000000000000" + (100 + i)));
    }
    accounts =
        new OrganisationAccounts(
            new ResourceDirectoryApi(
                EcsClients.client(
                    EcsClients.connection(
                        ecs.endpoint(),
                        new Credentials(
                            EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null),
                        AccountList.NONE))),
            () -> nanos);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private static EmbeddedAccount account(String id) {
    return new EmbeddedAccount(id, "rg-default00" + id.substring(10));
  }

  private static RequestContext context() {
    return new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(20)));
  }

  private Set<String> ids() throws EcsException {
    return accounts.ids(context(), REGION);
  }

  private boolean knows(String id) throws EcsException {
    return accounts.contains(id, context(), REGION);
  }

  private int listings() {
    return ecs.calls("GetResourceDirectory").size();
  }

  @Test
  void readsAllPagesAndTheManagementAccount() throws EcsException {
    assertEquals(251, ids().size());
    assertTrue(ids().contains(EmbeddedAccount.ID));
    assertEquals(3, ecs.calls("ListAccounts").size());
    assertEquals(1, listings());
  }

  @Test
  void keepsTheListingForAnHour() throws EcsException {
    ids();
    nanos += OrganisationAccounts.MAX_AGE.toNanos() - 1;
    ids();
    assertEquals(1, listings());

    nanos += 1;
    ids();
    assertEquals(2, listings());
  }

  @Test
  void readsAgainForAnUnknownAccountOnceAMinute() throws EcsException {
    assertFalse(knows(NEW));
    assertFalse(knows(NEW));
    assertEquals(1, listings());
    ecs.directory().add(account(NEW));
    assertFalse(knows(NEW));

    nanos += OrganisationAccounts.MIN_INTERVAL.toNanos();
    assertTrue(knows(NEW));
    assertEquals(2, listings());
    assertTrue(knows(NEW));
    assertEquals(2, listings());
  }

  @Test
  void remembersAFailureForSomeSeconds() throws EcsException {
    ecs.account().deny("ListAccounts", null);
    assertThrows(EcsException.class, () -> knows(NEW));
    assertThrows(EcsException.class, () -> knows(NEW));
    assertEquals(1, listings());

    ecs.account().allow("ListAccounts", null);
    nanos += OrganisationAccounts.FAILURE_AGE.toNanos();
    assertFalse(knows(NEW));
  }

  @Test
  void askingIsLeftToManagementAndDelegatedAdministrators() throws EcsException {
    EmbeddedAccount operations = account("1000000000000777");
    operations.accept("operations", "its-secret");
    ecs.directory().add(operations);
    OrganisationAccounts ofOperations =
        new OrganisationAccounts(
            new ResourceDirectoryApi(
                EcsClients.client(
                    EcsClients.connection(
                        ecs.endpoint(),
                        new Credentials("operations", "its-secret", null),
                        AccountList.NONE))),
            () -> nanos);
    EcsException refused =
        assertThrows(EcsException.class, () -> ofOperations.ids(context(), REGION));
    assertTrue(refused.error().isForbidden());

    ecs.directory().delegate(operations.id());
    nanos += OrganisationAccounts.FAILURE_AGE.toNanos();
    assertEquals(252, ofOperations.ids(context(), REGION).size());
  }
}
