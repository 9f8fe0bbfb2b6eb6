package dev.tagjoin.resource;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which resource is meant: the key under which a resource is read, decided about and reported.
 *
 * @param kind the resource's type
 * @param id the id as ECS writes it (for a key pair its name), 1 to 128 characters without white
 *     space or control characters
 * @param region the region's id, for example {@code cn-hangzhou}
 * @param account the id of the account that owns the resource, or {@code null} for the function's
 *     own account when nothing named one
 */
public record ResourceRef(ResourceKind kind, String id, String region, String account) {
  /** The longest id that is accepted; the longest that ECS knows is a key pair's name of 128. */
  public static final int MAX_ID_LENGTH = 128;

  private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{1,20}");

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

  /** Whether a text can be the id of a resource. Prefixes are not checked: they are only a hint. */
  public static boolean isId(String id) {
    return id != null
        && !id.isEmpty()
        && id.length() <= MAX_ID_LENGTH
        && id.codePoints()
            .noneMatch(
                c ->
                    Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
  }

  /** Whether a text can be the id of a region. It becomes part of a host name. */
  public static boolean isRegion(String region) {
    return region != null && region.length() <= 64 && REGION.matcher(region).matches();
  }

  /** Whether a text can be the id of an account. */
  public static boolean isAccount(String account) {
    return account != null && ACCOUNT.matcher(account).matches();
  }
}
