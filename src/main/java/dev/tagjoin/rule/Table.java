package dev.tagjoin.rule;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table of the book: values, and the groups that they stand for. Immutable.
 *
 * <p>A row for exactly the value decides, else the first pattern that the value fits.
 */
public final class Table {
  /**
   * A row; its place does not count when rows are compared.
   *
   * @param value a value, or a pattern when it has a wildcard
   * @param group the name or the id of its group, as written
   * @param ref the group it refers to
   * @param place file and line, for people
   */
  public record Row(String value, String group, GroupRef ref, String place) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && row.value.equals(value) && row.group.equals(group);
    }

    @Override
    public int hashCode() {
      return Objects.hash(value, group);
    }
  }

  private final String name;
  private final List<Row> rows;
  private final Map<String, Row> exact = new HashMap<>();
  private final Map<Glob, Row> patterns = new LinkedHashMap<>();

  /**
   * @param rows in the order in which they were written, no value twice
   */
  public Table(String name, List<Row> rows) {
    this.name = name;
    this.rows = List.copyOf(rows);
    for (Row row : rows) {
      if (Glob.isPattern(row.value)) {
        patterns.put(new Glob(row.value), row);
      } else {
        exact.put(row.value, row);
      }
    }
  }

  /** The name by which rules refer to it. */
  public String name() {
    return name;
  }

  /** The rows in the order in which they were written. */
  public List<Row> rows() {
    return rows;
  }

  /** The row that decides about a value, or {@code null}. */
  Row find(String value) {
    Row row = exact.get(value);
    if (row == null) {
      for (Map.Entry<Glob, Row> pattern : patterns.entrySet()) {
        if (pattern.getKey().matches(value)) {
          return pattern.getValue();
        }
      }
    }
    return row;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table table && table.name.equals(name) && table.rows.equals(rows);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + rows.hashCode();
  }
}
