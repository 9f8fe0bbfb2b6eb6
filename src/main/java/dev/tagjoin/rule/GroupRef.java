package dev.tagjoin.rule;

import java.util.Map;

/** A group that may be joined, as a rule book refers to it. Immutable. */
public sealed interface GroupRef {

  /** The group with an id, in whichever account. */
  record Id(String id) implements GroupRef {}

  /** The group with a name, in the account of the resource. */
  record Named(String name) implements GroupRef {}

  /**
   * A group with an id for each account.
   *
   * @param name the book's name for it
   * @param ids accounts to ids
   */
  record PerAccount(String name, Map<String, String> ids) implements GroupRef {
    public PerAccount {
      ids = Map.copyOf(ids);
    }
  }
}
