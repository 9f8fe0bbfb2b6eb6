package dev.tagjoin.event;

/**
 * What an ignored event was about, in its own words: unchecked texts, each {@code null} when not
 * known.
 */
public record Subject(String type, String id, String region, String account) {}
