package dev.tagjoin.resource;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceRefTest {
  @ParameterizedTest
  @ValueSource(strings = {"i-1", "ops-key", "键", "a😀b", "4ECEEE12-56F1-4FBC-9AB1-890F7494D4B1"})
  void ids(String id) {
    assertTrue(ResourceRef.isId(id));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        " ", "i 1", "i-1\n", "i\u0000", "i\u00a0", "i\u2028", "i\u200b", "i\u202e", "\ud83d",
        "i\u007f"
      })
  void refusesInvalidIds(String id) {
    assertFalse(ResourceRef.isId(id));
  }

  @Test
  void limitsIdTo128Characters() {
    assertTrue(ResourceRef.isId("i".repeat(128)));
    assertFalse(ResourceRef.isId("i".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cn-hangzhou", "ap-southeast-1", "cn-shenzhen-finance-1", "xx-new-9"})
  void regions(String region) {
    assertTrue(ResourceRef.isRegion(region));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "cn",
        "-cn",
        "cn-",
        "cn--a",
        "CN-a",
        "cn-a.evil",
        "cn-a/",
        "cn-a\n",
        "cn_a",
        "cn-а"
      })
  void refusesInvalidRegions(String region) {
    assertFalse(ResourceRef.isRegion(region));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"a", "1a", " 1", "١", "123456789012345678901"})
  void refusesInvalidAccounts(String account) {
    assertFalse(ResourceRef.isAccount(account));
  }

  @Test
  void checksRefInConstructor() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ResourceRef(ResourceKind.DISK, "d 1", "cn-hangzhou", null));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ResourceRef(ResourceKind.DISK, "d-1", "hangzhou", null));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", "me"));
  }
}
