/**
 * What the function reports, as JSON: outcomes, sweeps and checks, in the one form that HTTP
 * answers and commands share.
 *
 * <p>Written with a generator instead of an object mapper, which would cost time at a cold start.
 * The package knows {@code reconcile}, {@code sweep} and {@code doctor}. Start with {@link
 * dev.tagjoin.report.JsonBody}.
 */
package dev.tagjoin.report;
