package dev.tagjoin.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Explanation;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.Placement;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleTrace;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes an {@link Explanation} in the shape of {@code POST /explain}; what is unknown is left out.
 * Thread-safe.
 */
public final class ExplanationJson {
  private ExplanationJson() {}

  /**
   * The explanation as one JSON object, UTF-8.
   *
   * @param lead who leads the resource, or {@code null} when its kind follows nothing
   */
  public static byte[] of(
      Explanation explanation, RuleBook book, Leader lead, AccountGroups groups) {
    return JsonWriter.object(json -> members(json, explanation, book, lead, groups));
  }

  /** The same for a person, where no groups are looked up: indented. */
  public static byte[] indented(Explanation explanation, RuleBook book, Leader lead) {
    return JsonWriter.values(
        json -> {
          json.useDefaultPrettyPrinter();
          json.writeStartObject();
          members(json, explanation, book, lead, AccountGroups.OFFLINE);
          json.writeEndObject();
        });
  }

  private static void members(
      JsonGenerator json, Explanation explanation, RuleBook book, Leader lead, AccountGroups groups)
      throws IOException {
    ResourceState state = explanation.state();
    JsonWriter.resource(json, Outcome.Resource.of(state.ref()));
    state(json, state);
    decision(json, state, book.placement(state, lead, groups), book);
    leader(json, book, lead, groups);
    json.writeArrayFieldStart("rules");
    for (RuleTrace rule : explanation.rules()) {
      json.writeStartObject();
      text(json, "rule", rule.rule());
      json.writeBooleanField("applies", rule.applies());
      json.writeArrayFieldStart("why");
      for (String why : rule.why()) {
        json.writeString(why);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Who leads the resource, and who leads that in turn. */
  private static void leader(JsonGenerator json, RuleBook book, Leader lead, AccountGroups groups)
      throws IOException {
    if (lead == null) {
      return;
    }
    json.writeObjectFieldStart("leader");
    text(json, "type", lead.kind().type());
    text(json, "id", lead.id());
    text(json, "why", lead.why());
    if (lead.state() != null) {
      state(json, lead.state());
      decision(json, lead.state(), book.placement(lead.state(), lead.next(), groups), book);
    }
    leader(json, book, lead.next(), groups);
    json.writeEndObject();
  }

  private static void state(JsonGenerator json, ResourceState state) throws IOException {
    json.writeObjectFieldStart("state");
    text(json, "group", state.group());
    text(json, "name", state.name());
    text(json, "vpc", state.vpc());
    text(json, "vswitch", state.vswitch());
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : new TreeMap<>(state.tags()).entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void decision(
      JsonGenerator json, ResourceState state, Placement placement, RuleBook book)
      throws IOException {
    Decision decision = placement.decision();
    json.writeObjectFieldStart("decision");
    text(json, "action", decision.action().toString());
    text(json, "rule", decision.rule());
    ResourceRef follows = placement.follows();
    if (follows != null) {
      json.writeObjectFieldStart("follows");
      text(json, "type", follows.kind().type());
      text(json, "id", follows.id());
      json.writeEndObject();
    }
    text(json, "group", decision.group());
    text(
        json,
        "groupName",
        decision.groupName() != null || decision.group() == null
            ? decision.groupName()
            : book.groupIndex().nameOf(decision.group(), state.ref().account()));
    text(json, "problem", decision.problem());
    json.writeBooleanField("move", decision.moves(state.group()));
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    JsonWriter.text(json, name, value);
  }
}
