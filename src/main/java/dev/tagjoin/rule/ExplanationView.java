package dev.tagjoin.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An {@link Explanation} in the shape in which {@code POST /explain} answers it; what is unknown is
 * left out.
 *
 * @param resource which resource
 * @param state what was decided about
 * @param decision what was decided
 * @param rules every rule, in the book's order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExplanationView(
    Resource resource, State state, Verdict decision, List<RuleTrace> rules) {

  /** The resource; {@code type} is the ECS {@code ResourceType}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Resource(String type, String id, String region, String account) {}

  /** The state; the tags are sorted by their keys. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record State(
      String group, String name, String vpc, String vswitch, Map<String, String> tags) {}

  /**
   * The decision.
   *
   * @param action {@code join} or {@code leave}
   * @param rule the name of the rule, {@code otherwise}, or {@code null} when nothing applies
   * @param group the id of the group to join, or {@code null}
   * @param move whether that differs from where the resource is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdict(String action, String rule, String group, boolean move) {}

  /** The shape of an explanation. */
  public static ExplanationView of(Explanation explanation) {
    ResourceState state = explanation.state();
    ResourceRef ref = state.ref();
    Decision decision = explanation.decision();
    return new ExplanationView(
        new Resource(ref.kind().type(), ref.id(), ref.region(), ref.account()),
        new State(
            state.group(), state.name(), state.vpc(), state.vswitch(), new TreeMap<>(state.tags())),
        new Verdict(
            decision.action().toString(),
            decision.rule(),
            decision.group(),
            decision.moves(state.group())),
        explanation.rules());
  }
}
