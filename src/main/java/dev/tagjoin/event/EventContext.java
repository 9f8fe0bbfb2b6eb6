package dev.tagjoin.event;

import java.util.Map;

/**
 * What only the transport knows about a request.
 *
 * @param attributes CloudEvents attributes that came as headers (binary mode): names in lower case
 *     without {@code ce-}; empty when there are none
 * @param contentEncoding the {@code Content-Encoding}, or {@code null}. A gzip body is recognised
 *     by its first bytes whatever this says, because a proxy may have unpacked it already
 * @param account the account to assume when the event names none, or {@code null}
 * @param region the region to assume when the event names none, or {@code null}
 */
public record EventContext(
    Map<String, String> attributes, String contentEncoding, String account, String region) {
  public EventContext {
    attributes = Map.copyOf(attributes);
  }

  /** A context that knows nothing. */
  public static EventContext none() {
    return new EventContext(Map.of(), null, null, null);
  }
}
