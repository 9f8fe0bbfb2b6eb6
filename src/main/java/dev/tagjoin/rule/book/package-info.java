/**
 * Reads what people write: rule books, states to explain, and tables of cases.
 *
 * <p>YAML becomes nodes with places, nodes become the model of {@code rule}, and whatever is wrong
 * or doubtful becomes a {@link dev.tagjoin.rule.Diagnostic} with file, line and column. The package
 * knows {@code rule}, {@code resource}, the YAML parser and Jackson's tree. Start with {@link
 * dev.tagjoin.rule.book.RuleBookParser}.
 */
package dev.tagjoin.rule.book;
