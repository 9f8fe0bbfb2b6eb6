package dev.tagjoin.rule;

/**
 * The resource groups of one account, as the rules see them. Implementations are thread-safe.
 *
 * <p>A book with ids alone asks nothing, so an implementation may look the groups up when it is
 * first asked.
 */
public interface AccountGroups {
  /** Stands in where nothing is looked up: every name exists, and no id is known. */
  AccountGroups OFFLINE =
      new AccountGroups() {
        @Override
        public boolean exists(String name) {
          return true;
        }

        @Override
        public String id(String name) {
          return null;
        }

        @Override
        public String name(String id) {
          return null;
        }
      };

  /** Whether the account has a group with exactly this name. */
  boolean exists(String name);

  /** The id of the group with exactly this name, or {@code null} when it is unknown. */
  String id(String name);

  /** The name of the group with this id, or {@code null} when it is unknown. */
  String name(String id);
}
