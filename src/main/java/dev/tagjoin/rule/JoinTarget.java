package dev.tagjoin.rule;

import java.util.Objects;

/** The target of a rule: where it sends a resource. Immutable. */
public sealed interface JoinTarget {

  /** {@code leave: true}: nowhere. */
  record Leave() implements JoinTarget {}

  /**
   * {@code join} with a fixed group.
   *
   * @param text the name or the id, as written
   * @param id the group's id
   */
  record Fixed(String text, String id) implements JoinTarget {
    public Fixed {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(id, "id");
    }
  }

  /** {@code join} with the group whose name the resource fills in. */
  record Lookup(Template template) implements JoinTarget {
    public Lookup {
      Objects.requireNonNull(template, "template");
    }
  }
}
