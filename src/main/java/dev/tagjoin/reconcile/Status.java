package dev.tagjoin.reconcile;

import java.util.Locale;

/** The result of handling one resource. */
public enum Status {
  /** Moved now. */
  JOINED,
  /** Would be moved, were this not a dry run. */
  PLANNED,
  /** Already where the rules want it. */
  UNCHANGED,
  /** No rule asks for a move, or a rule says leave it. */
  LEFT,
  /** The event or the resource is not ours. */
  IGNORED,
  /** The resource no longer exists. */
  GONE,
  /** Could not be done now; the same event can succeed later. */
  RETRY,
  /** Needs manual action: permission, unknown group, region without groups. */
  REFUSED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word in an answer: the name in small letters. */
  @Override
  public String toString() {
    return word;
  }
}
