package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountListTest {
  private static AccountList parse(String... entries) {
    return AccountList.parse(List.of(entries), List.of());
  }

  @Test
  void readsAccountsWithAndWithoutRole() {
    AccountList list = parse("1", " 22 = acs:ram::22:role/tagjoin-member ");
    assertEquals(Set.of("1", "22"), list.allowed());
    assertEquals(Map.of("22", "acs:ram::22:role/tagjoin-member"), list.roles());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "directory:member",
        "x",
        "1=",
        "1=role",
        "1=acs:ram::1:role/",
        "1=acs:ram::1:role/a/b",
        "1=acs:ram::2:role/a",
        "=acs:ram::1:role/a",
        "1=acs:ram::1:role/a=b"
      })
  void anythingElseIsAFaultThatShowsTheEntry(String entry) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parse("7", entry));
    assertTrue(e.getMessage().contains("not \""), e::getMessage);
  }

  @Test
  void refusesAccountListedTwice() {
    assertThrows(IllegalArgumentException.class, () -> parse("1", "1"));
  }

  @Test
  void refusesTwoAccountsWithoutRoles() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parse("1", "2"));
    assertTrue(e.getMessage().contains("only one account, the function's own"), e::getMessage);
  }

  @Test
  void readsTheRoleOfTheDirectory() {
    AccountList list = AccountList.parse(List.of(" directory:tagjoin-member"), List.of(" 7", "8 "));

    assertTrue(list.isDirectory());
    assertEquals("acs:ram::42:role/tagjoin-member", list.role("42"));
    assertEquals(Set.of("7", "8"), list.except());
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory:", "directory:a/b", "directory:acs:ram::1:role/a"})
  void refusesADirectoryWithoutTheNameOfARole(String entry) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(entry));
    assertTrue(e.getMessage().startsWith("TAGJOIN_ACCOUNTS: must be directory:"), e::getMessage);
  }

  @Test
  void takesExceptionsFromADirectoryOnly() {
    for (List<String> entries : List.of(List.<String>of(), List.of("1"))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> AccountList.parse(entries, List.of("2")));
      assertTrue(e.getMessage().startsWith("TAGJOIN_ACCOUNTS_EXCEPT"), e::getMessage);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> AccountList.parse(List.of("directory:a"), List.of("x")));
  }
}
