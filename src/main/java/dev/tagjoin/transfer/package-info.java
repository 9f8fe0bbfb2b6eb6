/**
 * Translates the rules of Automatic Resource Transfer, a feature of Resource Management, into a
 * rule book.
 *
 * <p>{@link dev.tagjoin.transfer.TransferRules} reads what the vendor's API or Terraform wrote,
 * {@code ConditionReader} turns its conditions into those of a rule book, and {@link
 * dev.tagjoin.transfer.Translation} writes the book. Nothing is guessed: a rule that cannot be
 * translated as a whole becomes a comment. The package knows {@code rule}, {@code rule.book},
 * {@code resource} and {@code text}. Start with {@code Translation}.
 */
package dev.tagjoin.transfer;
