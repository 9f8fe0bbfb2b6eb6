package dev.tagjoin.rule.book;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values, as RFC 4180 describes them, into cells with places. Lines end with
 * any usual line break; empty ones are left out. Not safe for use by several threads.
 */
final class Csv {
  private static final int END = -1;

  private final int[] text;
  private final Diagnostics diagnostics;
  private final CharacterLint lint;
  private int at;
  private int line = 1;
  private int column = 1;

  private Csv(String text, Diagnostics diagnostics) {
    this.text = text.codePoints().toArray();
    this.diagnostics = diagnostics;
    this.lint = new CharacterLint(text, diagnostics);
  }

  /** The rows of a text without a byte order mark. */
  static List<List<Yaml.Scalar>> read(String text, Diagnostics diagnostics) {
    Csv csv = new Csv(text, diagnostics);
    List<List<Yaml.Scalar>> rows = new ArrayList<>();
    while (csv.peek() != END) {
      List<Yaml.Scalar> row = csv.row();
      if (row.size() > 1 || !row.get(0).text().isEmpty()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<Yaml.Scalar> row() {
    List<Yaml.Scalar> cells = new ArrayList<>(2);
    cells.add(cell());
    while (peek() == ',') {
      next();
      cells.add(cell());
    }
    if (next() == '\r' && peek() == '\n') {
      next();
    }
    line++;
    column = 1;
    return cells;
  }

  private Yaml.Scalar cell() {
    int start = at;
    int startLine = line;
    int startColumn = column;
    StringBuilder value = new StringBuilder();
    String problem = null;
    if (peek() == '"') {
      problem = quoted(value);
    }
    for (; !isEndOfCell(peek()); value.appendCodePoint(next())) {
      if (start < at && text[start] == '"') {
        problem = "text after the closing quote; write a quote within quotes twice";
      } else if (peek() == '"') {
        problem = "a quote within the text; put the whole text between quotes and write it twice";
      }
    }
    Yaml.Scalar cell = new Yaml.Scalar(value.toString(), false, startLine, startColumn);
    if (problem != null) {
      diagnostics.error(cell, problem);
    }
    lint.check(cell, start, at);
    return cell;
  }

  /** Takes a quoted text; says what is wrong with it, if anything is. */
  private String quoted(StringBuilder value) {
    next();
    while (peek() != END) {
      int c = next();
      if (c == '"') {
        if (peek() != '"') {
          return null;
        }
        next();
      } else if (c == '\n') {
        line++;
        column = 1;
      }
      value.appendCodePoint(c);
    }
    return "the quote is never closed; add a second one";
  }

  private static boolean isEndOfCell(int c) {
    return c == END || c == ',' || c == '\n' || c == '\r';
  }

  private int peek() {
    return at == text.length ? END : text[at];
  }

  private int next() {
    column++;
    return at == text.length ? END : text[at++];
  }
}
