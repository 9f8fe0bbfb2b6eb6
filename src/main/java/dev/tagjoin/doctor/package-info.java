/**
 * Finds out, without changing anything, why nothing happens.
 *
 * <p>{@link dev.tagjoin.doctor.Doctor} decides what to examine and in which order; each class of
 * checks examines one subject and adds its results to a {@code CheckList}; {@link
 * dev.tagjoin.doctor.Advice} knows what to do about the vendor's errors. The package may know
 * {@code ecs}, {@code reconcile} and {@code rule}. Start with {@code Doctor}.
 */
package dev.tagjoin.doctor;
