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
 * @param leader who leads the resource, or {@code null} when its kind follows nothing
 * @param rules every rule, in the book's order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExplanationView(
    ResourceView resource,
    StateView state,
    Verdict decision,
    LeaderView leader,
    List<RuleTrace> rules) {

  /** The resource; {@code type} is the ECS {@code ResourceType}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResourceView(String type, String id, String region, String account) {}

  /** The state; the tags are sorted by their keys. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StateView(
      String group, String name, String vpc, String vswitch, Map<String, String> tags) {}

  /**
   * The decision.
   *
   * @param action {@code join} or {@code leave}
   * @param rule the name of the rule, {@code otherwise}, or {@code null} when nothing applies or
   *     its leader decides
   * @param follows the leader that decides, or {@code null}
   * @param group the id of the group to join, or {@code null}
   * @param move whether that differs from where the resource is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdict(String action, String rule, Follows follows, String group, boolean move) {}

  /** The leader that decides, in the same region and account. */
  public record Follows(String type, String id) {}

  /**
   * Who leads a resource.
   *
   * @param type the leader's type
   * @param id its id, or {@code null} when there is none or it is unknown
   * @param why how that is known, or why there is none
   * @param state its state, or {@code null} when it was not read
   * @param decision what was decided about it, or {@code null} when its state is unknown
   * @param leader who leads it in turn, or {@code null}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LeaderView(
      String type, String id, String why, StateView state, Verdict decision, LeaderView leader) {}

  /**
   * The shape of an explanation.
   *
   * @param book the book that explained
   * @param leader who leads the resource, or {@code null} when its kind follows nothing
   */
  public static ExplanationView of(Explanation explanation, RuleBook book, Leader leader) {
    ResourceState state = explanation.state();
    ResourceRef ref = state.ref();
    return new ExplanationView(
        new ResourceView(ref.kind().type(), ref.id(), ref.region(), ref.account()),
        state(state),
        verdict(state, book.placement(state, leader)),
        leaderView(book, leader),
        explanation.rules());
  }

  private static LeaderView leaderView(RuleBook book, Leader leader) {
    if (leader == null) {
      return null;
    }
    ResourceState state = leader.state();
    return new LeaderView(
        leader.kind().type(),
        leader.id(),
        leader.why(),
        state == null ? null : state(state),
        state == null ? null : verdict(state, book.placement(state, leader.next())),
        leaderView(book, leader.next()));
  }

  private static StateView state(ResourceState state) {
    return new StateView(
        state.group(), state.name(), state.vpc(), state.vswitch(), new TreeMap<>(state.tags()));
  }

  private static Verdict verdict(ResourceState state, Placement placement) {
    Decision decision = placement.decision();
    ResourceRef follows = placement.follows();
    return new Verdict(
        decision.action().toString(),
        decision.rule(),
        follows == null ? null : new Follows(follows.kind().type(), follows.id()),
        decision.group(),
        decision.moves(state.group()));
  }
}
