package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.PrintableText;
import java.util.function.Predicate;

/**
 * A fact that may stand in several places: asks them in order of trust and takes the first that has
 * something, or says what is wrong with it. A place with something unusable is not passed over: to
 * go on with another account or region than the event names would be a guess.
 */
final class Fact {
  private final Predicate<String> form;
  private final String expected;
  private String value;
  private String fault;

  private Fact(Predicate<String> form, String expected) {
    this.form = form;
    this.expected = expected;
  }

  static Fact region() {
    return new Fact(ResourceRef::isRegion, "a region id such as cn-hangzhou");
  }

  static Fact account() {
    return new Fact(ResourceRef::isAccount, "an account id of digits");
  }

  /** Asks a member of an object; {@code parent} may be {@code null}. */
  Fact from(JsonNode parent, String at, String member) {
    JsonNode node = parent == null || isSettled() ? null : parent.get(member);
    if (JsonNodes.isAbsent(node)) {
      return this;
    }
    String text = JsonNodes.scalar(node);
    if (text == null) {
      fault = at + "/" + member + ": " + JsonNodes.kind(node) + " found, " + expected + " expected";
    } else {
      take(text, at, member);
    }
    return this;
  }

  /** Asks a text that is already at hand; {@code null} and {@code *} say nothing. */
  Fact from(String text, String at) {
    if (!isSettled() && text != null && !text.isEmpty() && !text.equals("*")) {
      take(text, at, null);
    }
    return this;
  }

  /** Takes what another fact came to. */
  Fact from(Fact other) {
    if (!isSettled()) {
      value = other.value;
      fault = other.fault;
    }
    return this;
  }

  /** Ends with a fault when no place had anything. */
  Fact orFault(String reason) {
    if (!isSettled()) {
      fault = reason;
    }
    return this;
  }

  private void take(String text, String at, String member) {
    if (form.test(text)) {
      value = text;
    } else {
      String place = member == null ? at : at + "/" + member;
      fault = place + ": \"" + PrintableText.of(text) + "\" found, " + expected + " expected";
    }
  }

  /** Whether a place had something, usable or not. */
  boolean isSettled() {
    return value != null || fault != null;
  }

  /** What was found, or {@code null}. */
  String value() {
    return value;
  }

  /** What is wrong, or {@code null}. */
  String fault() {
    return fault;
  }
}
