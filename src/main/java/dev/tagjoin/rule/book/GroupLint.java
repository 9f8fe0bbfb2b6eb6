package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

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

/**
 * Notes the groups that a book uses while it is read, then finds groups that a template reaches by
 * accident, and groups that nothing reaches.
 */
final class GroupLint {
  private final Groups groups;
  private final NodeReader reader;
  private final Set<GroupRef> used = new HashSet<>();
  private final List<Glob> patterns = new ArrayList<>();
  private final Map<Yaml.Node, JoinTarget.Lookup> templates = new LinkedHashMap<>();

  GroupLint(Groups groups, NodeReader reader) {
    this.groups = groups;
    this.reader = reader;
  }

  void uses(GroupRef group) {
    used.add(group);
  }

  /** Notes patterns that conditions hold against groups. */
  void uses(List<Glob> globs) {
    patterns.addAll(globs);
  }

  /** Notes a target whose template gives the name of a group. */
  void uses(Yaml.Node at, JoinTarget.Lookup template) {
    templates.put(at, template);
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
    templates.forEach(
        (at, lookup) -> {
          if (lookup.template().isFree()) {
            ruleOf.keySet().stream()
                // What among lists by its very name is meant.
                .filter(name -> lookup.canBe(name) && !lookup.among().contains(new Glob(name)))
                .findFirst()
                .ifPresent(
                    name ->
                        reader.warning(
                            at,
                            "the template can also reach %s, the target of rule %s; list the"
                                + " groups it is for in among",
                            quote(name),
                            quote(ruleOf.get(name))));
          }
        });
  }

  /** Warns of groups that no rule names and no template reaches. */
  void warnOfUnusedGroups(Yaml.Node listed) {
    // A group is used by whichever of its names something can reach it.
    groups
        .refs()
        .forEach(
            (name, group) -> {
              if (templates.values().stream().anyMatch(lookup -> lookup.canBe(name))
                  || patterns.stream().anyMatch(glob -> fits(glob, name, group))) {
                used.add(group);
              }
            });
    List<Yaml.Node> names =
        listed instanceof Yaml.Mapping map
            ? map.entries().stream().map(Yaml.Entry::key).toList()
            : ((Yaml.Sequence) listed).items();
    for (Yaml.Node at : names) {
      String name = ((Yaml.Scalar) at).text();
      GroupRef group = groups.refs().get(name);
      if (group != null && !used.contains(group)) {
        reader.warning(at, "group %s is used by no rule", quote(name));
      }
    }
  }

  private static boolean fits(Glob glob, String name, GroupRef group) {
    return glob.matches(name) || (group instanceof GroupRef.Id id && glob.matches(id.id()));
  }
}
