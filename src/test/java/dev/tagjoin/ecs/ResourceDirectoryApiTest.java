package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing the accounts of a resource directory. */
class ResourceDirectoryApiTest {
  private static final String DIRECTORY =
      "{\"ResourceDirectory\":{\"MasterAccountId\":\"1\",\"MasterAccountName\":\"head\"}}";

  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(20)));

  private List<DirectoryAccount> accounts(ScriptedService service) throws EcsException {
    return new ResourceDirectoryApi(service.client()).accounts(context, "cn-hangzhou");
  }

  @Test
  void readsManagementAccountAndAllPages() throws Exception {
    try (ScriptedService service =
        new ScriptedService(
            DIRECTORY,
            """
            {"NextToken": "t2", "Accounts": {"Account": [
              {"AccountId": "2", "DisplayName": "two", "Status": "CreateSuccess"}]}}
            """,
            """
            {"Accounts": {"Account": [
              {"AccountId": "3", "DeletionStatus": "Deleting"}, {"AccountId": "1"}]}}
            """)) {
      assertEquals(
          List.of(
              new DirectoryAccount("1", "head", "", ""),
              new DirectoryAccount("2", "two", "CreateSuccess", ""),
              new DirectoryAccount("3", "", "unknown", "Deleting")),
          accounts(service));
      assertEquals(Arrays.asList(null, null, "t2"), service.values("NextToken"));
      assertEquals(Arrays.asList(null, "100", "100"), service.values("MaxResults"));
    }
  }

  @Test
  void refusesDirectoryWithoutManagementAccount() throws Exception {
    try (ScriptedService service = new ScriptedService("{\"ResourceDirectory\":{}}")) {
      EcsException e = assertThrows(EcsException.class, () -> accounts(service));

      assertEquals("SDK.InvalidServerResponse", e.code());
      assertTrue(e.getMessage().startsWith("GetResourceDirectory"), e::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Accounts\":{}}", "{\"Accounts\":{\"Account\":{}}}"})
  void refusesAnswerWithoutAccounts(String answer) throws Exception {
    try (ScriptedService service = new ScriptedService(DIRECTORY, answer)) {
      EcsException e = assertThrows(EcsException.class, () -> accounts(service));

      assertEquals("SDK.InvalidServerResponse", e.code());
      assertTrue(e.getMessage().startsWith("ListAccounts"), e::getMessage);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',             '',       true",
    "CreateSuccess,  '',       true",
    "PromoteSuccess, '',       true",
    "InviteSuccess,  '',       true",
    "CreateSuccess,  Deleting, false",
    "CreateFailed,   '',       false",
    "unknown,        '',       false",
  })
  void takesOnlyCompleteMembersForUsable(String status, String deletion, boolean usable) {
    assertEquals(usable, new DirectoryAccount("2", "two", status, deletion).isUsable());
  }
}
