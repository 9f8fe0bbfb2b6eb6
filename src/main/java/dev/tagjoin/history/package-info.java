/**
 * What the function has moved, and how to take it back.
 *
 * <p>{@link dev.tagjoin.history.OutcomeReader} reads the outcome lines of logs as a stream, {@link
 * dev.tagjoin.history.MoveHistory} keeps the moves of each resource, and {@link
 * dev.tagjoin.history.Undo} makes a rule book of them that sends each resource back, as long as it
 * is still where it was put. So an undo is carried out by the same code as a sweep. The package
 * knows {@code event}, {@code reconcile}, {@code rule}, {@code resource} and {@code text}. Start
 * with {@code Undo}.
 */
package dev.tagjoin.history;
