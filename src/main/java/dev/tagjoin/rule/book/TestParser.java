package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
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

  private final NodeReader reader;
  private final Groups groups;
  private final GroupLint groupLint;
  private final TestLint lint;

  /** Whether the test that is being read ignores case. */
  private boolean ignoresCase;

  TestParser(NodeReader reader, Groups groups, GroupLint groupLint) {
    this.reader = reader;
    this.groups = groups;
    this.groupLint = groupLint;
    this.lint = new TestLint(reader, groups);
  }

  /** Adds the tests of one entry; says whether it was valid. */
  boolean parse(Attribute attribute, Yaml.Entry entry, List<Condition> conditions) {
    Yaml.Node value = entry.value();
    if (!(value instanceof Yaml.Mapping map)) {
      ignoresCase = false;
      String key = value instanceof Yaml.Sequence ? "in" : "equals";
      ValueTest test = test(attribute, key, entry);
      return test != null && conditions.add(new Condition.Test(attribute, test));
    }
    if (map.entries().isEmpty()) {
      reader.error(map, "the test is empty; use one of " + String.join(", ", CHECKS));
      return false;
    }
    Map<String, Yaml.Entry> checks = reader.entries(map, CHECKS);
    List<TestLint.ParsedCheck> parsed = new ArrayList<>(checks.size());
    boolean valid = checks.size() == map.entries().size();
    ignoresCase = ignoresCase(attribute, checks.remove(IGNORE_CASE), checks);
    for (Map.Entry<String, Yaml.Entry> check : checks.entrySet()) {
      ValueTest test = test(attribute, check.getKey(), check.getValue());
      valid &= test != null;
      if (test != null) {
        boolean isFolded = ignoresCase && !(test instanceof ValueTest.Exists);
        conditions.add(
            new Condition.Test(attribute, isFolded ? new ValueTest.IgnoringCase(test) : test));
        parsed.add(new TestLint.ParsedCheck(test, check.getValue().value(), ignoresCase));
      }
    }
    return valid && (parsed.size() < 2 || lint.canHold(attribute, value, parsed));
  }

  private boolean ignoresCase(
      Attribute attribute, Yaml.Entry entry, Map<String, Yaml.Entry> checks) {
    if (!Boolean.TRUE.equals(reader.flag(entry, IGNORE_CASE))) {
      return false;
    }
    boolean isText = attribute.isFree();
    if (!isText || checks.keySet().stream().allMatch("exists"::equals)) {
      reader.error(
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
  private ValueTest test(Attribute attribute, String key, Yaml.Entry entry) {
    Yaml.Node node = entry.value();
    switch (key) {
      case "equals" -> {
        String text = reader.text(node, "the value");
        if (text == null || !isPossible(attribute, node, text)) {
          return null;
        }
        if (text.indexOf('*') >= 0) {
          reader.warning(
              node,
              "the star in %1$s is no wildcard here; use {matches: %1$s} for one",
              quote(text));
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
        if (!(node instanceof Yaml.Scalar pattern)) {
          List<Yaml.Scalar> patterns = reader.texts(node, key);
          return patterns == null ? null : matches(attribute, patterns);
        }
        return reader.text(node, "a pattern") == null ? null : matches(attribute, List.of(pattern));
      }
      default -> {
        Boolean isWanted = reader.flag(entry, key);
        return isWanted == null ? null : new ValueTest.Exists(isWanted);
      }
    }
  }

  /** The texts of a list; {@code null} after an error. */
  private Set<String> values(Attribute attribute, Yaml.Node node, String key) {
    List<Yaml.Scalar> values = reader.texts(node, key);
    if (values == null) {
      return null;
    }
    boolean valid = true;
    Set<String> texts = new LinkedHashSet<>(values.size() * 2);
    for (Yaml.Scalar value : values) {
      valid &= isPossible(attribute, value, value.text());
      if (!texts.add(folded(value.text()))) {
        reader.warning(value, quote(value.text()) + " is in its list twice");
      }
    }
    return valid ? texts : null;
  }

  /** Whether a resource can have such a value; an error when it cannot. */
  private boolean isPossible(Attribute attribute, Yaml.Node at, String text) {
    String problem =
        switch (attribute.source()) {
          case KIND ->
              ResourceKind.ofType(text).isPresent()
                  ? null
                  : reader.unknown("kind", text, ResourceKind.TYPES);
          case REGION ->
              ResourceRef.isRegion(text)
                  ? null
                  : quote(text) + " is not a region; use an id such as cn-hangzhou";
          case ACCOUNT ->
              ResourceRef.isAccount(text)
                  ? null
                  : quote(text) + " is not an account; use its id, up to 20 digits";
          case GROUP -> groupProblem(text);
          case TAG, NAME, ID, VPC, VSWITCH -> null;
        };
    if (problem != null) {
      reader.error(at, problem);
    }
    return problem == null;
  }

  private String groupProblem(String text) {
    GroupRef group = groups.find(text);
    if (group != null) {
      groupLint.uses(group);
    }
    return group != null || Groups.isId(text)
        ? null
        : TargetParser.unknownGroup(text, groups, reader);
  }

  private ValueTest matches(Attribute attribute, List<Yaml.Scalar> values) {
    List<Glob> globs = new ArrayList<>(values.size());
    for (Yaml.Scalar value : values) {
      if (value.text().length() > Glob.MAX_LENGTH) {
        reader.error(value, "a pattern is longer than %s characters", Glob.MAX_LENGTH);
        return null;
      }
      Glob glob = new Glob(folded(value.text()));
      if (attribute.source() == Attribute.Source.KIND
          && ResourceKind.TYPES.stream().noneMatch(glob::matches)) {
        reader.error(
            value,
            "no kind matches %s; the kinds are %s",
            quote(value.text()),
            String.join(", ", ResourceKind.TYPES));
        return null;
      }
      globs.add(glob);
    }
    if (attribute.source() == Attribute.Source.GROUP) {
      groupLint.uses(globs);
    }
    lint.patterns(values, globs);
    return new ValueTest.Matches(globs);
  }
}
