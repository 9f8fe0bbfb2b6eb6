package dev.tagjoin.rule;

import java.util.Objects;

/**
 * The decision of a rule book about one resource. Immutable.
 *
 * @param action whether the resource is to be in a certain group
 * @param rule the name of the rule that decided, {@value #OTHERWISE} when no rule applied, or
 *     {@code null} when nothing applies
 * @param group the id of the group that the resource belongs in; {@code null} for {@link
 *     Action#LEAVE}, and when the group is known by name only
 * @param groupName the name of that group, if the book names it by name instead of by id; else
 *     {@code null}
 * @param problem why a fixed target does not exist in the resource's account, or {@code null};
 *     nothing can be joined then
 */
public record Decision(Action action, String rule, String group, String groupName, String problem) {
  /** What {@link #rule} reads when no rule applied and the book's {@code otherwise} decided. */
  public static final String OTHERWISE = "otherwise";

  /** No rule applies, and the book has no {@code otherwise}. */
  public static final Decision NOTHING = new Decision(Action.LEAVE, null, null);

  /**
   * @throws IllegalArgumentException when a group is given for {@code leave} or missing for {@code
   *     join}
   */
  public Decision {
    Objects.requireNonNull(action, "action");
    if ((action == Action.JOIN) != (group != null || groupName != null)) {
      throw new IllegalArgumentException("join needs a group, leave has none");
    }
  }

  /** A decision about a group that is named by its id, or about none. */
  public Decision(Action action, String rule, String group) {
    this(action, rule, group, null, null);
  }

  /** The same decision as a follower takes it over: without a rule of its own. */
  Decision withoutRule() {
    return new Decision(action, null, group, groupName, problem);
  }

  /** Whether a resource that is in a group, or in an unknown one ({@code null}), has to move. */
  public boolean moves(String currentGroup) {
    return action == Action.JOIN
        && (currentGroup == null || !currentGroup.equals(group == null ? groupName : group));
  }
}
