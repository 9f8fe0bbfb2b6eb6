package dev.tagjoin.doctor;

import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;

/** Says what is doubtful about the rule book. Stateless. */
final class BookChecks {
  private BookChecks() {}

  /** Says how large the book is and repeats its warnings. */
  static void add(RuleBook book, CheckList checks) {
    String size = book.rules().size() + " rules, " + book.groupIndex().refs().size() + " groups";
    if (book.rules().isEmpty()) {
      checks.add(
          "rule book", CheckResult.State.WARNING, size, "write a rule: without one nothing moves");
    } else if (book.warnings().isEmpty()) {
      checks.ok("rule book", null, size);
    }
    for (Diagnostic warning : book.warnings()) {
      checks.add(
          "rule book",
          CheckResult.State.WARNING,
          "line " + warning.line() + ": " + warning.message(),
          "correct the rule book if this is not intended");
    }
  }
}
