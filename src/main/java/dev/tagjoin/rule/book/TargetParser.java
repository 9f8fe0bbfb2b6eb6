package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.Table;
import dev.tagjoin.rule.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns {@code join} and {@code leave} into a {@link JoinTarget}. Not safe for use by several
 * threads.
 */
final class TargetParser {
  private static final String LEAVE = "leave";

  /** Keys that narrow a template. */
  private static final List<String> NARROWING = List.of("table", "among");

  private final NodeReader reader;
  private final Groups groups;
  private final Map<String, Table> tables;
  private final GroupLint lint;
  private final Set<String> usedTables = new HashSet<>();

  TargetParser(NodeReader reader, Groups groups, Map<String, Table> tables, GroupLint lint) {
    this.reader = reader;
    this.groups = groups;
    this.tables = tables;
    this.lint = lint;
  }

  /** The target of a rule; {@code null} after an error. */
  JoinTarget parse(Yaml.Mapping rule, Map<String, Yaml.Entry> entries) {
    Yaml.Entry join = entries.get("join");
    Yaml.Entry leave = entries.get(LEAVE);
    if (join != null && leave != null) {
      reader.error(leave.key(), "a rule cannot have both join and leave; remove one");
    }
    if (join == null && leave == null) {
      reader.error(rule, "the rule has no target; add join or leave: true");
      return null;
    }
    if (join == null) {
      if (!(leave.value() instanceof Yaml.Scalar scalar && scalar.text().equals("true"))) {
        reader.error(
            leave.value(), "leave must be true, not " + NodeReader.describe(leave.value()));
        return null;
      }
      refuseNarrowing(entries, "%s without join has no effect; remove it");
      return new JoinTarget.Leave();
    }
    String text = reader.text(join, "the group to join");
    if (text == null) {
      return null;
    }
    if (TemplateParser.isTemplate(text)) {
      Template template = TemplateParser.parse(join.value(), text, reader);
      Table table = table(entries.get("table"));
      List<Glob> among = among(entries.get("among"));
      return template == null || among == null || (table == null && entries.containsKey("table"))
          ? null
          : lookup(join.value(), new JoinTarget.Lookup(template, table, among));
    }
    refuseNarrowing(
        entries, "%s goes with a template such as \"{tag.team}\"; remove it from this rule");
    if (text.equals(LEAVE)) {
      reader.error(join.value(), "leave is not a group; use \"leave: true\" instead of join");
      return null;
    }
    return fixed(join.value(), text);
  }

  private void refuseNarrowing(Map<String, Yaml.Entry> entries, String message) {
    for (String key : NARROWING) {
      if (entries.containsKey(key)) {
        reader.error(entries.get(key).key(), message, key);
      }
    }
  }

  /** What {@code otherwise} says: one target, or several of which the first that exists counts. */
  List<Rule> otherwise(Yaml.Node node) {
    List<? extends Yaml.Node> items =
        node instanceof Yaml.Sequence ? reader.texts(node, "otherwise") : List.of(node);
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; items != null && i < items.size(); i++) {
      boolean isLast = i == items.size() - 1;
      JoinTarget target = otherwise(items.get(i), isLast);
      if (target == null) {
        continue;
      }
      rules.add(new Rule(Decision.OTHERWISE, null, true, null, Condition.When.ANYTHING, target));
      if (!isLast && !(target instanceof JoinTarget.Lookup)) {
        reader.warning(
            items.get(i + 1),
            "what comes after %s never decides; remove it",
            NodeReader.describe(items.get(i)));
        break;
      }
    }
    return rules;
  }

  private JoinTarget otherwise(Yaml.Node at, boolean isLast) {
    String text = reader.text(at, "otherwise");
    if (text == null || text.equals(LEAVE)) {
      return text == null ? null : new JoinTarget.Leave();
    }
    Template template;
    if (TemplateParser.isTemplate(text)) {
      template = TemplateParser.parse(at, text, reader);
    } else {
      JoinTarget.Fixed fixed = fixed(at, text);
      if (isLast || fixed == null || fixed.group() instanceof GroupRef.Id) {
        return fixed;
      }
      // An account may lack a group that is known by its name, and then the next one counts.
      template = new Template(List.of(new Template.Literal(text)));
    }
    return template == null ? null : lookup(at, new JoinTarget.Lookup(template, null, List.of()));
  }

  /** The table that an entry names; {@code null} when it was left out, or after an error. */
  private Table table(Yaml.Entry entry) {
    String name = reader.text(entry, "the name of a table");
    if (name == null) {
      return null;
    }
    usedTables.add(name);
    if (!tables.containsKey(name)) {
      reader.error(
          entry.value(),
          tables.isEmpty()
              ? "unknown table " + quote(name) + "; add it to tables"
              : reader.unknown("table", name, tables.keySet()));
    }
    return tables.get(name);
  }

  /** Warns of tables that no rule names. */
  void warnOfUnusedTables(Yaml.Entry entry) {
    if (entry != null) {
      for (Yaml.Entry table : ((Yaml.Mapping) entry.value()).entries()) {
        String name = ((Yaml.Scalar) table.key()).text();
        if (!usedTables.contains(name)) {
          reader.warning(table.key(), "table %s is used by no rule", quote(name));
        }
      }
    }
  }

  /** The group with that name or id; {@code null} and an error when it may not be joined. */
  private JoinTarget.Fixed fixed(Yaml.Node at, String text) {
    GroupRef group = groups.find(text);
    if (group != null) {
      lint.uses(group);
      return new JoinTarget.Fixed(text, group);
    }
    reader.error(
        at,
        Groups.isId(text)
            ? "group " + text + " is not in groups; add it there"
            : unknownGroup(text, groups, reader));
    return null;
  }

  /** The message about a text that is neither the name nor the id of a group. */
  static String unknownGroup(String text, Groups groups, Diagnostics diagnostics) {
    Set<String> names = groups.refs().keySet();
    String suggestion = diagnostics.suggestion(text, names);
    if (suggestion.isEmpty()) {
      suggestion =
          "; add it to groups" + (names.isEmpty() ? "" : ", which has " + DisplayText.list(names));
    }
    return "unknown group " + quote(text) + suggestion;
  }

  /** Names and patterns, none when the entry was left out; {@code null} after an error. */
  private List<Glob> among(Yaml.Entry entry) {
    List<Yaml.Scalar> items = entry == null ? List.of() : reader.texts(entry.value(), "among");
    if (items == null) {
      return null;
    }
    boolean valid = true;
    List<Glob> globs = new ArrayList<>();
    for (Yaml.Scalar item : items) {
      String text = item.text();
      Glob glob = new Glob(text);
      globs.add(glob);
      if (!Glob.isPattern(text)) {
        if (groups.find(text) == null || Groups.isId(text)) {
          reader.error(item, unknownGroup(text, groups, reader));
          valid = false;
        }
      } else if (groups.patterns().isEmpty()
          && groups.refs().keySet().stream().noneMatch(glob::matches)) {
        reader.warning(item, "no name in groups matches %s; remove it", quote(text));
      }
    }
    return valid ? globs : null;
  }

  private JoinTarget.Lookup lookup(Yaml.Node at, JoinTarget.Lookup lookup) {
    Template template = lookup.template();
    boolean hasTable = lookup.table() != null;
    List<String> reached;
    if (hasTable) {
      List<Table.Row> rows =
          lookup.table().rows().stream().filter(row -> lookup.allows(row.group())).toList();
      rows.forEach(row -> lint.uses(row.ref()));
      reached = rows.stream().map(Table.Row::value).toList();
    } else {
      lint.uses(at, lookup);
      reached = groups.refs().keySet().stream().filter(lookup::canBe).toList();
    }
    if (reached.isEmpty() && (hasTable || groups.patterns().isEmpty())) {
      reader.warning(
          at,
          "the rule never applies: no name in groups can result from %s",
          quote(template.toString()));
    }
    List<String> ambiguous = new ArrayList<>(template.ambiguous(reached));
    for (Glob pattern : hasTable ? List.<Glob>of() : groups.patterns()) {
      // A name of that pattern in which the text between the placeholders occurs once more.
      String literals = String.join("", template.literals());
      String sample = pattern.pattern().replace("*", "x" + literals + "x");
      if (!template.ambiguous(List.of(sample)).isEmpty()) {
        ambiguous.add(pattern.pattern());
      }
    }
    if (!ambiguous.isEmpty()) {
      reader.warning(
          at,
          "different values can result in %s; separate the placeholders by text that no value"
              + " contains",
          DisplayText.list(ambiguous));
    }
    return lookup;
  }
}
