package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.Table;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
      List.of("version", "groups", "tables", "rules", "otherwise", "follow");
  private static final List<String> RULE_KEYS =
      List.of("name", "description", "enabled", "until", "when", "join", "table", "among", "leave");

  /** How long before and after its last day a rule is warned of, in days. */
  private static final int DAYS_OF_NOTICE = 30;

  private final Diagnostics diagnostics;
  private final NodeReader reader;
  private final Supplier<LocalDate> today;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Yaml.Node> ruleNodes = new ArrayList<>();
  private Groups groups = Groups.NONE;
  private ConditionParser conditions;
  private TargetParser targets;

  private RuleBookParser(Diagnostics diagnostics, Supplier<LocalDate> today) {
    this.diagnostics = diagnostics;
    this.reader = new NodeReader(diagnostics);
    this.today = today;
  }

  /** Reads a rule book that is no file: its tables stand in the text, and no rule ends. */
  public static RuleBook parse(String source, String yaml) throws RuleBookException {
    return parse(source, yaml, TableFiles.none(source), () -> null);
  }

  /**
   * Reads a rule book.
   *
   * @param source names the text in messages: the file's name, or the variable it came from
   * @param yaml one YAML document without anchors, aliases and tags, at most {@link #MAX_LENGTH}
   *     characters, 1,000 rules and 500 groups
   * @param files reads the files that tables name, at most 10,000 rows each
   * @param today the day of the warnings about rules that end; asked only when one does
   * @return the book as it decides on any day, see {@link RuleBook#on}
   * @throws RuleBookException with all errors of the text
   */
  public static RuleBook parse(
      String source, String yaml, TableFiles files, Supplier<LocalDate> today)
      throws RuleBookException {
    Diagnostics diagnostics = new Diagnostics(source);
    Yaml.Node root = Yaml.read(source, yaml, diagnostics);
    RuleBook book = new RuleBookParser(diagnostics, today).book(root, files);
    diagnostics.throwIfErrors();
    return book;
  }

  private RuleBook book(Yaml.Node root, TableFiles files) {
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
    Map<String, Table> tables =
        entries.containsKey("tables")
            ? new TablesParser(diagnostics, reader, groups, files)
                .parse(entries.get("tables").value())
            : Map.of();
    targets = new TargetParser(diagnostics, reader, groups, tables);
    if (entries.containsKey("rules")) {
      rules(entries.get("rules").value());
    } else {
      diagnostics.warning(map, "", "the book has no rules");
    }
    List<JoinTarget> otherwise =
        entries.containsKey("otherwise")
            ? targets.otherwise(entries.get("otherwise").value())
            : List.of();
    Map<ResourceKind, List<ResourceKind>> follow =
        entries.containsKey("follow")
            ? FollowParser.parse(entries.get("follow").value(), diagnostics, reader)
            : Map.of();
    if (diagnostics.hasErrors()) {
      return null;
    }
    warnOfShadows();
    if (!rules.isEmpty()) {
      warnOfLastRule(entries.get("otherwise"), follow);
    }
    targets.warnOfUnusedTables(entries.get("tables"));
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
      if (i < count - 1 && rule.alwaysDecides()) {
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

  private void warnOfLastRule(Yaml.Entry otherwise, Map<ResourceKind, List<ResourceKind>> follow) {
    Rule last = rules.get(rules.size() - 1);
    if (otherwise != null && last.alwaysDecides()) {
      diagnostics.warning(
          otherwise.key(),
          "otherwise",
          "otherwise never decides: the last rule applies to everything");
    }
    for (int i = 0; i < rules.size() && !follow.isEmpty(); i++) {
      Rule rule = rules.get(i);
      // What a tag fills in, most followers lack.
      if (rule.enabled()
          && rule.when().entries().isEmpty()
          && !(rule.target() instanceof JoinTarget.Lookup lookup && lookup.template().isFree())) {
        diagnostics.warning(
            ruleNodes.get(i),
            rule.name(),
            "rule "
                + DisplayText.quote(rule.name())
                + " applies to everything, so that nothing follows; give its target to otherwise,"
                + " which comes after follow");
      }
    }
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
    Yaml.Entry enabled = entries.get("enabled");
    Yaml.Entry when = entries.get("when");
    Condition.When condition =
        when == null ? Condition.When.ANYTHING : conditions.parse(when.value());
    JoinTarget target = targets.parse(map, entries);
    return name == null || condition == null || target == null
        ? null
        : new Rule(
            name,
            description,
            enabled == null || !Boolean.FALSE.equals(reader.flag(enabled.value(), "enabled")),
            until(name, entries.get("until")),
            condition,
            target);
  }

  /** The last day of a rule; {@code null} when it has none, or after an error. */
  private LocalDate until(String rule, Yaml.Entry entry) {
    LocalDate until = entry == null ? null : reader.day(entry.value(), "until");
    LocalDate day = until == null ? null : today.get();
    long left = day == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(day, until);
    if (Math.abs(left) <= DAYS_OF_NOTICE) {
      diagnostics.warning(
          entry.value(),
          until.toString(),
          "rule "
              + DisplayText.quote(rule)
              + (left < 0
                  ? " ended on " + until + "; remove it"
                  : " ends on "
                      + until
                      + ", in "
                      + left
                      + (left == 1 ? " day" : " days")
                      + "; set another day, or remove it then"));
    }
    return until;
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
