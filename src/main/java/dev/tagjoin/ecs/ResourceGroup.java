package dev.tagjoin.ecs;

/**
 * A resource group as Resource Manager lists it. Immutable.
 *
 * @param id its id
 * @param name its identifier, which is unique in the account and never changes
 * @param displayName what the console shows, which anybody may change
 * @param status {@code OK}, {@code Creating}, {@code PendingDelete}, {@code Deleting}, ...
 * @param account the account that it belongs to, or {@code null} when the answer does not say
 */
public record ResourceGroup(
    String id, String name, String displayName, String status, String account) {
  /** Whether resources can be moved to it. */
  public boolean isUsable() {
    return status.equals("OK");
  }

  /** Whether it will be usable in a moment. */
  public boolean isBeingCreated() {
    return status.equals("Creating");
  }
}
