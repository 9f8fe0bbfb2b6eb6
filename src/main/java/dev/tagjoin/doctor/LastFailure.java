package dev.tagjoin.doctor;

import java.time.Instant;

/**
 * The latest {@code retry} or {@code refused} of this instance.
 *
 * @param at when
 * @param outcome {@code retry} or {@code refused}
 * @param code the vendor's error code, or {@code null}
 * @param reason why, for a person, or {@code null}
 * @param resource what it was about, or {@code null}
 */
public record LastFailure(
    Instant at, String outcome, String code, String reason, String resource) {}
