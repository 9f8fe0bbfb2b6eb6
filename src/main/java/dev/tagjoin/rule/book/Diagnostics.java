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
  private static final Comparator<Diagnostic> BY_PLACE =
      Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column);

  /** Bounds the time that a text full of unknown words takes. */
  private static final int MAX_SUGGESTIONS = 100;

  private final String source;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();
  private int suggestions;

  Diagnostics(String source) {
    this.source = source;
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

  /** The warnings by place. */
  List<Diagnostic> warnings() {
    warnings.sort(BY_PLACE);
    return List.copyOf(warnings);
  }

  void throwIfErrors() throws RuleBookException {
    if (hasErrors()) {
      errors.sort(BY_PLACE);
      throw new RuleBookException(errors);
    }
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
