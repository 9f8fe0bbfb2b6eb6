/** A pass over everything that exists, for what no event told. */
package dev.tagjoin.sweep;
