package dev.tagjoin.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of texts with aligned columns. Columns without any content are left out. */
final class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  /** Starts a table. */
  TextTable(String... header) {
    rows.add(header);
  }

  /** Adds a row with as many cells as the header; a cell is one line. */
  void add(String... cells) {
    rows.add(cells);
  }

  /** The rows with the columns that have content, the header first. */
  List<List<String>> rows() {
    List<List<String>> kept = new ArrayList<>();
    for (String[] row : rows) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < row.length; column++) {
        if (hasContent(column)) {
          cells.add(row[column]);
        }
      }
      kept.add(cells);
    }
    return kept;
  }

  private boolean hasContent(int column) {
    return rows.stream().skip(1).anyMatch(row -> !row[column].isEmpty());
  }

  /** The lines of the table, without blanks at their ends; none for a header alone. */
  List<String> lines() {
    List<List<String>> kept = rows.size() == 1 ? List.of() : rows();
    List<String> lines = new ArrayList<>();
    for (List<String> row : kept) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = kept.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
        line.append(pad(row.get(column), width + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** The table in Markdown. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows()) {
      lines.add("| " + String.join(" | ", row.stream().map(TextTable::escaped).toList()) + " |");
      if (lines.size() == 1) {
        lines.add("|" + " --- |".repeat(row.size()));
      }
    }
    return lines;
  }

  private static String escaped(String cell) {
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;");
  }

  /** The text with blanks behind it. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
