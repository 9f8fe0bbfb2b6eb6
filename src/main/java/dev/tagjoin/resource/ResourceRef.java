package dev.tagjoin.resource;

import java.util.Objects;

/**
 * The key under which a resource is read, decided about and reported. Immutable.
 *
 * @param kind the resource's type
 * @param id the id as ECS writes it (for a key pair its name), 1 to 128 characters without white
 *     space or control characters
 * @param region the region's id, for example {@code cn-hangzhou}
 * @param account the id of the account that owns the resource; {@code null} in an event that names
 *     none, for the function's own
 */
public record ResourceRef(ResourceKind kind, String id, String region, String account) {
  /** The longest id that is accepted; the longest that ECS knows is a key pair's name of 128. */
  public static final int MAX_ID_LENGTH = 128;

  /**
   * @throws IllegalArgumentException when a part does not have the form above; the message names
   *     the part
   */
  public ResourceRef {
    Objects.requireNonNull(kind, "kind");
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "id: 1 to 128 characters without white space or control characters expected");
    }
    if (!isRegion(region)) {
      throw new IllegalArgumentException("region: a region id such as cn-hangzhou expected");
    }
    if (account != null && !isAccount(account)) {
      throw new IllegalArgumentException("account: digits expected");
    }
  }

  /** The same resource of another account. */
  public ResourceRef withAccount(String newAccount) {
    return new ResourceRef(kind, id, region, newAccount);
  }

  /** Whether a text can be the id of a resource. Prefixes are not checked: they are only a hint. */
  public static boolean isId(String id) {
    if (id == null || id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isPlain = c > ' ' && c < 0x7f;
      if (!isPlain && !isVisible(id.codePointAt(i))) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
      }
    }
    return true;
  }

  private static boolean isVisible(int c) {
    return !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && !Character.isISOControl(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.SURROGATE;
  }

  /** Whether a text can be the id of a region. It becomes part of a host name. */
  public static boolean isRegion(String region) {
    if (region == null || region.length() > 63 || region.indexOf('-') < 0) {
      return false;
    }
    boolean afterHyphen = true;
    for (int i = 0; i < region.length(); i++) {
      char c = region.charAt(i);
      boolean isHyphen = c == '-';
      if (!(isHyphen || isDigit(c) || (c >= 'a' && c <= 'z')) || (isHyphen && afterHyphen)) {
        return false;
      }
      afterHyphen = isHyphen;
    }
    return !afterHyphen;
  }

  /** Whether a text can be the id of an account: 1 to 20 digits. */
  public static boolean isAccount(String account) {
    if (account == null || account.isEmpty() || account.length() > 20) {
      return false;
    }
    for (int i = 0; i < account.length(); i++) {
      if (!isDigit(account.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
