package dev.tagjoin.rule.book;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
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
  private static final List<String> PLACEHOLDERS =
      List.of("tag.<key>", "name", "region", "account");

  private final Diagnostics diagnostics;
  private final NodeReader reader;
  private final Groups groups;
  private final Set<GroupRef> used = new HashSet<>();
  private final Map<Yaml.Node, JoinTarget.Lookup> lookups = new LinkedHashMap<>();

  TargetParser(Diagnostics diagnostics, NodeReader reader, Groups groups) {
    this.diagnostics = diagnostics;
    this.reader = reader;
    this.groups = groups;
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
    Yaml.Entry among = entries.get("among");
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
      if (among != null) {
        diagnostics.error(among.key(), "among without join has no effect; remove it");
      }
      return new JoinTarget.Leave();
    }
    String text = reader.text(join.value(), "the group to join");
    if (text == null) {
      return null;
    }
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      Template template = template(join.value(), text);
      List<Glob> globs = among == null ? List.of() : among(among.value());
      return template == null || globs == null ? null : lookup(join.value(), template, globs);
    }
    if (among != null) {
      diagnostics.error(
          among.key(), "among narrows a template such as \"{tag.team}\"; remove it from this rule");
    }
    if (text.equals(LEAVE)) {
      diagnostics.error(join.value(), "leave is not a group; use \"leave: true\" instead of join");
      return null;
    }
    return fixed(join.value(), text);
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

  private Template template(Yaml.Node at, String text) {
    List<Template.Part> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int open = text.indexOf('{', start);
      int close = text.indexOf('}', start);
      if (open < 0 && close < 0) {
        parts.add(new Template.Literal(text.substring(start)));
        break;
      }
      if (open < 0 || close < open) {
        diagnostics.error(
            at,
            "a brace in "
                + DisplayText.quote(text)
                + " has no counterpart; write a placeholder as in \"{tag.team}\"");
        return null;
      }
      if (open > start) {
        parts.add(new Template.Literal(text.substring(start, open)));
      }
      String word = text.substring(open + 1, close);
      Attribute attribute = word.indexOf('{') < 0 ? Attribute.of(word) : null;
      if (attribute == null || !canFillIn(attribute)) {
        diagnostics.error(
            at, ConditionParser.unknownAttribute("placeholder", word, PLACEHOLDERS, reader));
        return null;
      }
      parts.add(new Template.Placeholder(attribute));
      start = close + 1;
    }
    return new Template(parts);
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
      if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
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

  private JoinTarget.Lookup lookup(Yaml.Node at, Template template, List<Glob> among) {
    JoinTarget.Lookup lookup = new JoinTarget.Lookup(template, among);
    lookups.put(at, lookup);
    List<String> reached = groups.refs().keySet().stream().filter(lookup::canBe).toList();
    if (reached.isEmpty() && groups.patterns().isEmpty()) {
      diagnostics.warning(
          at,
          template.toString(),
          "the rule never applies: no name in groups can result from "
              + DisplayText.quote(template.toString()));
    }
    List<String> ambiguous = new ArrayList<>(reached);
    ambiguous.removeIf(name -> !template.isAmbiguous(name));
    for (Glob pattern : groups.patterns()) {
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

  private static boolean canFillIn(Attribute attribute) {
    return switch (attribute.source()) {
      case TAG, NAME, REGION, ACCOUNT -> true;
      case KIND, ID, GROUP, VPC, VSWITCH -> false;
    };
  }
}
