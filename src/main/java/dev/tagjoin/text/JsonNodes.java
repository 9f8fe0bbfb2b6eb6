package dev.tagjoin.text;

import com.fasterxml.jackson.databind.JsonNode;

/** Questions about JSON values that Jackson's own methods do not answer. */
public final class JsonNodes {
  private JsonNodes() {}

  /** Whether there is nothing to read: no node, {@code null} or an empty text. */
  public static boolean isAbsent(JsonNode node) {
    return node == null
        || node.isNull()
        || node.isMissingNode()
        || (node.isTextual() && node.textValue().isEmpty());
  }

  /** A non-empty text or whole number as a text, else {@code null}. */
  public static String scalar(JsonNode node) {
    if (isAbsent(node)) {
      return null;
    }
    return node.isTextual() || node.isIntegralNumber() ? node.asText() : null;
  }

  /** The {@link #scalar(JsonNode)} of a member; {@code parent} may be {@code null}. */
  public static String scalar(JsonNode parent, String member) {
    return parent == null ? null : scalar(parent.get(member));
  }

  /** The JSON pointer (RFC 6901) of a member of what is at {@code at}. */
  public static String pointer(String at, String member) {
    String token = member;
    if (token.indexOf('~') >= 0 || token.indexOf('/') >= 0) {
      token = token.replace("~", "~0").replace("/", "~1");
    }
    return at + "/" + token;
  }

  /** The kind of a value with its article: {@code a number}. */
  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case MISSING -> "nothing";
    };
  }
}
