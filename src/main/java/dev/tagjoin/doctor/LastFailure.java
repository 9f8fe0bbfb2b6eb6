package dev.tagjoin.doctor;

import dev.tagjoin.reconcile.Outcome;
import java.time.Instant;

/** The latest {@code retry} or {@code refused} of this instance, and when it came. */
public record LastFailure(Instant at, Outcome outcome) {}
