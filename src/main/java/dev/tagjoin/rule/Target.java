package dev.tagjoin.rule;

import java.util.Objects;

/** Where a rule sends a resource. */
public sealed interface Target {

  /** {@code leave: true}: nowhere. */
  record Leave() implements Target {}

  /**
   * {@code join} with a fixed group.
   *
   * @param text the name or the id, as written
   * @param id the group's id
   */
  record Group(String text, String id) implements Target {
    public Group {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(id, "id");
    }
  }

  /** {@code join} with the group whose name the resource fills in. */
  record Lookup(Template template) implements Target {
    public Lookup {
      Objects.requireNonNull(template, "template");
    }
  }
}
