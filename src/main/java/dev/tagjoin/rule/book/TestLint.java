package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.ValueTest;
import java.util.List;

/** Finds values and patterns of one test that can never matter, and tests that never hold. */
final class TestLint {
  /** Longer lists are not compared item by item. */
  private static final int MAX_COMPARED = 100;

  private final NodeReader reader;
  private final Groups groups;

  TestLint(NodeReader reader, Groups groups) {
    this.reader = reader;
    this.groups = groups;
  }

  /**
   * A check of a test with the node it was read from.
   *
   * @param test of folded texts if case does not count
   */
  record ParsedCheck(ValueTest test, Yaml.Node node, boolean ignoresCase) {
    /** The texts or patterns of the check. */
    List<Yaml.Scalar> values() {
      return node instanceof Yaml.Sequence list
          ? list.items().stream().map(item -> value((Yaml.Scalar) item)).toList()
          : List.of(value((Yaml.Scalar) node));
    }

    private Yaml.Scalar value(Yaml.Scalar as) {
      return ignoresCase
          ? new Yaml.Scalar(ValueTest.fold(as.text()), as.plain(), as.line(), as.column())
          : as;
    }
  }

  /** Warns of patterns of one list that another one of it covers. */
  void patterns(List<Yaml.Scalar> nodes, List<Glob> globs) {
    for (int i = 0; i < globs.size() && globs.size() <= MAX_COMPARED; i++) {
      Glob covering = covering(globs, i);
      if (covering != null) {
        reader.warning(
            nodes.get(i),
            "the pattern %s adds nothing: %s in the same list covers it",
            quote(globs.get(i).pattern()),
            quote(covering.pattern()));
      }
    }
  }

  /** Another pattern that covers this one; of two that cover each other the first stays. */
  private static Glob covering(List<Glob> globs, int place) {
    Glob glob = globs.get(place);
    for (int other = 0; other < globs.size(); other++) {
      if (other != place
          && globs.get(other).covers(glob)
          && (other < place || !glob.covers(globs.get(other)))) {
        return globs.get(other);
      }
    }
    return null;
  }

  /** Warns of checks that exclude each other; {@code false} and an error when none can hold. */
  boolean canHold(Attribute attribute, Yaml.Node at, List<ParsedCheck> checks) {
    ParsedCheck finite = null;
    boolean needsValue = false;
    boolean needsNone = false;
    for (ParsedCheck check : checks) {
      if (check.test() instanceof ValueTest.OneOf
          && (finite == null || check.node() instanceof Yaml.Scalar)) {
        finite = check;
      }
      if (check.test() instanceof ValueTest.Exists exists) {
        needsValue |= exists.wanted();
        needsNone |= !exists.wanted();
      } else {
        needsValue |= !(check.test() instanceof ValueTest.NoneOf);
      }
    }
    if (needsValue && needsNone) {
      reader.error(
          at, "the test never holds: exists: false needs a missing value, the rest a value");
      return false;
    }
    return finite == null
        || finite.values().size() > MAX_COMPARED
        || valuesCanPass(attribute, at, checks, finite);
  }

  private boolean valuesCanPass(
      Attribute attribute, Yaml.Node at, List<ParsedCheck> checks, ParsedCheck finite) {
    List<Yaml.Scalar> values = finite.values();
    List<Yaml.Scalar> useless =
        values.stream()
            .filter(v -> checks.stream().anyMatch(c -> !holds(attribute, c.test(), v.text())))
            .toList();
    if (useless.size() == values.size()) {
      reader.error(at, "the test never holds: no value passes all of its checks");
      return false;
    }
    for (Yaml.Scalar value : useless) {
      reader.warning(
          value, quote(value.text()) + " never passes: another check of the test excludes it");
    }
    for (ParsedCheck check : checks) {
      if (check.test() instanceof ValueTest.Matches matches
          && matches.globs().size() <= MAX_COMPARED) {
        for (Yaml.Scalar pattern : check.values()) {
          ValueTest alone = new ValueTest.Matches(List.of(new Glob(pattern.text())));
          if (values.stream().noneMatch(v -> holds(attribute, alone, v.text()))) {
            reader.warning(
                pattern,
                "the pattern %s matches none of the values in the same test",
                quote(pattern.text()));
          }
        }
      }
    }
    return true;
  }

  private boolean holds(Attribute attribute, ValueTest test, String text) {
    return isOpen(attribute, groups) || holds(attribute, test, text, groups);
  }

  /** Whether two values can be one group, which only a look-up tells. */
  static boolean isOpen(Attribute attribute, Groups groups) {
    return attribute.source() == Attribute.Source.GROUP && !groups.hasIdsAlone();
  }

  /** Whether a test holds for a value; a group has an id and the names that the book gives it. */
  static boolean holds(Attribute attribute, ValueTest test, String text, Groups groups) {
    if (attribute.source() != Attribute.Source.GROUP) {
      return test.holds(text, List.of());
    }
    String id = groups.find(text) instanceof GroupRef.Id found ? found.id() : text;
    return test.holds(id, groups.names(id));
  }
}
