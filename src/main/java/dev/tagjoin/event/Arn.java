package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.PrintableText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a resource across products, as the Tag service writes it: {@code
 * arn:acs:<product>:<region>:<account>:<type>/<id>}. An empty region or account, or {@code *},
 * means that of the call.
 */
record Arn(String product, String region, String account, String type, String id) {
  private static final String PREFIX = "arn:";
  private static final int PARTS = 5;

  /** Some senders write a colon for the slash, or a slash at the end. */
  private static final Pattern RESOURCE = Pattern.compile("([^/:]+)[/:](.*?)/?");

  /**
   * Reads a name, with {@code arn:} or, as RAM writes it, without; gives {@code null} when it has
   * another form. An id may have colons and slashes.
   */
  static Arn parse(String text) {
    if (text.indexOf(':') < 0) {
      return null;
    }
    boolean hasPrefix = text.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    String[] parts = (hasPrefix ? text.substring(PREFIX.length()) : text).split(":", PARTS);
    if (parts.length < PARTS || !parts[0].equalsIgnoreCase("acs") || parts[1].isEmpty()) {
      return null;
    }
    Matcher resource = RESOURCE.matcher(parts[4]);
    return resource.matches()
        ? new Arn(parts[1], parts[2], parts[3], resource.group(1), resource.group(2))
        : null;
  }

  /** Why a resource of another product is ignored, or {@code null} for one of ECS. */
  String foreign() {
    return product.equalsIgnoreCase("ecs")
        ? null
        : "product " + PrintableText.of(product) + " is not ECS";
  }

  /** What a parameter with a name means; region and account are those of the call. */
  static Named named(Parameters.Value value, Claim region, Claim account) {
    JsonNode node = value.node();
    Arn arn = node.isTextual() ? parse(node.textValue().strip()) : null;
    if (arn == null) {
      String found =
          node.isTextual()
              ? "\"" + PrintableText.of(node.textValue()) + "\""
              : JsonNodes.kind(node);
      return Named.unusable(
          null, value.at(), found + " is not arn:acs:<product>:<region>:<account>:<type>/<id>");
    }
    return new Named(
        arn.type,
        arn.id,
        Claim.region().or(arn.region, value.at()).or(region),
        Claim.account().or(arn.account, value.at()).or(account),
        value.at(),
        arn.foreign());
  }
}
