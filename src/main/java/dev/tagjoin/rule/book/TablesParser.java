package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.Nearest;
import dev.tagjoin.rule.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns {@code tables} into {@link Table}s. Not safe for use by several threads. */
final class TablesParser {
  static final int MAX_ROWS = 10_000;
  static final int MAX_PATTERNS = 500;

  /** A file of another kind has an error in every line. */
  private static final int MAX_ERRORS = 100;

  private static final String FILE = "file";

  private final NodeReader reader;
  private final Groups groups;
  private final TableFiles files;

  TablesParser(NodeReader reader, Groups groups, TableFiles files) {
    this.reader = reader;
    this.groups = groups;
    this.files = files;
  }

  /** The tables by their names, without the rows that are not valid. */
  Map<String, Table> parse(Yaml.Node node) {
    Map<String, Table> tables = new LinkedHashMap<>();
    Yaml.Mapping map =
        reader.map(node, "tables must be a map such as {costcentres: {file: costcentres.csv}}");
    if (map != null) {
      for (Yaml.Entry entry : reader.entries(map).values()) {
        String name = reader.name(entry.key(), "the name of a table");
        Yaml.Mapping rows =
            reader.map(entry.value(), "a table must be a map of values to groups, or {file: NAME}");
        tables.put(name, new Table(name, rows == null ? List.of() : rows(rows)));
      }
    }
    return tables;
  }

  private List<Table.Row> rows(Yaml.Mapping map) {
    if (map.entries().size() == 1
        && map.entries().get(0).key() instanceof Yaml.Scalar key
        && key.text().equals(FILE)) {
      return file(map.entries().get(0).value());
    }
    if (map.entries().isEmpty()) {
      reader.error(map, "the table is empty; add a value with its group");
    }
    return rows(map, map.entries(), reader);
  }

  private List<Table.Row> file(Yaml.Node at) {
    String name = reader.text(at, "the name of a file");
    if (name == null) {
      return List.of();
    }
    String text;
    try {
      text = files.read(name);
    } catch (IOException e) {
      reader.error(at, e.getMessage());
      return List.of();
    }
    NodeReader ofFile = new NodeReader(name, reader);
    List<Yaml.Entry> rows = new ArrayList<>();
    for (List<Yaml.Scalar> cells : Csv.read(text, ofFile)) {
      if (cells.size() != 2) {
        ofFile.error(
            cells.get(0),
            "%s; use two, a value and its group, with a comma between them",
            cells.size() == 1 ? "1 column" : cells.size() + " columns");
        if (rows.size() + ofFile.errors() > MAX_ERRORS) {
          break;
        }
      } else if (!rows.isEmpty() || !isHeader(cells)) {
        rows.add(new Yaml.Entry(cells.get(0), cells.get(1)));
      }
    }
    if (rows.isEmpty() && ofFile.errors() == 0) {
      reader.error(at, "%s has no rows; add values with their groups", quote(name));
    }
    return rows(at, rows, ofFile);
  }

  /** Whether a first row names its columns: words without digits that are near to no group. */
  private boolean isHeader(List<Yaml.Scalar> cells) {
    String group = cells.get(1).text();
    return groups.find(group) == null
        && cells.stream().noneMatch(cell -> cell.text().chars().anyMatch(Character::isDigit))
        && Nearest.to(group, groups.refs().keySet()).isEmpty();
  }

  private List<Table.Row> rows(Yaml.Node table, List<Yaml.Entry> entries, NodeReader cells) {
    Map<String, Yaml.Node> lines = new HashMap<>();
    Map<Glob, Integer> patterns = new LinkedHashMap<>();
    List<Table.Row> rows = new ArrayList<>();
    if (entries.size() > MAX_ROWS) {
      reader.error(table, "%s rows are too many; the limit is %s", entries.size(), MAX_ROWS);
      return rows;
    }
    for (Yaml.Entry entry : entries) {
      if (cells.errors() > MAX_ERRORS) {
        cells.error(entry.key(), "too many errors; the rest of the table is not checked");
        break;
      }
      String value = cells.text(entry.key(), "a value");
      String group = cells.text(entry.value(), "the group");
      if (value == null || group == null) {
        continue;
      }
      Yaml.Node first = lines.putIfAbsent(value, entry.key());
      if (first != null) {
        cells.duplicate("value", value, entry.key(), first);
      } else if (Glob.isPattern(value)) {
        pattern(entry.key(), value, patterns, cells);
      }
      GroupRef ref = groups.find(group);
      if (ref != null) {
        rows.add(new Table.Row(value, group, ref, cells.source() + ":" + entry.key().line()));
      } else if (group.isEmpty()) {
        cells.error(entry.value(), "the group is missing");
      } else {
        cells.error(entry.value(), TargetParser.unknownGroup(group, groups, cells));
      }
    }
    if (patterns.size() > MAX_PATTERNS) {
      reader.error(
          table, "%s patterns are too many; the limit is %s", patterns.size(), MAX_PATTERNS);
    }
    return rows;
  }

  /** Warns of a pattern that an earlier one covers. */
  private static void pattern(
      Yaml.Node at, String text, Map<Glob, Integer> patterns, Diagnostics diagnostics) {
    if (text.length() > Glob.MAX_LENGTH) {
      diagnostics.error(at, "a pattern is longer than %s characters", Glob.MAX_LENGTH);
      return;
    }
    Glob glob = new Glob(text);
    if (patterns.size() <= MAX_PATTERNS) {
      for (Map.Entry<Glob, Integer> earlier : patterns.entrySet()) {
        if (earlier.getKey().covers(glob)) {
          diagnostics.warning(
              at,
              "the pattern %s never decides: %s in line %s covers it",
              quote(text),
              quote(earlier.getKey().pattern()),
              earlier.getValue());
          break;
        }
      }
    }
    patterns.put(glob, at.line());
  }
}
