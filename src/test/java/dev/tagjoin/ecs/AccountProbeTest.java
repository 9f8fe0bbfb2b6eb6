package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Asking who the function is, and reading the pages of Resource Manager. */
class AccountProbeTest {
  private static final String REGION = "cn-hangzhou";
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final Credentials KEYS = new Credentials("an-id", "a-secret", null);

  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(20)));

  private static AccountProbe probe(AccountList accounts) {
    return new AccountProbe(EcsClients.client(EcsClients.connection(NOWHERE, KEYS, accounts)));
  }

  @Test
  void tellsWhoTheCredentialsBelongTo() throws Exception {
    try (ScriptedService service =
        new ScriptedService("{\"AccountId\":\"42\",\"Arn\":\"acs:ram::42:user/a\"}")) {
      assertEquals(
          new AccountProbe.Identity("42", "acs:ram::42:user/a"),
          new AccountProbe(service.client()).identity(context, REGION, null));
    }
  }

  @Test
  void readsPagesUntilThereIsNoToken() throws Exception {
    try (ScriptedService service =
        new ScriptedService(
            "{\"n\":1,\"NextToken\":\"t2\"}",
            "{\"n\":2,\"NextToken\":\"t3\"}",
            "{\"n\":3,\"NextToken\":\"\"}")) {
      assertEquals(
          List.of(1, 2, 3),
          new AccountProbe(service.client())
              .pages(context, REGION, "ListAutoGroupingRules", Map.of("MaxResults", "9")).stream()
                  .map(page -> page.path("n").intValue())
                  .toList());
      assertEquals(Arrays.asList(null, "t2", "t3"), service.values("NextToken"));
      assertEquals(List.of("9", "9", "9"), service.values("MaxResults"));
    }
  }

  @Test
  void tellsWhereEcsOfAKnownRegionIsReached() throws EcsException {
    AccountProbe probe = probe(AccountList.NONE);

    assertEquals(NOWHERE, probe.ecsUrl(context, REGION));
    EcsException e = assertThrows(EcsException.class, () -> probe.ecsUrl(context, "xx-new-9"));
    assertEquals(ErrorCode.UNKNOWN_REGION, e.code());
  }

  @Test
  void tellsWhereCredentialsComeFrom() throws EcsException {
    RequestContext carrying = new RequestContext(null, KEYS, null, null, context.deadline());

    assertEquals("of the environment", probe(AccountList.NONE).source(context));
    assertEquals("of the request", probe(AccountList.NONE).source(carrying));
  }

  @Test
  void tellsTheRoleOfAnotherAccount() {
    String role = "acs:ram::2:role/member";
    AccountProbe probe = probe(AccountList.of(Set.of("1", "2"), Map.of("2", role)));

    assertEquals(role, probe.role("2"));
    assertNull(probe.role("1"));
  }
}
