package dev.tagjoin.rule;

/**
 * The resource groups of one account, as the rules see them. Implementations are thread-safe.
 *
 * <p>A book with ids alone asks nothing, so an implementation may look the groups up when it is
 * first asked. The methods here look nothing up: every name exists, and no id is known.
 */
public interface AccountGroups {
  /** Stands in where nothing is looked up. */
  AccountGroups OFFLINE = new AccountGroups() {};

  /** Whether the account has a group with exactly this name. */
  default boolean exists(String name) {
    return true;
  }

  /** The id of the group with exactly this name, or {@code null} when it is unknown. */
  default String id(String name) {
    return null;
  }

  /** The name of the group with this id, or {@code null} when it is unknown. */
  default String name(String id) {
    return null;
  }
}
