package dev.tagjoin.rule.book;

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

  /** Stands for a text that holds nothing. */
  private static final Scalar START = new Scalar("", true, 1, 1);

  private final Diagnostics diagnostics;
  private final Iterator<Event> events;
  private final CharacterLint lint;

  private Yaml(Diagnostics diagnostics, Iterator<Event> events, CharacterLint lint) {
    this.diagnostics = diagnostics;
    this.events = events;
    this.lint = lint;
  }

  /**
   * Reads a document.
   *
   * @param diagnostics takes warnings of characters that are probably not meant
   * @return the root; an empty scalar when the text holds nothing
   * @throws RuleBookException with one error when the text is too long, is not YAML or uses what is
   *     refused
   */
  static Node read(String text, Diagnostics diagnostics) throws RuleBookException {
    if (text.length() > MAX_LENGTH) {
      throw diagnostics.fatal(
          START, "too large: %s characters; the limit is %s (1 MiB)", text.length(), MAX_LENGTH);
    }
    String document = text.startsWith("\uFEFF") ? text.substring(1) : text;
    // One buffer for all: the parser fails on a surrogate pair across the end of its buffer.
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(diagnostics.source())
            .setCodePointLimit(MAX_LENGTH + 1)
            .setBufferSize(document.length() + 1)
            .build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(document).iterator();
      return new Yaml(diagnostics, events, new CharacterLint(document, diagnostics)).document();
    } catch (MarkedYamlEngineException e) {
      Node at = e.getProblemMark().or(e::getContextMark).map(Yaml::place).orElse(START);
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      throw invalid(diagnostics, at, context + e.getProblem());
    } catch (ReaderException e) {
      String character = Character.toString(e.getCodePoint());
      throw invalid(
          diagnostics,
          place(document, document.indexOf(character)),
          "remove the character " + DisplayText.quote(character));
    } catch (YamlEngineException | IllegalArgumentException e) {
      // The latter for an escape beyond the last code point; neither says where.
      throw invalid(diagnostics, START, String.valueOf(e.getMessage()));
    }
  }

  private static RuleBookException invalid(Diagnostics diagnostics, Node at, String problem) {
    return diagnostics.fatal(at, "not valid YAML: %s", problem.replace('\n', ' '));
  }

  private Node document() throws RuleBookException {
    events.next();
    Event event = events.next();
    if (event.getEventId() == Event.ID.StreamEnd) {
      return START;
    }
    Node root = node(events.next(), 0);
    events.next();
    event = events.next();
    if (event.getEventId() != Event.ID.StreamEnd) {
      throw diagnostics.fatal(
          place(event), "a second document begins here; keep one document per file");
    }
    return root;
  }

  private Node node(Event event, int depth) throws RuleBookException {
    Scalar at = place(event);
    if (event instanceof AliasEvent alias) {
      throw diagnostics.fatal(
          at, "*%s: aliases are not supported; repeat the value", alias.getAlias());
    }
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      throw diagnostics.fatal(at, "&%s: anchors are not supported; remove it", anchor.get());
    }
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      throw diagnostics.fatal(at, "%s: YAML tags are not supported; remove it", tag.get());
    }
    if (event instanceof ScalarEvent scalar) {
      String text = scalar.getValue();
      if (!DisplayText.isWellFormed(text)) {
        throw diagnostics.fatal(
            at,
            "%s: incomplete surrogate pair; write the whole character",
            DisplayText.quote(text));
      }
      Scalar node = new Scalar(text, scalar.isPlain(), at.line(), at.column());
      lint.check(node, index(scalar.getStartMark()), index(scalar.getEndMark()));
      return node;
    }
    if (depth == MAX_DEPTH) {
      throw diagnostics.fatal(at, "nested deeper than %s levels", MAX_DEPTH);
    }
    if (event.getEventId() == Event.ID.SequenceStart) {
      List<Node> items = new ArrayList<>(4);
      for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
        items.add(node(e, depth + 1));
      }
      return new Sequence(items, at.line(), at.column());
    }
    List<Entry> entries = new ArrayList<>(4);
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Node key = node(e, depth + 1);
      entries.add(new Entry(key, node(events.next(), depth + 1)));
    }
    return new Mapping(entries, at.line(), at.column());
  }

  private static int index(Optional<Mark> mark) {
    return mark.map(Mark::getIndex).orElse(0);
  }

  private static Scalar place(Event event) {
    return event.getStartMark().map(Yaml::place).orElse(START);
  }

  private static Scalar place(Mark mark) {
    return new Scalar("", true, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Scalar place(String document, int index) {
    String before = document.substring(0, Math.max(0, index));
    int start = before.lastIndexOf('\n') + 1;
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Scalar("", true, line, before.codePointCount(start, before.length()) + 1);
  }
}
