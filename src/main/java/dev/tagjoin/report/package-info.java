/**
 * Outcomes, sweeps, checks and explanations as JSON and as text: what the HTTP side and the
 * commands both write. Knows the results of {@code reconcile}, {@code sweep}, {@code doctor} and
 * {@code rule}, but neither HTTP nor a terminal. Start reading at {@link
 * dev.tagjoin.report.JsonWriter}.
 */
package dev.tagjoin.report;
