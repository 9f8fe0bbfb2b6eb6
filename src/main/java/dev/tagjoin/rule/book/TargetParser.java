package dev.tagjoin.rule.book;

import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Table;
import dev.tagjoin.rule.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns {@code join} and {@code leave} into a {@link JoinTarget}. Not safe for use by several
 * threads.
 */
final class TargetParser {
  private static final String LEAVE = "leave";
  private final Diagnostics diagnostics;
  private final NodeReader reader;
  private final Groups groups;
  private final TemplateParser templates;
  private final Map<String, Table> tables;
  private final Set<GroupRef> used = new HashSet<>();
  private final Set<String> usedTables = new HashSet<>();
  private final Map<Yaml.Node, JoinTarget.Lookup> lookups = new LinkedHashMap<>();

  TargetParser(
      Diagnostics diagnostics, NodeReader reader, Groups groups, Map<String, Table> tables) {
    this.diagnostics = diagnostics;
    this.reader = reader;
    this.groups = groups;
    this.templates = new TemplateParser(diagnostics, reader);
    this.tables = tables;
  }

  /** The groups that targets name. */
  Set<GroupRef> used() {
    return used;
  }

  /** The targets that are templates, with the place of each template. */
  Map<Yaml.Node, JoinTarget.Lookup> lookups() {
    return lookups;
  }

  /** The target of a rule; {@code null} after an error. */
  JoinTarget parse(Yaml.Mapping rule, Map<String, Yaml.Entry> entries) {
    Yaml.Entry join = entries.get("join");
    Yaml.Entry leave = entries.get(LEAVE);
    List<String> narrowing =
        List.of("table", "among").stream().filter(entries::containsKey).toList();
    if (join != null && leave != null) {
      diagnostics.error(leave.key(), "a rule cannot have both join and leave; remove one");
    }
    if (join == null && leave == null) {
      diagnostics.error(rule, "the rule has no target; add join or leave: true");
      return null;
    }
    if (join == null) {
      if (!(leave.value() instanceof Yaml.Scalar scalar && scalar.text().equals("true"))) {
        diagnostics.error(
            leave.value(), "leave must be true, not " + NodeReader.describe(leave.value()));
        return null;
      }
      for (String key : narrowing) {
        diagnostics.error(entries.get(key).key(), key + " without join has no effect; remove it");
      }
      return new JoinTarget.Leave();
    }
    String text = reader.text(join.value(), "the group to join");
    if (text == null) {
      return null;
    }
    if (TemplateParser.isTemplate(text)) {
      Template template = templates.parse(join.value(), text);
      Table table = entries.containsKey("table") ? table(entries.get("table").value()) : null;
      List<Glob> among =
          entries.containsKey("among") ? among(entries.get("among").value()) : List.of();
      return template == null || among == null || (table == null && entries.containsKey("table"))
          ? null
          : lookup(join.value(), new JoinTarget.Lookup(template, table, among));
    }
    for (String key : narrowing) {
      diagnostics.error(
          entries.get(key).key(),
          key + " goes with a template such as \"{tag.team}\"; remove it from this rule");
    }
    if (text.equals(LEAVE)) {
      diagnostics.error(join.value(), "leave is not a group; use \"leave: true\" instead of join");
      return null;
    }
    return fixed(join.value(), text);
  }

  /** What {@code otherwise} says: one target, or several of which the first that exists counts. */
  List<JoinTarget> otherwise(Yaml.Node node) {
    List<Yaml.Node> items =
        node instanceof Yaml.Sequence ? reader.texts(node, "otherwise") : List.of(node);
    List<JoinTarget> targets = new ArrayList<>();
    for (int i = 0; items != null && i < items.size(); i++) {
      JoinTarget target = otherwise(items.get(i), i == items.size() - 1);
      if (target == null) {
        continue;
      }
      targets.add(target);
      if (i < items.size() - 1 && !(target instanceof JoinTarget.Lookup)) {
        diagnostics.warning(
            items.get(i + 1),
            ((Yaml.Scalar) items.get(i + 1)).text(),
            "what comes after "
                + DisplayText.quote(((Yaml.Scalar) items.get(i)).text())
                + " never decides; remove it");
        break;
      }
    }
    return targets;
  }

  private JoinTarget otherwise(Yaml.Node at, boolean isLast) {
    String text = reader.text(at, "otherwise");
    if (text == null || text.equals(LEAVE)) {
      return text == null ? null : new JoinTarget.Leave();
    }
    Template template = TemplateParser.isTemplate(text) ? templates.parse(at, text) : null;
    if (template == null && !TemplateParser.isTemplate(text)) {
      JoinTarget.Fixed fixed = fixed(at, text);
      if (isLast || fixed == null || fixed.group() instanceof GroupRef.Id) {
        return fixed;
      }
      // An account may lack a group that is known by its name, and then the next one counts.
      template = new Template(List.of(new Template.Literal(text)));
    }
    return template == null ? null : lookup(at, new JoinTarget.Lookup(template, null, List.of()));
  }

  private Table table(Yaml.Node node) {
    String name = reader.text(node, "the name of a table");
    Table table = name == null ? null : tables.get(name);
    if (name != null && table == null) {
      diagnostics.error(
          node,
          tables.isEmpty()
              ? "unknown table " + DisplayText.quote(name) + "; add it to tables"
              : diagnostics.unknown("table", name, tables.keySet()));
    }
    usedTables.add(name);
    return table;
  }

  /** Warns of tables that no rule names. */
  void warnOfUnusedTables(Yaml.Entry entry) {
    if (entry != null) {
      for (Yaml.Entry table : ((Yaml.Mapping) entry.value()).entries()) {
        String name = ((Yaml.Scalar) table.key()).text();
        if (!usedTables.contains(name)) {
          diagnostics.warning(
              table.key(), name, "table " + DisplayText.quote(name) + " is used by no rule");
        }
      }
    }
  }

  /** The group with that name or id; {@code null} and an error when it may not be joined. */
  JoinTarget.Fixed fixed(Yaml.Node at, String text) {
    GroupRef group = groups.find(text);
    if (group != null) {
      used.add(group);
      return new JoinTarget.Fixed(text, group);
    }
    if (Groups.isId(text)) {
      diagnostics.error(at, "group " + text + " is not in groups; add it there");
    } else {
      diagnostics.error(at, unknownGroup(text, groups, diagnostics));
    }
    return null;
  }

  /** The message about a text that is neither the name nor the id of a group. */
  static String unknownGroup(String text, Groups groups, Diagnostics diagnostics) {
    Set<String> names = groups.refs().keySet();
    String suggestion = diagnostics.suggestion(text, names);
    return "unknown group "
        + DisplayText.quote(text)
        + (!suggestion.isEmpty()
            ? suggestion
            : names.isEmpty()
                ? "; add it to groups"
                : "; add it to groups, which has " + DisplayText.list(names));
  }

  /** Names and patterns; {@code null} after an error. */
  private List<Glob> among(Yaml.Node node) {
    List<Yaml.Node> items = reader.texts(node, "among");
    if (items == null) {
      return null;
    }
    boolean valid = true;
    List<Glob> globs = new ArrayList<>();
    for (Yaml.Node item : items) {
      String text = ((Yaml.Scalar) item).text();
      Glob glob = new Glob(text);
      globs.add(glob);
      if (!Glob.isPattern(text)) {
        if (groups.find(text) == null || Groups.isId(text)) {
          diagnostics.error(item, unknownGroup(text, groups, diagnostics));
          valid = false;
        }
      } else if (groups.patterns().isEmpty()
          && groups.refs().keySet().stream().noneMatch(glob::matches)) {
        diagnostics.warning(
            item, text, "no name in groups matches " + DisplayText.quote(text) + "; remove it");
      }
    }
    return valid ? globs : null;
  }

  private JoinTarget.Lookup lookup(Yaml.Node at, JoinTarget.Lookup lookup) {
    Template template = lookup.template();
    List<String> reached;
    if (lookup.table() == null) {
      lookups.put(at, lookup);
      reached = groups.refs().keySet().stream().filter(lookup::canBe).toList();
    } else {
      List<Table.Row> rows =
          lookup.table().rows().stream().filter(row -> lookup.allows(row.group())).toList();
      rows.forEach(row -> used.add(row.ref()));
      reached = rows.stream().map(Table.Row::value).toList();
    }
    if (reached.isEmpty() && (lookup.table() != null || groups.patterns().isEmpty())) {
      diagnostics.warning(
          at,
          template.toString(),
          "the rule never applies: no name in groups can result from "
              + DisplayText.quote(template.toString()));
    }
    List<String> ambiguous = new ArrayList<>(reached);
    ambiguous.removeIf(name -> !template.isAmbiguous(name));
    for (Glob pattern : lookup.table() == null ? groups.patterns() : List.<Glob>of()) {
      // A name of that pattern in which the text between the placeholders occurs once more.
      String literals = String.join("", template.literals());
      if (template.isAmbiguous(pattern.pattern().replace("*", "x" + literals + "x"))) {
        ambiguous.add(pattern.pattern());
      }
    }
    if (!ambiguous.isEmpty()) {
      diagnostics.warning(
          at,
          template.toString(),
          "different values can result in "
              + DisplayText.list(ambiguous)
              + "; separate the placeholders by text that no value contains");
    }
    return lookup;
  }
}
