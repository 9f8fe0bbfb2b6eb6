package dev.tagjoin.ecs;

import java.util.Set;

/**
 * An account of the resource directory. Immutable.
 *
 * @param id the account's id
 * @param name its display name
 * @param status {@code CreateSuccess} and the like; empty for the management account
 * @param deletionStatus {@code Deleting} and the like; empty when it is not being deleted
 */
public record DirectoryAccount(String id, String name, String status, String deletionStatus) {
  private static final Set<String> USABLE =
      Set.of("", "CreateSuccess", "PromoteSuccess", "InviteSuccess");

  /** Whether it is a complete member that nobody is deleting. */
  public boolean isUsable() {
    return USABLE.contains(status) && deletionStatus.isEmpty();
  }
}
