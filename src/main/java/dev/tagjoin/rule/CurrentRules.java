package dev.tagjoin.rule;

/**
 * The rule book that holds now. A deployed function has one for its lifetime; dev mode exchanges it
 * while the function runs.
 */
@FunctionalInterface
public interface CurrentRules {
  /** The rule book to decide by; whoever decides several times for one purpose asks once. */
  RuleBook book();
}
