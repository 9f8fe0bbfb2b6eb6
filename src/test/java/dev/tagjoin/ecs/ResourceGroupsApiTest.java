package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing groups while they come and go. */
class ResourceGroupsApiTest {
  private final RequestContext context =
      new RequestContext(null, null, null, null, Deadline.in(Duration.ofSeconds(20)));

  private static String page(int total, String... groups) {
    return "{\"TotalCount\":%d,\"ResourceGroups\":{\"ResourceGroup\":[%s]}}"
        .formatted(total, String.join(",", groups));
  }

  private static String group(String id) {
    return "{\"Id\":\"%s\",\"Name\":\"n-%s\",\"Status\":\"OK\"}".formatted(id, id);
  }

  private List<String> ids(ScriptedService service) throws EcsException {
    return new ResourceGroupsApi(service.client())
        .list(context, "cn-hangzhou", null).stream().map(ResourceGroup::id).toList();
  }

  @Test
  void readsWhatEachGroupIs() throws Exception {
    String full =
        """
        {"Id": "rg-1", "Name": "prod", "DisplayName": "Production", "Status": "Creating",
         "AccountId": "42"}
        """;
    try (ScriptedService service = new ScriptedService(page(2, full, group("rg-2")))) {
      assertEquals(
          List.of(
              new ResourceGroup("rg-1", "prod", "Production", "Creating", "42"),
              new ResourceGroup("rg-2", "n-rg-2", "n-rg-2", "OK", null)),
          new ResourceGroupsApi(service.client()).list(context, "cn-hangzhou", null));
    }
  }

  @Test
  void readsPagesUntilAllGroupsAreThere() throws Exception {
    try (ScriptedService service =
        new ScriptedService(page(3, group("a"), group("b")), page(3, group("c")))) {
      assertEquals(List.of("a", "b", "c"), ids(service));
      assertEquals(List.of("1", "2"), service.values("PageNumber"));
      assertEquals(List.of("100", "100"), service.values("PageSize"));
    }
  }

  @Test
  void startsAnewWhenAGroupComesBetweenPages() throws Exception {
    try (ScriptedService service =
        new ScriptedService(
            page(2, group("a")),
            page(3, group("b")),
            page(3, group("new"), group("a")),
            page(3, group("b")))) {
      assertEquals(List.of("new", "a", "b"), ids(service));
      assertEquals(List.of("1", "2", "1", "2"), service.values("PageNumber"));
    }
  }

  @Test
  void startsAnewWhenAPageIsEmptyTooSoon() throws Exception {
    try (ScriptedService service =
        new ScriptedService(page(2, group("a")), page(2), page(1, group("a")))) {
      assertEquals(List.of("a"), ids(service));
    }
  }

  @Test
  void failsWhenGroupsComeDuringEachOfThreeListings() throws Exception {
    try (ScriptedService service =
        new ScriptedService(
            page(2, group("a")),
            page(3, group("b")),
            page(2, group("a")),
            page(3, group("b")),
            page(2, group("a")),
            page(3, group("b")))) {
      EcsException e = assertThrows(EcsException.class, () -> ids(service));

      assertEquals("SDK.InvalidServerResponse", e.code());
      assertTrue(e.getMessage().contains("changed during each of 3 listings"), e::getMessage);
      assertEquals(6, service.queries().size());
    }
  }

  @Test
  void readsAccountWithoutGroups() throws Exception {
    try (ScriptedService service = new ScriptedService(page(0))) {
      assertEquals(List.of(), ids(service));
      assertEquals(1, service.queries().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"TotalCount\":0}",
        "{\"TotalCount\":0,\"ResourceGroups\":{}}",
        "{\"ResourceGroups\":{\"ResourceGroup\":[]}}"
      })
  void refusesAnswerWithoutGroups(String answer) throws Exception {
    try (ScriptedService service = new ScriptedService(answer)) {
      EcsException e = assertThrows(EcsException.class, () -> ids(service));

      assertEquals("SDK.InvalidServerResponse", e.code());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OK,            true,  false",
    "Creating,      false, true",
    "PendingDelete, false, false",
    "'',            false, false",
  })
  void takesOnlyCompleteGroupForUsable(String status, boolean usable, boolean created) {
    ResourceGroup group = new ResourceGroup("rg-1", "prod", "prod", status, null);

    assertEquals(usable, group.isUsable());
    assertEquals(created, group.isBeingCreated());
  }
}
