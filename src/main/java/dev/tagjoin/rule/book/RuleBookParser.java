package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the text of a rule book into a {@link RuleBook}, or into a list of all its errors.
 *
 * <p>Parsing goes on after an error: what is broken is left out, and what depends on it is not
 * reported again.
 */
public final class RuleBookParser {
  /** The longest text of a rule book, in characters: 1 MiB. */
  public static final int MAX_LENGTH = Yaml.MAX_LENGTH;

  static final int MAX_RULES = 1_000;

  private static final List<String> BOOK_KEYS =
      List.of("version", "groups", "rules", "otherwise", "follow");
  private static final List<String> RULE_KEYS =
      List.of("name", "description", "enabled", "when", "join", "among", "leave");

  private final Diagnostics diagnostics;
  private final NodeReader reader;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Yaml.Node> ruleNodes = new ArrayList<>();
  private Groups groups = Groups.NONE;
  private ConditionParser conditions;
  private TargetParser targets;

  private RuleBookParser(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.reader = new NodeReader(diagnostics);
  }

  /**
   * Reads a rule book.
   *
   * @param source names the text in messages: the file's name, or the variable it came from
   * @param yaml one YAML document without anchors, aliases and tags, at most {@link #MAX_LENGTH}
   *     characters, 1,000 rules and 500 groups
   * @throws RuleBookException with all errors of the text
   */
  public static RuleBook parse(String source, String yaml) throws RuleBookException {
    Diagnostics diagnostics = new Diagnostics(source);
    Yaml.Node root = Yaml.read(source, yaml, diagnostics);
    RuleBook book = new RuleBookParser(diagnostics).book(root);
    diagnostics.throwIfErrors();
    return book;
  }

  private RuleBook book(Yaml.Node root) {
    Yaml.Mapping map =
        reader.map(
            root == null ? new Yaml.Scalar("", true, 1, 1) : root,
            "a rule book must be a map that starts with version: 1");
    if (map == null) {
      return null;
    }
    Map<String, Yaml.Entry> entries = reader.entries(map, BOOK_KEYS);
    version(map, entries.get("version"));
    Yaml.Entry listed = entries.get("groups");
    if (listed != null) {
      groups = new GroupsParser(diagnostics, reader).parse(listed.value());
    }
    conditions = new ConditionParser(diagnostics, reader, groups);
    targets = new TargetParser(diagnostics, reader, groups);
    if (entries.containsKey("rules")) {
      rules(entries.get("rules").value());
    } else {
      diagnostics.warning(map, "", "the book has no rules");
    }
    JoinTarget otherwise = otherwise(entries.get("otherwise"));
    Map<ResourceKind, List<ResourceKind>> follow =
        entries.containsKey("follow")
            ? FollowParser.parse(entries.get("follow").value(), diagnostics, reader)
            : Map.of();
    if (diagnostics.hasErrors()) {
      return null;
    }
    warnOfShadows();
    if (entries.containsKey("otherwise")
        && !rules.isEmpty()
        && alwaysDecides(rules.get(rules.size() - 1))) {
      diagnostics.warning(
          entries.get("otherwise").key(),
          "otherwise",
          "otherwise never decides: the last rule applies to everything");
    }
    GroupLint lint = new GroupLint(groups, targets, conditions, diagnostics);
    lint.warnOfReach(rules);
    if (listed != null) {
      lint.warnOfUnusedGroups(listed.value());
    }
    return new RuleBook(groups, rules, otherwise, follow, diagnostics.warnings());
  }

  private void version(Yaml.Mapping book, Yaml.Entry entry) {
    if (entry == null) {
      diagnostics.error(book, "version is missing; add \"version: 1\"");
    } else if (!(entry.value() instanceof Yaml.Scalar scalar && scalar.text().equals("1"))) {
      diagnostics.error(
          entry.value(),
          "unknown version " + NodeReader.describe(entry.value()) + "; use \"version: 1\"");
    }
  }

  private void rules(Yaml.Node node) {
    if (!(node instanceof Yaml.Sequence list)) {
      diagnostics.error(node, "rules must be a list, not " + NodeReader.describe(node));
      return;
    }
    int count = list.items().size();
    if (count > MAX_RULES) {
      diagnostics.error(list, count + " rules are too many; the limit is " + MAX_RULES);
      return;
    }
    if (count == 0) {
      diagnostics.warning(list, "", "the book has no rules");
    }
    Map<String, Yaml.Node> names = new HashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      Yaml.Mapping map =
          reader.map(
              list.items().get(i), "a rule must be a map with name, when, and join or leave");
      Rule rule = map == null ? null : rule(map, i + 1, names);
      if (rule == null) {
        continue;
      }
      rules.add(rule);
      ruleNodes.add(map);
      if (i < count - 1 && alwaysDecides(rule)) {
        diagnostics.error(
            map,
            rule.name(),
            "rule "
                + DisplayText.quote(rule.name())
                + " has no condition, so the rules after it never decide; add a condition or move"
                + " it to the end");
      }
    }
  }

  private static boolean alwaysDecides(Rule rule) {
    // The group of a template can be missing, and then the next rule has its turn.
    return rule.enabled()
        && rule.when().entries().isEmpty()
        && !(rule.target() instanceof JoinTarget.Lookup);
  }

  private Rule rule(Yaml.Mapping map, int number, Map<String, Yaml.Node> names) {
    Map<String, Yaml.Entry> entries = reader.entries(map, RULE_KEYS);
    Yaml.Entry named = entries.get("name");
    Yaml.Node at = named == null ? map : named.value();
    String name = named == null ? "rule " + number : reader.name(at, "the name of a rule");
    if (Decision.OTHERWISE.equals(name)) {
      diagnostics.error(at, "\"otherwise\" cannot be the name of a rule; use another one");
    }
    Yaml.Node first = name == null ? null : names.putIfAbsent(name, at);
    if (first != null) {
      diagnostics.error(
          at,
          name,
          "duplicate rule " + DisplayText.quote(name) + "; it is already in line " + first.line());
    }
    Yaml.Entry described = entries.get("description");
    String description =
        described == null ? null : reader.text(described.value(), "the description of a rule");
    Yaml.Entry when = entries.get("when");
    Condition.When condition =
        when == null ? Condition.When.ANYTHING : conditions.parse(when.value());
    JoinTarget target = targets.parse(map, entries);
    return name == null || condition == null || target == null
        ? null
        : new Rule(name, description, isEnabled(entries.get("enabled")), condition, target);
  }

  private boolean isEnabled(Yaml.Entry entry) {
    String text = entry == null ? "true" : reader.text(entry.value(), "enabled");
    if (text != null && !text.equals("true") && !text.equals("false")) {
      diagnostics.error(
          entry.value(), "enabled must be true or false, not " + DisplayText.quote(text));
    }
    return !"false".equals(text);
  }

  private JoinTarget otherwise(Yaml.Entry entry) {
    String text = entry == null ? null : reader.text(entry.value(), "otherwise");
    if (text == null) {
      return null;
    }
    return text.equals("leave") ? new JoinTarget.Leave() : targets.fixed(entry.value(), text);
  }

  private void warnOfShadows() {
    Shadows.find(
        rules,
        groups,
        (later, earlier) -> {
          List<String> named = new ArrayList<>();
          for (int place : earlier) {
            named.add(
                DisplayText.quote(rules.get(place).name())
                    + " in line "
                    + ruleNodes.get(place).line());
          }
          String name = rules.get(later).name();
          diagnostics.warning(
              ruleNodes.get(later),
              name,
              "rule "
                  + DisplayText.quote(name)
                  + " never decides: "
                  + (named.size() == 1
                      ? "rule " + named.get(0) + " applies"
                      : "rules " + String.join(", ", named) + " together apply")
                  + " whenever it does");
        });
  }
}
