package dev.tagjoin.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What only the transport knows about a request. Immutable.
 *
 * @param attributes CloudEvents attributes that came as headers (binary mode): names in lower case
 *     without {@code ce-}, values as they were sent; empty when there are none
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

  /** The CloudEvents attributes among headers, whose names may have any case. */
  public static Map<String, String> attributes(Map<String, String> headers) {
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey();
      if (name.length() > 3
          && name.regionMatches(true, 0, "ce", 0, 2)
          && isHyphen(name.charAt(2))) {
        attributes.put(name.substring(3).toLowerCase(Locale.ROOT), header.getValue());
      }
    }
    return attributes;
  }

  /** Kafka and some gateways write {@code ce_}. */
  private static boolean isHyphen(char c) {
    return c == '-' || c == '_';
  }

  /** The same request with the attributes of a message that it carries. */
  EventContext with(Map<String, String> carried) {
    return new EventContext(carried, null, account, region);
  }
}
