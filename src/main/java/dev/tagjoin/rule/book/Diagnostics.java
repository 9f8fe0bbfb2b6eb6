package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the errors and warnings about one text. Not safe for use by several threads. */
class Diagnostics {
  /** Bounds the time that a text full of unknown words takes. */
  private static final int MAX_SUGGESTIONS = 100;

  /** Words that other tools use for what has another name here, in lower case. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("type", "kind"),
          Map.entry("resourcetype", "kind"),
          Map.entry("regionid", "region"),
          Map.entry("accountid", "account"),
          Map.entry("resourceid", "id"),
          Map.entry("resourcegroup", "group"),
          Map.entry("resourcegroupid", "group"),
          Map.entry("vpcid", "vpc"),
          Map.entry("vswitchid", "vswitch"),
          Map.entry("and", "all"),
          Map.entry("or", "any"),
          Map.entry("eq", "equals"),
          Map.entry("glob", "matches"),
          Map.entry("like", "matches"),
          Map.entry("nin", "notIn"),
          Map.entry("not_in", "notIn"));

  private final String source;
  private final List<Diagnostic> errors;
  private final List<Diagnostic> warnings;
  private int suggestions;

  /**
   * @param source names the text in messages
   */
  Diagnostics(String source) {
    this.source = source;
    this.errors = new ArrayList<>();
    this.warnings = new ArrayList<>();
  }

  /** Adds to the errors and warnings about the text that names this one. */
  Diagnostics(String source, Diagnostics parent) {
    this.source = source;
    this.errors = parent.errors;
    this.warnings = parent.warnings;
  }

  String source() {
    return source;
  }

  /**
   * Adds something that makes the text invalid.
   *
   * @param message a format if there are values, see {@link String#format}
   */
  void error(Yaml.Node at, String message, Object... values) {
    errors.add(diagnostic(at, message, values));
  }

  /** Adds something that is probably not meant, otherwise like {@link #error}. */
  void warning(Yaml.Node at, String message, Object... values) {
    warnings.add(diagnostic(at, message, values));
  }

  private Diagnostic diagnostic(Yaml.Node at, String message, Object[] values) {
    String text = values.length == 0 ? message : message.formatted(values);
    return new Diagnostic(source, at.line(), at.column(), text);
  }

  /** The exception that gives the text up for one error alone. */
  RuleBookException fatal(Yaml.Node at, String message, Object... values) {
    return new RuleBookException(List.of(diagnostic(at, message, values)));
  }

  /** Adds the error that something which may stand once stands in another place already. */
  void duplicate(String what, String text, Yaml.Node at, Yaml.Node first) {
    error(at, "duplicate %s %s; it is already in line %s", what, quote(text), first.line());
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
    String synonym = SYNONYMS.get(word.toLowerCase(Locale.ROOT));
    String suggestion =
        synonym != null && known.contains(synonym) ? didYouMean(synonym) : suggestion(word, known);
    return "unknown "
        + (what + " " + quote(word))
        + (suggestion.isEmpty() ? "; use one of " + String.join(", ", known) : suggestion);
  }

  /** {@code ; did you mean "matches"?} for the nearest known word, or nothing. */
  String suggestion(String word, Collection<String> known) {
    return suggestions++ < MAX_SUGGESTIONS
        ? Nearest.to(word, known).map(Diagnostics::didYouMean).orElse("")
        : "";
  }

  static String didYouMean(String word) {
    return "; did you mean " + quote(word) + "?";
  }
}
