package dev.tagjoin.event;

import java.util.Locale;

/**
 * The name of a resource across products, as the Tag service writes it: {@code
 * arn:acs:<product>:<region>:<account>:<type>/<id>}. An empty region or account, or {@code *},
 * means the current one.
 */
record Arn(String product, String region, String account, String type, String id) {
  private static final String PREFIX = "arn:";
  private static final int PARTS = 5;

  /**
   * Reads a name, with {@code arn:} or, as RAM writes it, without; gives {@code null} when it has
   * another form. An id may have colons and slashes.
   */
  static Arn parse(String text) {
    String rest = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    String[] parts = rest.split(":", PARTS);
    if (parts.length < PARTS || !parts[0].equals("acs") || parts[1].isEmpty()) {
      return null;
    }
    int slash = parts[4].indexOf('/');
    if (slash < 1) {
      return null;
    }
    return new Arn(
        parts[1], parts[2], parts[3], parts[4].substring(0, slash), parts[4].substring(slash + 1));
  }

  boolean isEcs() {
    return product.toLowerCase(Locale.ROOT).equals("ecs");
  }
}
