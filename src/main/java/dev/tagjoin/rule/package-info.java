/**
 * The rule book: its model, and the decision about a resource.
 *
 * <p>Everything here is a pure function of values: no input or output, no clock, no framework. The
 * package knows {@code resource} only. Reading a book from text is the work of {@code rule.book}.
 * Start with {@link dev.tagjoin.rule.RuleBook}, then {@link dev.tagjoin.rule.Evaluation}.
 */
package dev.tagjoin.rule;
