package dev.tagjoin.event;

/**
 * A resource as an event names it, before anything about it is checked.
 *
 * @param type the type as spelt, or {@code null} when there is none
 * @param id the id as spelt, or {@code null} when there is none
 * @param region where it is, when the naming itself says so, else {@code null}
 * @param account whose it is, when the naming itself says so, else {@code null}
 * @param at the JSON pointer of the naming
 * @param fault why it is not looked at, a sentence to report, or {@code null}
 */
record Named(String type, String id, Fact region, Fact account, String at, String fault) {
  static Named of(String type, String id, String at) {
    return new Named(type, id, null, null, at, null);
  }

  static Named faulty(String type, String at, String fault) {
    return new Named(type, null, null, null, at, at + ": " + fault);
  }

  /** The same, but not to be looked at. */
  Named because(String reason) {
    return new Named(type, id, region, account, at, reason);
  }
}
