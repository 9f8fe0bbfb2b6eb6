package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the text of a rule book into a {@link RuleBook}, or into a list of all that is wrong with
 * it.
 *
 * <p>Parsing goes on behind a fault: what is broken is left out, and what depends on it is not
 * blamed again.
 */
final class BookParser {
  static final int MAX_RULES = 10_000;
  static final int MAX_GROUPS = 50_000;

  private static final List<String> BOOK_KEYS =
      List.of("version", "groups", "rules", "otherwise", "follow");
  private static final List<String> RULE_KEYS = List.of("name", "when", "join", "leave");
  private static final List<String> PLACES = List.of("tag.<key>", "name", "region", "account");
  private static final String LEAVE = "leave";

  /** Which types are attached to which, and can go where these go. */
  private static final Map<String, List<String>> FOLLOWERS =
      Map.of("instance", List.of("disk", "eni", "snapshot"), "disk", List.of("snapshot"));

  /** How many names of groups may be held against templates and patterns in one book. */
  private static final long EFFORT = 2_000_000;

  private final Faults faults;
  private final Fields fields;
  private final Set<String> usedGroups = new HashSet<>();
  private final Set<Template> templates = new LinkedHashSet<>();
  private Groups groups = Groups.NONE;
  private long effort = EFFORT;

  private BookParser(Faults faults) {
    this.faults = faults;
    this.fields = new Fields(faults);
  }

  /** See {@link RuleBook#parse}. */
  static RuleBook parse(String source, String yaml) throws RuleBookException {
    Yaml.Node root = Yaml.read(source, yaml);
    Faults faults = new Faults(source);
    RuleBook book = new BookParser(faults).book(root);
    faults.throwIfAny();
    return book;
  }

  private RuleBook book(Yaml.Node root) {
    if (!(root instanceof Yaml.Mapping map)) {
      Yaml.Node at = root == null ? new Yaml.Scalar("", true, 1, 1) : root;
      faults.fault(
          at,
          Fields.offending(at),
          "a rule book expected, a map that starts with version: 1, not " + Fields.kind(at));
      return null;
    }
    Fields.Entries entries = fields.entries(map, BOOK_KEYS);
    version(map, entries.get("version"));
    if (entries.has("groups")) {
      groups = groups(entries.get("groups").value());
    }
    ConditionParser conditions = new ConditionParser(faults, fields, groups);
    List<Rule> rules = new ArrayList<>();
    List<Yaml.Node> ruleNodes = new ArrayList<>();
    if (entries.has("rules")) {
      rules(entries.get("rules").value(), conditions, rules, ruleNodes);
    } else {
      faults.warning(map, "", "the book has no rules");
    }
    Decision otherwise = otherwise(entries.get("otherwise"));
    Map<ResourceKind, List<ResourceKind>> follow =
        entries.has("follow") ? follow(entries.get("follow").value()) : Map.of();
    if (!faults.isEmpty()) {
      return null;
    }
    shadows(rules, ruleNodes);
    if (entries.has("otherwise")
        && !rules.isEmpty()
        && alwaysDecides(rules.get(rules.size() - 1))) {
      faults.warning(
          entries.get("otherwise").key(),
          "otherwise",
          "otherwise never decides: the last rule applies to everything");
    }
    List<Fault> warnings =
        entries.has("groups") && entries.get("groups").value() instanceof Yaml.Mapping listed
            ? faults.warnings(listed.entries(), unused(conditions))
            : faults.warnings();
    return new RuleBook(groups, rules, otherwise, follow, warnings);
  }

  private void version(Yaml.Mapping book, Yaml.Entry entry) {
    if (entry == null) {
      faults.fault(book, "", "version is missing; version: 1 expected");
    } else if (!Fields.offending(entry.value()).equals("1")) {
      faults.fault(
          entry.value(),
          Fields.offending(entry.value()),
          "unknown version; version: 1 expected, not " + Fields.kind(entry.value()));
    }
  }

  // ---- groups

  private Groups groups(Yaml.Node node) {
    if (!(node instanceof Yaml.Mapping map)) {
      faults.fault(
          node,
          Fields.offending(node),
          "groups: a map of names to ids of groups expected, not " + Fields.kind(node));
      return Groups.NONE;
    }
    if (map.entries().size() > MAX_GROUPS) {
      faults.fault(map, "", map.entries().size() + " groups; at most " + MAX_GROUPS + " expected");
      return Groups.NONE;
    }
    List<Yaml.Entry> entries = map.entries();
    Groups.Builder listed =
        new Groups.Builder(
            entries.size(), entries instanceof PlainEntries many ? many.text() : new char[0]);
    Map<String, Yaml.Node> nodes = Map.of();
    for (int i = 0; i < entries.size(); i++) {
      if (entries instanceof PlainEntries many && many.addTo(listed, i)) {
        continue;
      }
      Yaml.Entry group = entries.get(i);
      String name = fields.name(group.key(), "the name of a group");
      if (name == null) {
        continue;
      }
      if (listed.contains(name)) {
        nodes = nodes.isEmpty() ? groupNodes(map) : nodes;
        faults.fault(
            group.key(),
            name,
            "duplicate group "
                + Texts.quote(name)
                + "; the first is in line "
                + nodes.get(name).line());
        continue;
      }
      if (name.equals(LEAVE) || Groups.isId(name) || name.contains("{") || name.contains("}")) {
        faults.fault(
            group.key(),
            name,
            "the name of a group cannot be "
                + Texts.quote(name)
                + "; expected something else than leave or an id, without braces");
      }
      String id = fields.text(group.value(), "the id of a group");
      if (id == null) {
        // Known by name all the same, so that rules that join it are not blamed.
        listed.add(name, "");
        continue;
      }
      String other = listed.add(name, id);
      if (!Groups.isId(id)) {
        faults.fault(
            group.value(),
            id,
            Texts.quote(id)
                + " is not the id of a resource group; rg- and 4 to 64 letters or digits expected");
      }
      if (other != null) {
        faults.warning(
            group.key(),
            name,
            "groups " + Texts.quote(other) + " and " + Texts.quote(name) + " are both " + id);
      }
    }
    return listed.build();
  }

  /** The first keys of that name. Made only for messages, since few books have any. */
  private static Map<String, Yaml.Node> groupNodes(Yaml.Mapping groups) {
    Map<String, Yaml.Node> nodes = new HashMap<>(groups.entries().size() * 2);
    for (Yaml.Entry group : groups.entries()) {
      if (group.key() instanceof Yaml.Scalar key && !key.isNull()) {
        nodes.putIfAbsent(key.text(), key);
      }
    }
    return nodes;
  }

  /** The id of a group that is to be joined; {@code null} and a fault when it is not listed. */
  private String target(Yaml.Scalar at, String alternative) {
    String id = groups.find(at.text());
    if (id != null) {
      usedGroups.add(id);
    } else if (Groups.isId(at.text())) {
      faults.fault(
          at,
          "group " + Texts.quote(at.text()) + " is not listed in groups; every target has to be");
    } else {
      faults.fault(at, groups.unknown(at.text(), faults) + alternative);
    }
    return id;
  }

  /** The places of the groups that no rule uses. Without a fault every entry is a group. */
  private BitSet unused(ConditionParser conditions) {
    BitSet unused = new BitSet();
    if (templates.stream().anyMatch(Template::isOpen)) {
      return unused;
    }
    usedGroups.addAll(conditions.usedGroups());
    unused.set(0, groups.size());
    unused.andNot(groups.places(usedGroups));
    List<Glob> globs = conditions.groupGlobs();
    if (templates.isEmpty() && globs.isEmpty()) {
      return unused;
    }
    if (!isWorth((long) unused.cardinality() * (templates.size() + globs.size()))) {
      return new BitSet();
    }
    for (int i = unused.nextSetBit(0); i >= 0; i = unused.nextSetBit(i + 1)) {
      String name = groups.name(i);
      String id = groups.id(i);
      if (templates.stream().anyMatch(template -> template.canBe(name))
          || globs.stream().anyMatch(glob -> glob.matches(name) || glob.matches(id))) {
        unused.clear(i);
      }
    }
    return unused;
  }

  /** Whether so many comparisons may still be made; if so they are counted. */
  private boolean isWorth(long comparisons) {
    if (comparisons > effort) {
      return false;
    }
    effort -= comparisons;
    return true;
  }

  // ---- rules

  private void rules(
      Yaml.Node node, ConditionParser conditions, List<Rule> rules, List<Yaml.Node> nodes) {
    if (!(node instanceof Yaml.Sequence list)) {
      faults.fault(
          node,
          Fields.offending(node),
          "rules: a list of rules expected, not " + Fields.kind(node));
      return;
    }
    int count = list.items().size();
    if (count > MAX_RULES) {
      faults.fault(list, "", count + " rules; at most " + MAX_RULES + " expected");
      return;
    }
    if (count == 0) {
      faults.warning(list, "", "the book has no rules");
    }
    Map<String, Yaml.Node> names = new HashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      Yaml.Node item = list.items().get(i);
      if (!(item instanceof Yaml.Mapping map)) {
        faults.fault(
            item,
            Fields.offending(item),
            "a rule expected, a map with name, when and join or leave, not " + Fields.kind(item));
        continue;
      }
      Rule rule = rule(map, i + 1, names, conditions);
      if (rule == null) {
        continue;
      }
      rules.add(rule);
      nodes.add(map);
      if (i < count - 1 && alwaysDecides(rule)) {
        faults.fault(
            map,
            rule.name(),
            "rule "
                + Texts.quote(rule.name())
                + " has no condition, so that no rule behind it ever decides; expected a"
                + " condition, or the last place");
      }
    }
  }

  private static boolean alwaysDecides(Rule rule) {
    // A target that is looked up can be missing, so that the next rule has its turn.
    return rule.when().entries().isEmpty() && !(rule.target() instanceof Target.Lookup);
  }

  private Rule rule(
      Yaml.Mapping map, int number, Map<String, Yaml.Node> names, ConditionParser conditions) {
    Fields.Entries entries = fields.entries(map, RULE_KEYS);
    Yaml.Entry named = entries.get("name");
    String name;
    Yaml.Node nameNode = map;
    if (named == null) {
      name = "rule " + number;
    } else {
      nameNode = named.value();
      name = fields.name(nameNode, "the name of a rule");
      if (Decision.OTHERWISE.equals(name)) {
        faults.fault(nameNode, name, "otherwise cannot be the name of a rule");
      }
    }
    Yaml.Node first = name == null ? null : names.putIfAbsent(name, nameNode);
    if (first != null) {
      faults.fault(
          nameNode,
          name,
          "duplicate rule " + Texts.quote(name) + "; the first is in line " + first.line());
    }
    Yaml.Entry asked = entries.get("when");
    Condition.When when = asked == null ? Condition.When.ANYTHING : conditions.parse(asked.value());
    Target target = target(map, entries, conditions);
    return name == null || when == null || target == null ? null : new Rule(name, when, target);
  }

  private Target target(Yaml.Mapping rule, Fields.Entries entries, ConditionParser conditions) {
    Yaml.Entry join = entries.get("join");
    Yaml.Entry leave = entries.get(LEAVE);
    if (join != null && leave != null) {
      faults.fault(leave.key(), LEAVE, "join and leave in one rule; expected one of them");
    }
    if (join == null && leave == null) {
      faults.fault(rule, "", "a rule without a target; expected join or leave: true");
      return null;
    }
    if (join == null) {
      if (!Fields.offending(leave.value()).equals("true")) {
        faults.fault(
            leave.value(),
            Fields.offending(leave.value()),
            "leave: true expected, not " + Fields.kind(leave.value()));
        return null;
      }
      return new Target.Leave();
    }
    String text = fields.text(join.value(), "the group to join");
    if (text == null) {
      return null;
    }
    Yaml.Scalar at = (Yaml.Scalar) join.value();
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      return template(at, conditions);
    }
    if (text.equals(LEAVE)) {
      faults.fault(at, "leave is not a group; expected leave: true in place of join");
      return null;
    }
    String id = target(at, ", or a template such as \"{tag.team}\"");
    return id == null ? null : new Target.Group(text, id);
  }

  private Target template(Yaml.Scalar at, ConditionParser conditions) {
    String text = at.text();
    List<Template.Part> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int open = text.indexOf('{', start);
      int close = text.indexOf('}', start);
      if (open < 0 && close < 0) {
        parts.add(new Template.Text(text.substring(start)));
        break;
      }
      if (open < 0 || close < open) {
        faults.fault(
            at,
            "a brace without its counterpart in "
                + Texts.quote(text)
                + "; a place such as {tag.team} expected");
        return null;
      }
      if (open > start) {
        parts.add(new Template.Text(text.substring(start, open)));
      }
      String word = text.substring(open + 1, close);
      Attribute attribute = word.indexOf('{') < 0 ? Attribute.of(word) : null;
      if (attribute == null || !fills(attribute)) {
        String suggestion = conditions.attributeSuggestion(word, PLACES);
        faults.fault(at, Fields.unknown("place", "{" + word + "}", suggestion, PLACES));
        return null;
      }
      parts.add(new Template.Place(attribute));
      start = close + 1;
    }
    Template template = new Template(parts);
    Set<String> names = groups.byName().keySet();
    if (templates.add(template)
        && (template.isOpen()
            ? names.isEmpty()
            : isWorth(names.size()) && names.stream().noneMatch(template::canBe))) {
      faults.warning(
          at, text, "the rule never applies: no name in groups can be " + Texts.quote(text));
    }
    return new Target.Lookup(template);
  }

  private static boolean fills(Attribute attribute) {
    return switch (attribute.source()) {
      case TAG, NAME, REGION, ACCOUNT -> true;
      case KIND, ID, GROUP, VPC, VSWITCH -> false;
    };
  }

  private void shadows(List<Rule> rules, List<Yaml.Node> nodes) {
    Shadows.find(
        rules,
        groups,
        (later, earlier) -> {
          List<String> named =
              earlier.stream()
                  .map(
                      place ->
                          Texts.quote(rules.get(place).name())
                              + " in line "
                              + nodes.get(place).line())
                  .toList();
          faults.warning(
              nodes.get(later),
              rules.get(later).name(),
              "rule "
                  + Texts.quote(rules.get(later).name())
                  + " never decides: "
                  + (named.size() == 1
                      ? "rule " + named.get(0) + " applies"
                      : "rules " + String.join(", ", named) + " together apply")
                  + " to whatever it applies to");
        });
  }

  private Decision otherwise(Yaml.Entry entry) {
    String text = entry == null ? null : fields.text(entry.value(), "leave or the name of a group");
    if (text == null) {
      return Decision.NOTHING;
    }
    if (text.equals(LEAVE)) {
      return new Decision(Action.LEAVE, Decision.OTHERWISE, null);
    }
    String id = target((Yaml.Scalar) entry.value(), ", or leave");
    return id == null ? Decision.NOTHING : new Decision(Action.JOIN, Decision.OTHERWISE, id);
  }

  // ---- follow

  private Map<ResourceKind, List<ResourceKind>> follow(Yaml.Node node) {
    if (!(node instanceof Yaml.Mapping map)) {
      faults.fault(
          node,
          Fields.offending(node),
          "follow: a map such as {instance: [disk, eni]} expected, not " + Fields.kind(node));
      return Map.of();
    }
    Map<ResourceKind, List<ResourceKind>> follow = new EnumMap<>(ResourceKind.class);
    Fields.Entries entries = fields.entries(map, List.of("instance", "disk"));
    for (Yaml.Entry entry : entries) {
      String leader = Fields.key(entry);
      Yaml.Node value = entry.value();
      if (!(value instanceof Yaml.Sequence list) || list.items().isEmpty()) {
        faults.fault(
            value,
            Fields.offending(value),
            leader + ": a list of " + String.join(", ", FOLLOWERS.get(leader)) + " expected");
        continue;
      }
      Set<ResourceKind> followers = new LinkedHashSet<>();
      for (Yaml.Node item : list.items()) {
        String follower = fields.text(item, "a type that follows");
        List<String> known = FOLLOWERS.get(leader);
        if (follower == null) {
          continue;
        }
        if (!known.contains(follower)) {
          String suggestion = fields.suggestion(follower, known);
          faults.fault(
              item, follower, Fields.unknown("follower of " + leader, follower, suggestion, known));
          continue;
        }
        ResourceKind kind = ResourceKind.ofType(follower).orElseThrow();
        if (!followers.add(kind)) {
          faults.warning(item, follower, follower + " stands in its list twice");
        }
      }
      follow.put(ResourceKind.ofType(leader).orElseThrow(), List.copyOf(followers));
    }
    List<ResourceKind> ofDisk = follow.getOrDefault(ResourceKind.DISK, List.of());
    List<ResourceKind> ofInstance = follow.getOrDefault(ResourceKind.INSTANCE, List.of());
    if (ofDisk.contains(ResourceKind.SNAPSHOT) && ofInstance.contains(ResourceKind.SNAPSHOT)) {
      faults.warning(
          map,
          "snapshot",
          "a snapshot follows its disk; that it follows an instance has no effect");
    }
    return follow;
  }
}
