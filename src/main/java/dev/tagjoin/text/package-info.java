/**
 * Text that came from outside: JSON read within limits, and values made fit for a log line or an
 * answer.
 *
 * <p>Every body and file that holds JSON is read by {@link dev.tagjoin.text.JsonReader}, so that
 * the same input is refused in the same way everywhere. The package knows Jackson and no other
 * package of the project. Start with {@code JsonReader}.
 */
package dev.tagjoin.text;
