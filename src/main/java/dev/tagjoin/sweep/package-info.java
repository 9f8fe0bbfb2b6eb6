/**
 * A pass over everything that exists, for what no event told; it stops and goes on by a cursor.
 *
 * <p>{@link dev.tagjoin.sweep.Sweeper} takes a call, {@code SweepCall} goes through its accounts
 * side by side, and {@code AccountSweep} plans and moves in each. The package may know {@code
 * reconcile}, {@code ecs}, {@code resource} and {@code text}. Start with {@code Sweeper}.
 */
package dev.tagjoin.sweep;
