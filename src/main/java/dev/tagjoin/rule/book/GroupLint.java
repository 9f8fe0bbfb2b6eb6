package dev.tagjoin.rule.book;

import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds groups that a template reaches by accident, and groups that nothing reaches. */
final class GroupLint {
  private final Groups groups;
  private final TargetParser targets;
  private final ConditionParser conditions;
  private final Diagnostics diagnostics;

  GroupLint(
      Groups groups, TargetParser targets, ConditionParser conditions, Diagnostics diagnostics) {
    this.groups = groups;
    this.targets = targets;
    this.conditions = conditions;
    this.diagnostics = diagnostics;
  }

  /** Warns of templates by which a tag's value can choose a group that a rule names on purpose. */
  void warnOfReach(List<Rule> rules) {
    Map<String, String> ruleOf = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.enabled() && rule.target() instanceof JoinTarget.Fixed fixed) {
        if (groups.refs().containsKey(fixed.text()) || !Groups.isId(fixed.text())) {
          ruleOf.putIfAbsent(fixed.text(), rule.name());
        }
        if (fixed.group() instanceof GroupRef.Id id) {
          groups.names(id.id()).forEach(name -> ruleOf.putIfAbsent(name, rule.name()));
        }
      }
    }
    targets
        .lookups()
        .forEach(
            (at, lookup) -> {
              // What among lists by its very name is meant.
              List<String> reached =
                  ruleOf.keySet().stream()
                      .filter(
                          name -> lookup.canBe(name) && !lookup.among().contains(new Glob(name)))
                      .toList();
              if (lookup.template().isFree() && !reached.isEmpty()) {
                diagnostics.warning(
                    at,
                    lookup.template().toString(),
                    "the template can also reach "
                        + DisplayText.quote(reached.get(0))
                        + ", the target of rule "
                        + DisplayText.quote(ruleOf.get(reached.get(0)))
                        + "; list the groups it is for in among");
              }
            });
  }

  /** Warns of groups that no rule names and no template reaches. */
  void warnOfUnusedGroups(Yaml.Node listed) {
    List<Yaml.Node> nodes = new ArrayList<>();
    if (listed instanceof Yaml.Mapping map) {
      map.entries().forEach(entry -> nodes.add(entry.key()));
    } else {
      nodes.addAll(((Yaml.Sequence) listed).items());
    }
    Set<GroupRef> used = new HashSet<>(targets.used());
    used.addAll(conditions.usedGroups());
    // A group is used by whichever of its names something can reach it.
    groups
        .refs()
        .forEach(
            (name, group) -> {
              if (targets.lookups().values().stream().anyMatch(lookup -> lookup.canBe(name))
                  || conditions.groupGlobs().stream().anyMatch(glob -> fits(glob, name, group))) {
                used.add(group);
              }
            });
    for (Yaml.Node node : nodes) {
      String name = ((Yaml.Scalar) node).text();
      GroupRef group = groups.refs().get(name);
      if (group != null && !used.contains(group)) {
        diagnostics.warning(node, name, "group " + DisplayText.quote(name) + " is used by no rule");
      }
    }
  }

  private static boolean fits(Glob glob, String name, GroupRef group) {
    return glob.matches(name) || (group instanceof GroupRef.Id id && glob.matches(id.id()));
  }
}
