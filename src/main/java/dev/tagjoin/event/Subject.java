package dev.tagjoin.event;

/**
 * What an ignored event was about, in its own words: unchecked texts, each {@code null} when not
 * known.
 *
 * @param type the type as the event spells it, for example {@code snapshotpolicy}
 * @param id the id as the event spells it
 * @param region the region
 * @param account the account
 */
public record Subject(String type, String id, String region, String account) {}
