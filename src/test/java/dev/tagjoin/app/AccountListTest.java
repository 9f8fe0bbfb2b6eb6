package dev.tagjoin.app;

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
  @Test
  void anEntryIsAnAccountWithOrWithoutARole() {
    AccountList list = AccountList.parse(List.of("1", " 22 = acs:ram::22:role/tagjoin-member "));
    assertEquals(Set.of("1", "22"), list.allowed());
    assertEquals(Map.of("22", "acs:ram::22:role/tagjoin-member"), list.roles());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
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
        assertThrows(IllegalArgumentException.class, () -> AccountList.parse(List.of("7", entry)));
    assertTrue(e.getMessage().contains("found \""), e::getMessage);
  }

  @Test
  void anAccountComesOnce() {
    assertThrows(IllegalArgumentException.class, () -> AccountList.parse(List.of("1", "1")));
  }
}
