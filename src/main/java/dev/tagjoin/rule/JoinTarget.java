package dev.tagjoin.rule;

import java.util.List;
import java.util.Objects;

/** The target of a rule: where it sends a resource. Immutable. */
public sealed interface JoinTarget {

  /** {@code leave: true}: nowhere. */
  record Leave() implements JoinTarget {}

  /**
   * {@code join} with a fixed group.
   *
   * @param text the name or the id, as written
   * @param group the group it refers to
   */
  record Fixed(String text, GroupRef group) implements JoinTarget {
    public Fixed {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(group, "group");
    }
  }

  /**
   * {@code join} with the group whose name the resource fills in.
   *
   * @param template gives the name, or a value that a table looks up
   * @param table has the name for the value, or {@code null} when the template gives the name
   * @param among names and patterns of which the name has to fit one; empty when any will do
   */
  record Lookup(Template template, Table table, List<Glob> among) implements JoinTarget {
    public Lookup {
      Objects.requireNonNull(template, "template");
      among = List.copyOf(among);
    }

    /** Whether {@code among} lets the target be the group with this name. */
    public boolean allows(String name) {
      for (int i = 0; i < among.size(); i++) {
        if (among.get(i).matches(name)) {
          return true;
        }
      }
      return among.isEmpty();
    }

    /** Whether some resource could go to the group with this name. */
    public boolean canBe(String name) {
      return allows(name)
          && (table == null
              ? template.canBe(name)
              : table.rows().stream().anyMatch(row -> row.group().equals(name)));
    }
  }
}
