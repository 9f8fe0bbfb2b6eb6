package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the plain style of YAML in which rule books are written, at a small part of what the
 * library takes; for anything else the library has to be asked.
 *
 * <p>It takes block maps and lists, flow maps and lists, and plain and quoted scalars that end in
 * the line in which they start. It gives up, instead of saying what is wrong, on all it does not
 * know for certain: syntax errors, empty values, anchors, aliases, tags, block scalars, complex
 * keys, directives, tabs, rare escapes, characters outside the Basic Multilingual Plane. So the
 * library stays the authority on what is YAML, and all messages are its own. Where this reader has
 * an answer it is the library's, places included.
 */
final class PlainYaml {
  /** The library takes 1024 characters between the start of a key and its colon. */
  static final int MAX_KEY = 1000;

  /** From how many entries on a map is kept in little room. */
  private static final int MANY = 16;

  /** What starts something else than a plain scalar, or does so in some places. */
  private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

  /** Whether a character is in a plain scalar whatever stands beside it. */
  private static final boolean[] IN_WORD = new boolean[128];

  /** Whether a plain scalar can start with a character. */
  private static final boolean[] STARTS = new boolean[128];

  static {
    for (char c = '!'; c <= '~'; c++) {
      IN_WORD[c] = ":#,[]{}".indexOf(c) < 0;
      STARTS[c] = INDICATORS.indexOf(c) < 0;
    }
  }

  private final String text;

  /** The text with a line break at its end, where no other end has to be looked for. */
  private final char[] chars;

  private final int length;

  /** The next character. */
  private int at;

  /** The line of the next character, from 1. */
  private int line = 1;

  /** Where that line starts. */
  private int lineStart;

  /** The column of the content that {@link #toContent} found, from 0; -1 at the end. */
  private int column;

  /** Some of the last words. */
  private final String[] words = new String[64];

  private PlainYaml(String text) {
    this.text = text;
    this.length = text.length();
    this.chars = new char[length + 1];
    text.getChars(0, length, chars, 0);
    chars[length] = '\n';
  }

  /**
   * Reads a document.
   *
   * @return the root; {@code null} when the library has to be asked
   */
  static Yaml.Node read(String text) {
    PlainYaml reader = new PlainYaml(text);
    if (!reader.toContent() || reader.column < 0) {
      return null;
    }
    Yaml.Node root = reader.block(-1, 0);
    return root != null && reader.column < 0 ? root : null;
  }

  /**
   * Whether a character takes one column and ends no line but by \n. Whatever goes over the text
   * asks this of all but {@link #isUsual usual} ones, so that none is passed over unseen.
   */
  private boolean isOrdinary(int place) {
    char c = chars[place];
    return c < 0xa0
        ? isUsual(c) || c == '\n' || (c == '\r' && chars[place + 1] == '\n')
        : !Character.isSurrogate(c)
            && c != '\u2028'
            && c != '\u2029'
            && c != '\ufeff'
            && c < '\ufffe';
  }

  /** Whether a character is a printable one of ASCII, in one comparison. */
  private static boolean isUsual(char c) {
    return (char) (c - ' ') <= '~' - ' ';
  }

  // ---- between values

  /**
   * Goes on to what is neither space, comment nor line break.
   *
   * @return {@code false} to give up
   */
  private boolean toContent() {
    while (at < length) {
      switch (chars[at]) {
        case ' ' -> at++;
        case '\r' -> {
          if (!isOrdinary(at)) {
            return false;
          }
          at++;
        }
        case '\n' -> {
          at++;
          line++;
          lineStart = at;
        }
        case '#' -> {
          if (at > lineStart && chars[at - 1] != ' ') {
            return false;
          }
          for (; chars[at] != '\n'; at++) {
            if (!isUsual(chars[at]) && !isOrdinary(at)) {
              return false;
            }
          }
        }
        default -> {
          column = at - lineStart;
          return column > 0 || !isDocumentMark();
        }
      }
    }
    column = -1;
    return true;
  }

  private boolean isDocumentMark() {
    return text.startsWith("---", at) || text.startsWith("...", at);
  }

  /** Goes on to the next line with content; whether it belongs to something further outside. */
  private boolean endsLine(int parent) {
    int last = line;
    return toContent() && (column < 0 || (line > last && column <= parent));
  }

  /** Whether a space, a line break or the end is there. */
  private boolean isBlank(int place) {
    return isBlank(chars[place]);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r';
  }

  private boolean isDash() {
    return chars[at] == '-' && isBlank(at + 1);
  }

  private boolean isFlow() {
    return chars[at] == '[' || chars[at] == '{';
  }

  // ---- block style; every method starts at content and ends at the next, or gives up with null

  /** What stands at the content, in something that starts in the column {@code parent}. */
  private Yaml.Node block(int parent, int depth) {
    if (isDash()) {
      return sequence(depth);
    }
    if (isFlow()) {
      Yaml.Node node = flow(depth);
      return node != null && endsLine(parent) ? node : null;
    }
    int indent = column;
    Yaml.Scalar scalar = scalar(false);
    if (scalar != null && isColon(scalar, false)) {
      return mapping(scalar, indent, depth);
    }
    return scalar != null && endsLine(parent) ? scalar : null;
  }

  private Yaml.Node sequence(int depth) {
    if (depth == Yaml.MAX_DEPTH) {
      return null;
    }
    int indent = column;
    int start = line;
    List<Yaml.Node> items = new ArrayList<>(4);
    do {
      int last = line;
      at++;
      if (!toContent() || (line > last && column <= indent) || column < 0) {
        return null;
      }
      Yaml.Node item = block(indent, depth + 1);
      if (item == null) {
        return null;
      }
      items.add(item);
    } while (column == indent && isDash());
    // In the same column the next key may follow, since a list may start in that of its own key.
    return column <= indent ? new Yaml.Sequence(items, start, indent + 1) : null;
  }

  private Yaml.Node mapping(Yaml.Scalar first, int indent, int depth) {
    if (depth == Yaml.MAX_DEPTH) {
      return null;
    }
    List<Yaml.Entry> entries = new ArrayList<>(4);
    Yaml.Scalar key = first;
    while (key != null && isColon(key, false)) {
      at++;
      Yaml.Node value = value(indent, depth + 1);
      if (value == null || column > indent) {
        return null;
      }
      entries.add(new Yaml.Entry(key, value));
      if (entries.size() == MANY) {
        entries = new PlainEntries(chars, indent, entries);
      }
      if (entries instanceof PlainEntries many && !words(many, indent)) {
        return null;
      }
      if (column < indent) {
        return new Yaml.Mapping(entries, first.line(), first.column());
      }
      key = scalar(false);
    }
    return null;
  }

  /**
   * Reads entries that are a word and a word in a line, up to the first that is not.
   *
   * @return {@code false} to give up
   */
  private boolean words(PlainEntries entries, int indent) {
    while (column == indent) {
      int keyEnd = wordEnd(at);
      if (keyEnd == at || chars[keyEnd] != ':' || chars[keyEnd + 1] != ' ') {
        return true;
      }
      int value = spacesEnd(keyEnd + 1);
      int valueEnd = wordEnd(value);
      int next = spacesEnd(valueEnd);
      boolean ends =
          chars[next] == '\n' || chars[next] == '\r' || (chars[next] == '#' && next > valueEnd);
      if (valueEnd == value || !ends || !entries.add(at, keyEnd, value, valueEnd, line)) {
        return true;
      }
      at = next;
      if (!toContent() || column > indent) {
        return false;
      }
    }
    return true;
  }

  /** Where a plain scalar ends that starts there and is of nothing but such characters. */
  private int wordEnd(int start) {
    return canStart(chars[start]) ? inWordEnd(start) : start;
  }

  private int inWordEnd(int start) {
    char[] text = chars;
    int end = start;
    // the text ends with what is in no word
    while (text[end] < 128 ? IN_WORD[text[end]] : isOrdinary(end)) {
      end++;
    }
    return end;
  }

  private static boolean canStart(char c) {
    return c >= 128 || STARTS[c];
  }

  private int spacesEnd(int start) {
    int end = start;
    while (chars[end] == ' ') {
      end++;
    }
    return end;
  }

  /** What stands behind the colon of a key that starts in the column {@code indent}. */
  private Yaml.Node value(int indent, int depth) {
    int last = line;
    if (!toContent() || column < 0) {
      return null;
    }
    if (line > last) {
      if (column > indent) {
        return block(indent, depth);
      }
      return column == indent && isDash() ? sequence(depth) : null;
    }
    Yaml.Node node = isFlow() ? flow(depth) : scalar(false);
    return node != null && endsLine(indent) ? node : null;
  }

  // ---- flow style; every method starts at content and ends behind what it read

  private Yaml.Node flow(int depth) {
    if (depth == Yaml.MAX_DEPTH) {
      return null;
    }
    boolean isMapping = chars[at] == '{';
    char close = isMapping ? '}' : ']';
    int startLine = line;
    int startColumn = at - lineStart + 1;
    List<Yaml.Node> items = isMapping ? List.of() : new ArrayList<>(4);
    List<Yaml.Entry> entries = isMapping ? new ArrayList<>(4) : List.of();
    do {
      at++;
      if (!toContent() || column < 0) {
        return null;
      }
      if (chars[at] == close) {
        break;
      }
      Yaml.Scalar key = null;
      if (isMapping) {
        key = scalar(true);
        if (key == null || !isColon(key, true)) {
          return null;
        }
        at++;
        if (!toContent() || column < 0) {
          return null;
        }
      }
      Yaml.Node value = isFlow() ? flow(depth + 1) : scalar(true);
      if (value == null || !toContent() || column < 0) {
        return null;
      }
      if (isMapping) {
        entries.add(new Yaml.Entry(key, value));
      } else {
        items.add(value);
      }
    } while (chars[at] == ',');
    if (chars[at] != close) {
      return null;
    }
    at++;
    return isMapping
        ? new Yaml.Mapping(entries, startLine, startColumn)
        : new Yaml.Sequence(items, startLine, startColumn);
  }

  // ---- scalars, which end in the line in which they start

  /** Whether behind a scalar, and the spaces that follow it, there is the colon of a key. */
  private boolean isColon(Yaml.Scalar key, boolean inFlow) {
    while (at < length && chars[at] == ' ') {
      at++;
    }
    return at < length
        && chars[at] == ':'
        && (inFlow || isBlank(at + 1))
        && at - lineStart - key.column() < MAX_KEY;
  }

  private Yaml.Scalar scalar(boolean inFlow) {
    char c = chars[at];
    if (c == '"' || c == '\'') {
      return quoted(c);
    }
    return canStart(c) ? plain(inFlow) : null;
  }

  private Yaml.Scalar plain(boolean inFlow) {
    char[] text = chars;
    int start = at;
    int end = inWordEnd(start);
    int place = end;
    for (; place < length; place++) {
      char c = text[place];
      if (c == '\n' || c == '\r' || (c == '#' && end < place)) {
        break;
      }
      if (inFlow ? endsInFlow(c, text[place + 1]) : c == ':' && isBlank(place + 1)) {
        break;
      }
      if (!isUsual(c) && !isOrdinary(place)) {
        return null;
      }
      if (c != ' ') {
        end = place + 1;
      }
    }
    at = place;
    return scalar(word(start, end), true, start);
  }

  /** A part of the text; often the same object as the last such part, since books repeat words. */
  private String word(int start, int end) {
    int hash = (chars[start] * 31 + chars[end - 1]) * 31 + end - start;
    int slot = (hash ^ (hash >>> 6)) & (words.length - 1);
    String word = words[slot];
    if (word == null || word.length() != end - start || !text.startsWith(word, start)) {
      word = text.substring(start, end);
      words[slot] = word;
    }
    return word;
  }

  private static boolean endsInFlow(char c, char next) {
    return isFlowIndicator(c) || (c == ':' && (isBlank(next) || isFlowIndicator(next)));
  }

  private static boolean isFlowIndicator(char c) {
    return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
  }

  private Yaml.Scalar quoted(char quote) {
    int start = at++;
    int from = at;
    StringBuilder joined = null;
    while (at < length && chars[at] != '\n') {
      char c = chars[at];
      boolean isEscape = c == '\\' && quote == '"';
      if (c != quote && !isEscape) {
        if (!isUsual(c) && !isOrdinary(at)) {
          return null;
        }
        at++;
        continue;
      }
      // in single quotes two of them stand for one
      char next = at + 1 < length ? chars[at + 1] : ' ';
      if (c == quote && (quote == '"' || next != quote)) {
        String value =
            joined == null ? text.substring(from, at) : joined.append(text, from, at).toString();
        at++;
        return scalar(value, false, start);
      }
      if (isEscape && next != '"' && next != '\\' && next != 'n') {
        return null;
      }
      joined =
          (joined == null ? new StringBuilder() : joined)
              .append(text, from, at)
              .append(isEscape && next == 'n' ? '\n' : next);
      at += 2;
      from = at;
    }
    return null;
  }

  private Yaml.Scalar scalar(String value, boolean isPlain, int start) {
    return new Yaml.Scalar(value, isPlain, line, start - lineStart + 1);
  }
}
