package dev.tagjoin.rule;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** How messages and explanations show what people and the outside world wrote. */
final class Texts {
  private static final int LISTED = 12;

  /** Up to how many texts are compared with each other. */
  private static final int FEW = 8;

  private Texts() {}

  /**
   * A text as it is when that cannot be misread, else between quotes. Control characters are
   * escaped, so that no value can forge a line of a log.
   */
  static String show(String text) {
    return isPlain(text) ? text : quote(text);
  }

  /** A text between double quotes, escaped as JSON and YAML both read it. */
  static String quote(String text) {
    if (isVisible(text) && text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
      return '"' + text + '"';
    }
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (isVisible(c)) {
                out.appendCodePoint(c);
              } else if (c == '\n') {
                out.append("\\n");
              } else if (c == '\t') {
                out.append("\\t");
              } else if (c == '\r') {
                out.append("\\r");
              } else {
                for (char unit : Character.toChars(c)) {
                  out.append("\\u");
                  out.append(Character.forDigit(unit >> 12, 16));
                  out.append(Character.forDigit((unit >> 8) & 15, 16));
                  out.append(Character.forDigit((unit >> 4) & 15, 16));
                  out.append(Character.forDigit(unit & 15, 16));
                }
              }
            });
    return out.append('"').toString();
  }

  /** Texts between commas, the first {@value #LISTED} of them. */
  static String list(Collection<String> texts) {
    StringJoiner joined = new StringJoiner(", ");
    int shown = 0;
    for (String text : texts) {
      if (shown++ == LISTED) {
        return joined + " and " + (texts.size() - LISTED) + " more";
      }
      joined.add(show(text));
    }
    return joined.toString();
  }

  /** An immutable set that keeps the order of a collection. */
  static Set<String> ordered(Collection<String> texts) {
    if (texts instanceof Few few) {
      return few;
    }
    if (texts.size() > FEW) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    }
    String[] distinct = new String[texts.size()];
    int size = 0;
    for (String text : texts) {
      if (!contains(distinct, size, text)) {
        distinct[size++] = text;
      }
    }
    return new Few(size == distinct.length ? distinct : Arrays.copyOf(distinct, size));
  }

  private static boolean contains(String[] texts, int size, Object text) {
    for (int i = 0; i < size; i++) {
      if (texts[i].equals(text)) {
        return true;
      }
    }
    return false;
  }

  /** A set of few texts, which most are, in a tenth of the room of a table. */
  private static final class Few extends AbstractSet<String> {
    private final String[] texts;

    private Few(String[] texts) {
      this.texts = texts;
    }

    @Override
    public boolean contains(Object text) {
      return Texts.contains(texts, texts.length, text);
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.asList(texts).iterator();
    }

    @Override
    public void forEach(Consumer<? super String> action) {
      for (String text : texts) {
        action.accept(text);
      }
    }

    @Override
    public int size() {
      return texts.length;
    }
  }

  /** Whether a text is whole: without half a surrogate pair, which no document can carry. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.charAt(0) != ' '
        && text.charAt(text.length() - 1) != ' '
        && isVisible(text)
        && text.indexOf(',') < 0
        && text.indexOf('"') < 0;
  }

  /** Whether a text holds visible characters only. A loop, since a book has many names. */
  static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isVisible(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  /** Letters, marks, numbers, signs and the ordinary space; no controls, no other white space. */
  private static boolean isVisible(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
