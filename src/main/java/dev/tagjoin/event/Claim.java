package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.PrintableText;
import java.util.Locale;

/**
 * The region or account that an event claims, from the first of several places that has one. Not
 * thread-safe.
 *
 * <p>An unusable value ends the search with an error: to go on with another region or account than
 * the event names would be a guess.
 */
final class Claim {
  private final boolean isRegion;
  private String value;
  private String error;

  private Claim(boolean isRegion) {
    this.isRegion = isRegion;
  }

  static Claim region() {
    return new Claim(true);
  }

  static Claim account() {
    return new Claim(false);
  }

  /** Asks members of an object in their order; {@code parent} may be {@code null}. */
  Claim in(JsonNode parent, String at, String... members) {
    for (String member : members) {
      JsonNode node = parent == null || isSettled() ? null : parent.get(member);
      if (!JsonNodes.isAbsent(node)) {
        String text = JsonNodes.scalar(node);
        take(text, at + "/" + member, JsonNodes.kind(node));
      }
    }
    return this;
  }

  /** Asks the CloudEvents attributes, then what the transport assumes. */
  Claim inEnvelope(Event event) {
    return isRegion
        ? in(event.attributes(), event.at(), "aliyunregionid")
            .or(event.context().region(), "the default region")
        : in(event.attributes(), event.at(), "aliyunoriginalaccountid", "aliyunaccountid")
            .or(event.context().account(), "the default account");
  }

  /** Asks a text that is already at hand; {@code null} and {@code *} say nothing. */
  Claim or(String text, String at) {
    if (!isSettled() && text != null && !text.isEmpty() && !text.equals("*")) {
      take(text, at, null);
    }
    return this;
  }

  /** Takes the result of another claim. */
  Claim or(Claim other) {
    if (!isSettled()) {
      value = other.value;
      error = other.error;
    }
    return this;
  }

  /** Ends with an error when no place had anything. */
  Claim orError(String message) {
    if (!isSettled()) {
      error = message;
    }
    return this;
  }

  private void take(String text, String at, String kind) {
    String plain = text == null ? null : text.strip().toLowerCase(Locale.ROOT);
    if (isRegion ? ResourceRef.isRegion(plain) : ResourceRef.isAccount(plain)) {
      value = plain;
    } else {
      String found = text == null ? kind : "\"" + PrintableText.of(text) + "\"";
      String wanted = isRegion ? "a region id such as cn-hangzhou" : "an account id (digits)";
      error = at + ": " + found + " is not " + wanted;
    }
  }

  /** Whether a place had something, usable or not. */
  boolean isSettled() {
    return value != null || error != null;
  }

  /** The value, or {@code null}. */
  String value() {
    return value;
  }

  /** Why there is no usable value, or {@code null}. */
  String error() {
    return error;
  }
}
