package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the value of a condition's key into tests of one attribute. Not safe for use by several
 * threads.
 */
final class TestParser {
  private static final String IGNORE_CASE = "ignoreCase";
  private static final List<String> CHECKS =
      List.of("equals", "in", "notIn", "matches", "exists", IGNORE_CASE);
  private static final List<String> KINDS =
      Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();

  private final Diagnostics diagnostics;
  private final NodeReader reader;
  private final Groups groups;
  private final TestLint lint;
  private final Set<GroupRef> usedGroups = new HashSet<>();
  private final List<Glob> groupGlobs = new ArrayList<>();

  /** Whether the test that is being read ignores case. */
  private boolean ignoresCase;

  TestParser(Diagnostics diagnostics, NodeReader reader, Groups groups) {
    this.diagnostics = diagnostics;
    this.reader = reader;
    this.groups = groups;
    this.lint = new TestLint(diagnostics, groups);
  }

  /** The groups that tests name. */
  Set<GroupRef> usedGroups() {
    return usedGroups;
  }

  /** The patterns that tests hold against groups. */
  List<Glob> groupGlobs() {
    return groupGlobs;
  }

  /** Adds the tests of one entry; says whether it was valid. */
  boolean parse(Attribute attribute, Yaml.Node value, List<Condition> conditions) {
    if (!(value instanceof Yaml.Mapping map)) {
      ignoresCase = false;
      String key = value instanceof Yaml.Sequence ? "in" : "equals";
      ValueTest test = test(attribute, key, value);
      return test != null && conditions.add(new Condition.Test(attribute, test));
    }
    if (map.entries().isEmpty()) {
      diagnostics.error(map, "{}", "the test is empty; use one of " + String.join(", ", CHECKS));
      return false;
    }
    Map<String, Yaml.Entry> checks = reader.entries(map, CHECKS);
    List<TestLint.ParsedCheck> parsed = new ArrayList<>(checks.size());
    boolean valid = checks.size() == map.entries().size();
    ignoresCase = ignoresCase(attribute, checks.remove(IGNORE_CASE), checks);
    for (Map.Entry<String, Yaml.Entry> check : checks.entrySet()) {
      Yaml.Node node = check.getValue().value();
      ValueTest test = test(attribute, check.getKey(), node);
      valid &= test != null;
      if (test != null) {
        boolean isFolded = ignoresCase && !(test instanceof ValueTest.Exists);
        conditions.add(
            new Condition.Test(attribute, isFolded ? new ValueTest.IgnoringCase(test) : test));
        parsed.add(new TestLint.ParsedCheck(test, node, ignoresCase));
      }
    }
    return valid && (parsed.size() < 2 || lint.canHold(attribute, value, parsed));
  }

  private boolean ignoresCase(
      Attribute attribute, Yaml.Entry entry, Map<String, Yaml.Entry> checks) {
    if (entry == null || !Boolean.TRUE.equals(reader.flag(entry.value(), IGNORE_CASE))) {
      return false;
    }
    boolean isText =
        attribute.source() == Attribute.Source.TAG || attribute.source() == Attribute.Source.NAME;
    if (!isText || checks.keySet().stream().allMatch("exists"::equals)) {
      diagnostics.error(
          entry.key(),
          isText
              ? "ignoreCase alone is no test; add equals, in, notIn or matches"
              : "ignoreCase is for tags and name, not for " + attribute + "; remove it");
    }
    return isText;
  }

  private String folded(String text) {
    return ignoresCase ? ValueTest.fold(text) : text;
  }

  /** A test, of folded texts if case does not count; {@code null} after an error. */
  private ValueTest test(Attribute attribute, String key, Yaml.Node node) {
    switch (key) {
      case "equals" -> {
        String text = reader.text(node, "the value");
        if (text == null || !isPossible(attribute, node, text)) {
          return null;
        }
        if (text.indexOf('*') >= 0) {
          diagnostics.warning(
              node,
              text,
              "the star in "
                  + DisplayText.quote(text)
                  + " is no wildcard here; use {matches: "
                  + DisplayText.quote(text)
                  + "} for one");
        }
        return new ValueTest.OneOf(folded(text));
      }
      case "in", "notIn" -> {
        Set<String> texts = values(attribute, node, key);
        return texts == null
            ? null
            : key.equals("in") ? new ValueTest.OneOf(texts) : new ValueTest.NoneOf(texts);
      }
      case "matches" -> {
        if (!(node instanceof Yaml.Scalar)) {
          List<Yaml.Node> values = reader.texts(node, key);
          return values == null ? null : matches(attribute, values);
        }
        return reader.text(node, "a pattern") == null ? null : matches(attribute, List.of(node));
      }
      default -> {
        Boolean isWanted = reader.flag(node, key);
        return isWanted == null ? null : new ValueTest.Exists(isWanted);
      }
    }
  }

  /** The texts of a list; {@code null} after an error. */
  private Set<String> values(Attribute attribute, Yaml.Node node, String key) {
    List<Yaml.Node> values = reader.texts(node, key);
    if (values == null) {
      return null;
    }
    boolean valid = true;
    Set<String> texts = new LinkedHashSet<>(values.size() * 2);
    for (Yaml.Node value : values) {
      String text = ((Yaml.Scalar) value).text();
      valid &= isPossible(attribute, value, text);
      if (!texts.add(folded(text))) {
        diagnostics.warning(value, text, DisplayText.quote(text) + " is in its list twice");
      }
    }
    return valid ? texts : null;
  }

  /** Whether a resource can have such a value; an error when it cannot. */
  private boolean isPossible(Attribute attribute, Yaml.Node at, String text) {
    String problem =
        switch (attribute.source()) {
          case KIND ->
              ResourceKind.ofType(text).isPresent() ? null : reader.unknown("kind", text, KINDS);
          case REGION ->
              ResourceRef.isRegion(text)
                  ? null
                  : DisplayText.quote(text) + " is not a region; use an id such as cn-hangzhou";
          case ACCOUNT ->
              ResourceRef.isAccount(text)
                  ? null
                  : DisplayText.quote(text) + " is not an account; use its id, up to 20 digits";
          case GROUP -> groupProblem(text);
          case TAG, NAME, ID, VPC, VSWITCH -> null;
        };
    if (problem != null) {
      diagnostics.error(at, problem);
    }
    return problem == null;
  }

  private String groupProblem(String text) {
    GroupRef group = groups.find(text);
    if (group != null) {
      usedGroups.add(group);
    }
    return group != null || Groups.isId(text)
        ? null
        : TargetParser.unknownGroup(text, groups, diagnostics);
  }

  private ValueTest matches(Attribute attribute, List<Yaml.Node> values) {
    List<Glob> globs = new ArrayList<>(values.size());
    for (Yaml.Node value : values) {
      String text = ((Yaml.Scalar) value).text();
      if (text.length() > Glob.MAX_LENGTH) {
        diagnostics.error(value, "a pattern is longer than " + Glob.MAX_LENGTH + " characters");
        return null;
      }
      Glob glob = new Glob(folded(text));
      if (attribute.source() == Attribute.Source.KIND && KINDS.stream().noneMatch(glob::matches)) {
        diagnostics.error(
            value,
            "no kind matches "
                + DisplayText.quote(text)
                + "; the kinds are "
                + String.join(", ", KINDS));
        return null;
      }
      globs.add(glob);
    }
    if (attribute.source() == Attribute.Source.GROUP) {
      groupGlobs.addAll(globs);
    }
    lint.patterns(values, globs);
    return new ValueTest.Matches(globs);
  }
}
