/** Finds out, without changing anything, why nothing happens. Used by HTTP and by the command. */
package dev.tagjoin.doctor;
