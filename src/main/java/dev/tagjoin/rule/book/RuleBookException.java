package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** A text that is no valid rule book, or no valid table of cases, with all its errors. */
public final class RuleBookException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> errors;

  RuleBookException(List<Diagnostic> errors) {
    super(errors.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** At least one error, in the order of their positions. */
  public List<Diagnostic> errors() {
    return errors;
  }
}
