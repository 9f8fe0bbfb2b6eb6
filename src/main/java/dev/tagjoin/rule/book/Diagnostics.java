package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects the errors and warnings about one text. Not safe for use by several threads. */
final class Diagnostics {
  /** Bounds the time that a text full of unknown words takes. */
  private static final int MAX_SUGGESTIONS = 100;

  private final String source;
  private final List<Diagnostic> errors;
  private final List<Diagnostic> warnings;
  private int suggestions;

  Diagnostics(String source) {
    this(source, new ArrayList<>(), new ArrayList<>());
  }

  private Diagnostics(String source, List<Diagnostic> errors, List<Diagnostic> warnings) {
    this.source = source;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** What another text, which this one names, adds to the same errors and warnings. */
  Diagnostics of(String otherSource) {
    return new Diagnostics(otherSource, errors, warnings);
  }

  /** Names the text in messages. */
  String source() {
    return source;
  }

  /** Something that makes the text invalid. */
  void error(Yaml.Node at, String text, String message) {
    errors.add(new Diagnostic(source, at.line(), at.column(), text, message));
  }

  /** Something that makes the text invalid, at a scalar or instead of one. */
  void error(Yaml.Node at, String message) {
    error(at, at instanceof Yaml.Scalar scalar ? scalar.text() : "", message);
  }

  /** Something that is probably not meant. */
  void warning(Yaml.Node at, String text, String message) {
    warnings.add(new Diagnostic(source, at.line(), at.column(), text, message));
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** How many errors this text has. */
  int errors() {
    return (int) errors.stream().filter(error -> error.source().equals(source)).count();
  }

  /** The warnings by place, those of this text first. */
  List<Diagnostic> warnings() {
    warnings.sort(byPlace());
    return List.copyOf(warnings);
  }

  void throwIfErrors() throws RuleBookException {
    if (hasErrors()) {
      errors.sort(byPlace());
      throw new RuleBookException(errors);
    }
  }

  private Comparator<Diagnostic> byPlace() {
    return Comparator.<Diagnostic>comparingInt(d -> d.source().equals(source) ? 0 : 1)
        .thenComparing(Diagnostic::source)
        .thenComparingInt(Diagnostic::line)
        .thenComparingInt(Diagnostic::column);
  }

  /** {@code unknown key "mathces"; did you mean "matches"?}, or what else to use. */
  String unknown(String what, String word, Collection<String> known) {
    String suggestion = suggestion(word, known);
    return "unknown "
        + what
        + " "
        + DisplayText.quote(word)
        + (suggestion.isEmpty() ? "; use one of " + String.join(", ", known) : suggestion);
  }

  /** {@code ; did you mean "matches"?} for the nearest known word, or nothing. */
  String suggestion(String word, Collection<String> known) {
    if (suggestions == MAX_SUGGESTIONS) {
      return "";
    }
    suggestions++;
    return Nearest.to(word, known)
        .map(nearest -> "; did you mean " + DisplayText.quote(nearest) + "?")
        .orElse("");
  }
}
