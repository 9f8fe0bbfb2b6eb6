package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.DisplayText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document into nodes with places and with texts as written. Immutable nodes.
 *
 * <p>It takes the parser's events rather than its tree: a tree would guess types, and would follow
 * aliases and any depth before a limit could be held against it. Anchors, aliases and tags are
 * refused; they have no use in a rule book and are what documents that grow without bound are made
 * of.
 */
final class Yaml {
  /** The longest text, in characters. */
  static final int MAX_LENGTH = 1 << 20;

  /** How deep lists and maps may stand within each other. */
  static final int MAX_DEPTH = 100;

  /** A value with its place. */
  sealed interface Node {
    /** From 1. */
    int line();

    /** In code points, from 1. */
    int column();
  }

  /**
   * A text, number or whatever else stands between marks.
   *
   * @param text as written, without quotes and with escapes resolved
   * @param plain whether it stands without quotes
   */
  record Scalar(String text, boolean plain, int line, int column) implements Node {
    /** Whether it is what YAML calls null: nothing at all, a tilde or the word. */
    boolean isNull() {
      return plain
          && text.length() <= 4
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  /** A list. */
  record Sequence(List<Node> items, int line, int column) implements Node {}

  /** A map; the same key may stand in it twice. */
  record Mapping(List<Entry> entries, int line, int column) implements Node {}

  /** A key with its value. */
  record Entry(Node key, Node value) {}

  private final String source;
  private final Iterator<Event> events;
  private final CharacterLint lint;

  private Yaml(String source, Iterator<Event> events, CharacterLint lint) {
    this.source = source;
    this.events = events;
    this.lint = lint;
  }

  /**
   * Reads a document.
   *
   * @param source names the text in messages
   * @return the root, or {@code null} when the text holds nothing
   * @throws RuleBookException with one error when the text is too long, is not YAML or uses what is
   *     refused
   */
  static Node read(String source, String text) throws RuleBookException {
    return read(source, text, new Diagnostics(source));
  }

  /**
   * Reads a document as {@link #read(String, String)} does.
   *
   * @param diagnostics takes warnings of characters that are probably not meant
   */
  static Node read(String source, String text, Diagnostics diagnostics) throws RuleBookException {
    if (text.length() > MAX_LENGTH) {
      throw error(
          source,
          1,
          1,
          "",
          "too large: " + text.length() + " characters; the limit is " + MAX_LENGTH + " (1 MiB)");
    }
    String document = text.startsWith("\uFEFF") ? text.substring(1) : text;
    // One buffer for all: the parser fails on a surrogate pair across the end of its buffer.
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setCodePointLimit(MAX_LENGTH + 1)
            .setBufferSize(document.length() + 1)
            .build();
    try {
      return new Yaml(
              source,
              new Parse(settings).parseString(document).iterator(),
              new CharacterLint(document, diagnostics))
          .document();
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      String problem =
          e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
      throw error(
          source,
          mark.map(m -> m.getLine() + 1).orElse(1),
          mark.map(m -> m.getColumn() + 1).orElse(1),
          "",
          "not valid YAML: " + problem.replace('\n', ' '));
    } catch (ReaderException e) {
      int[] place = place(document, e.getCodePoint());
      throw error(
          source,
          place[0],
          place[1],
          DisplayText.quote(Character.toString(e.getCodePoint())),
          "not valid YAML: remove the character "
              + DisplayText.quote(Character.toString(e.getCodePoint())));
    } catch (YamlEngineException | IllegalArgumentException e) {
      // The latter for an escape beyond the last code point; neither says where.
      throw error(
          source, 1, 1, "", "not valid YAML: " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  private Node document() throws RuleBookException {
    next();
    Event event = next();
    if (event.getEventId() == Event.ID.StreamEnd) {
      return null;
    }
    Node root = node(next(), 0);
    next();
    event = next();
    if (event.getEventId() != Event.ID.StreamEnd) {
      throw error(event, "", "a second document begins here; keep one document per file");
    }
    return root;
  }

  private Node node(Event event, int depth) throws RuleBookException {
    if (event instanceof AliasEvent alias) {
      throw error(event, "*" + alias.getAlias(), "aliases are not supported; repeat the value");
    }
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      throw error(event, "&" + anchor.get(), "anchors are not supported; remove it");
    }
    int line = line(event);
    int column = column(event);
    if (event instanceof ScalarEvent scalar) {
      refuseTag(event, scalar.getTag());
      if (!DisplayText.isWellFormed(scalar.getValue())) {
        throw error(
            event,
            DisplayText.quote(scalar.getValue()),
            "incomplete surrogate pair; write the whole character");
      }
      Scalar node = new Scalar(scalar.getValue(), scalar.isPlain(), line, column);
      lint.check(node, index(scalar.getStartMark()), index(scalar.getEndMark()));
      return node;
    }
    refuseTag(event, ((CollectionStartEvent) event).getTag());
    if (depth == MAX_DEPTH) {
      throw error(event, "", "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event.getEventId() == Event.ID.SequenceStart) {
      List<Node> items = new ArrayList<>(4);
      for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
        items.add(node(e, depth + 1));
      }
      return new Sequence(items, line, column);
    }
    List<Entry> entries = new ArrayList<>(4);
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      Node key = node(e, depth + 1);
      entries.add(new Entry(key, node(next(), depth + 1)));
    }
    return new Mapping(entries, line, column);
  }

  private Event next() {
    return events.next();
  }

  private void refuseTag(Event event, Optional<String> tag) throws RuleBookException {
    if (tag.isPresent()) {
      throw error(event, tag.get(), "YAML tags are not supported; remove it");
    }
  }

  private RuleBookException error(Event event, String text, String message) {
    return error(
        source, line(event), column(event), text, text.isEmpty() ? message : text + ": " + message);
  }

  private static RuleBookException error(
      String source, int line, int column, String text, String message) {
    return new RuleBookException(List.of(new Diagnostic(source, line, column, text, message)));
  }

  private static int index(Optional<Mark> mark) {
    return mark.map(Mark::getIndex).orElse(0);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  /** Line and column of the first such character. */
  private static int[] place(String text, int codePoint) {
    int at = Math.max(0, text.indexOf(codePoint));
    int line = 1;
    int start = 0;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new int[] {line, text.codePointCount(start, at) + 1};
  }
}
