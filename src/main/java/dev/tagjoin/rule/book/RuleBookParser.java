package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Decision;
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
import java.util.stream.Collectors;

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

  private final NodeReader reader;
  private final Supplier<LocalDate> today;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Yaml.Node> ruleNodes = new ArrayList<>();
  private ConditionParser conditions;
  private TargetParser targets;

  private RuleBookParser(NodeReader reader, Supplier<LocalDate> today) {
    this.reader = reader;
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
    NodeReader reader = new NodeReader(source);
    RuleBook book = new RuleBookParser(reader, today).book(Yaml.read(yaml, reader), files);
    reader.throwIfErrors();
    return book;
  }

  private RuleBook book(Yaml.Node root, TableFiles files) {
    Yaml.Mapping map = reader.map(root, "a rule book must be a map that starts with version: 1");
    if (map == null) {
      return null;
    }
    Map<String, Yaml.Entry> entries = reader.entries(map, BOOK_KEYS);
    version(map, entries.get("version"));
    Yaml.Entry listed = entries.get("groups");
    Groups groups = listed == null ? Groups.NONE : new GroupsParser(reader).parse(listed.value());
    GroupLint lint = new GroupLint(groups, reader);
    conditions = new ConditionParser(reader, groups, lint);
    Yaml.Entry tabled = entries.get("tables");
    Map<String, Table> tables =
        tabled == null ? Map.of() : new TablesParser(reader, groups, files).parse(tabled.value());
    targets = new TargetParser(reader, groups, tables, lint);
    if (entries.containsKey("rules")) {
      rules(entries.get("rules").value());
    } else {
      reader.warning(map, "the book has no rules");
    }
    Yaml.Entry last = entries.get("otherwise");
    List<Rule> otherwise = last == null ? List.of() : targets.otherwise(last.value());
    Yaml.Entry following = entries.get("follow");
    Map<ResourceKind, List<ResourceKind>> follow =
        following == null ? Map.of() : FollowParser.parse(following.value(), reader);
    if (reader.hasErrors()) {
      return null;
    }
    Shadows.find(rules, groups, this::warnOfShadow);
    if (!rules.isEmpty()) {
      warnOfLastRule(last, follow);
    }
    targets.warnOfUnusedTables(tabled);
    lint.warnOfReach(rules);
    if (listed != null) {
      lint.warnOfUnusedGroups(listed.value());
    }
    return new RuleBook(groups, rules, otherwise, follow, reader.warnings(), null);
  }

  private void version(Yaml.Mapping book, Yaml.Entry entry) {
    if (entry == null) {
      reader.error(book, "version is missing; add \"version: 1\"");
    } else if (!(entry.value() instanceof Yaml.Scalar scalar && scalar.text().equals("1"))) {
      reader.error(
          entry.value(),
          "unknown version %s; use \"version: 1\"",
          NodeReader.describe(entry.value()));
    }
  }

  private void rules(Yaml.Node node) {
    if (!(node instanceof Yaml.Sequence list)) {
      reader.error(node, "rules must be a list, not " + NodeReader.describe(node));
      return;
    }
    int count = list.items().size();
    if (count > MAX_RULES) {
      reader.error(list, "%s rules are too many; the limit is %s", count, MAX_RULES);
      return;
    }
    if (count == 0) {
      reader.warning(list, "the book has no rules");
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
        reader.error(
            map,
            "rule %s has no condition, so the rules after it never decide; add a condition or move"
                + " it to the end",
            quote(rule.name()));
      }
    }
  }

  private void warnOfLastRule(Yaml.Entry otherwise, Map<ResourceKind, List<ResourceKind>> follow) {
    Rule last = rules.get(rules.size() - 1);
    if (otherwise != null && last.alwaysDecides()) {
      reader.warning(
          otherwise.key(), "otherwise never decides: the last rule applies to everything");
    }
    for (int i = 0; i < rules.size() && !follow.isEmpty(); i++) {
      Rule rule = rules.get(i);
      // What a tag fills in, most followers lack.
      if (rule.enabled()
          && rule.when().entries().isEmpty()
          && !(rule.target() instanceof JoinTarget.Lookup lookup && lookup.template().isFree())) {
        reader.warning(
            ruleNodes.get(i),
            "rule %s applies to everything, so that nothing follows; give its target to otherwise,"
                + " which comes after follow",
            quote(rule.name()));
      }
    }
  }

  private Rule rule(Yaml.Mapping map, int number, Map<String, Yaml.Node> names) {
    Map<String, Yaml.Entry> entries = reader.entries(map, RULE_KEYS);
    Yaml.Entry named = entries.get("name");
    Yaml.Node at = named == null ? map : named.value();
    String name = named == null ? "rule " + number : reader.name(at, "the name of a rule");
    if (Decision.OTHERWISE.equals(name)) {
      reader.error(at, "\"otherwise\" cannot be the name of a rule; use another one");
    }
    Yaml.Node first = name == null ? null : names.putIfAbsent(name, at);
    if (first != null) {
      reader.duplicate("rule", name, at, first);
    }
    String description = reader.text(entries.get("description"), "the description of a rule");
    Yaml.Entry when = entries.get("when");
    Condition.When condition =
        when == null ? Condition.When.ANYTHING : conditions.parse(when.value());
    JoinTarget target = targets.parse(map, entries);
    if (name == null || condition == null || target == null) {
      return null;
    }
    Boolean enabled = reader.flag(entries.get("enabled"), "enabled");
    LocalDate until = until(name, entries.get("until"));
    return new Rule(name, description, enabled == null || enabled, until, condition, target);
  }

  /** The last day of a rule; {@code null} when it has none, or after an error. */
  private LocalDate until(String rule, Yaml.Entry entry) {
    LocalDate until = reader.day(entry, "until");
    LocalDate day = until == null ? null : today.get();
    long left = day == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(day, until);
    if (left < 0 && left >= -DAYS_OF_NOTICE) {
      reader.warning(entry.value(), "rule %s ended on %s; remove it", quote(rule), until);
    } else if (left >= 0 && left <= DAYS_OF_NOTICE) {
      reader.warning(
          entry.value(),
          "rule %s ends on %s, in %s; set another day, or remove it then",
          quote(rule),
          until,
          left == 1 ? "1 day" : left + " days");
    }
    return until;
  }

  private void warnOfShadow(int later, List<Integer> earlier) {
    String shadows =
        earlier.stream()
            .map(i -> quote(rules.get(i).name()) + " in line " + ruleNodes.get(i).line())
            .collect(Collectors.joining(", "));
    reader.warning(
        ruleNodes.get(later),
        earlier.size() == 1
            ? "rule %s never decides: rule %s applies whenever it does"
            : "rule %s never decides: rules %s together apply whenever it does",
        quote(rules.get(later).name()),
        shadows);
  }
}
