package dev.tagjoin.rule;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A test of one value. A missing value fails every test but {@link NoneOf} and {@code
 * Exists(false)}. Immutable.
 *
 * <p>A value can have aliases: the names that the book gives to the group with that id. A test
 * holds for the value when it holds for the value or for one of its aliases; {@link NoneOf} holds
 * when it holds for all of them.
 */
public sealed interface ValueTest {
  /**
   * Whether a value passes.
   *
   * @param value the value, or {@code null} when it is missing
   * @param aliases further names of the value; empty when it is missing
   */
  boolean holds(String value, List<String> aliases);

  /** What is true of a value that passes the test, or that fails it as it should. */
  String fact(boolean positive);

  /** What a value that does not pass the test, or should have failed it, should have been. */
  default String wish(boolean positive) {
    return fact(positive);
  }

  /** The value is one of these texts; they keep the order in which they were written. */
  record OneOf(Set<String> values) implements ValueTest {
    public OneOf {
      values = ordered(values);
    }

    /** The value is exactly this text. */
    public OneOf(String value) {
      this(Set.of(value));
    }

    @Override
    public boolean holds(String value, List<String> aliases) {
      return value != null && (values.contains(value) || containsAny(values, aliases));
    }

    @Override
    public String fact(boolean positive) {
      return values.size() > 1
          ? (positive ? "one of " : "none of ") + DisplayText.list(values)
          : (positive ? "equals " : "is not ") + DisplayText.list(values);
    }

    @Override
    public String wish(boolean positive) {
      return values.size() > 1
          ? fact(positive)
          : (positive ? "" : "anything but ") + DisplayText.list(values);
    }
  }

  /** The value is none of these texts, or missing. */
  record NoneOf(Set<String> values) implements ValueTest {
    public NoneOf {
      values = ordered(values);
    }

    @Override
    public boolean holds(String value, List<String> aliases) {
      return value == null || !(values.contains(value) || containsAny(values, aliases));
    }

    @Override
    public String fact(boolean positive) {
      return (positive ? "none of " : "one of ") + DisplayText.list(values);
    }
  }

  /** The value fits one of these patterns. */
  record Matches(List<Glob> globs) implements ValueTest {
    public Matches {
      globs = List.copyOf(globs);
    }

    @Override
    public boolean holds(String value, List<String> aliases) {
      if (value == null) {
        return false;
      }
      for (int i = 0; i < globs.size(); i++) {
        Glob glob = globs.get(i);
        if (glob.matches(value)) {
          return true;
        }
        for (int n = 0; n < aliases.size(); n++) {
          if (glob.matches(aliases.get(n))) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public String fact(boolean positive) {
      return (positive ? "matches " : "does not match ") + patterns();
    }

    @Override
    public String wish(boolean positive) {
      return (positive ? "a match of " : "no match of ") + patterns();
    }

    private String patterns() {
      String patterns = DisplayText.list(globs.stream().map(Glob::pattern).toList());
      return globs.size() == 1 ? patterns : "one of " + patterns;
    }
  }

  /** There is a value, even an empty one; or there is none. */
  record Exists(boolean wanted) implements ValueTest {
    @Override
    public boolean holds(String value, List<String> aliases) {
      return (value != null) == wanted;
    }

    @Override
    public String fact(boolean positive) {
      return positive == wanted ? "exists" : "does not exist";
    }

    @Override
    public String wish(boolean positive) {
      return positive == wanted ? "it to exist" : "it to be missing";
    }
  }

  /**
   * The value passes a test when case does not count.
   *
   * @param test a test of folded texts
   */
  record IgnoringCase(ValueTest test) implements ValueTest {
    @Override
    public boolean holds(String value, List<String> aliases) {
      return test.holds(
          value == null ? null : fold(value), aliases.stream().map(ValueTest::fold).toList());
    }

    @Override
    public String fact(boolean positive) {
      return test.fact(positive) + " (in any case)";
    }

    @Override
    public String wish(boolean positive) {
      return test.wish(positive) + " (in any case)";
    }
  }

  /** A text in one case, character by character, so that its length stays. */
  static String fold(String text) {
    return text.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Set<String> ordered(Set<String> values) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(values));
  }

  private static boolean containsAny(Set<String> values, List<String> aliases) {
    for (int i = 0; i < aliases.size(); i++) {
      if (values.contains(aliases.get(i))) {
        return true;
      }
    }
    return false;
  }
}
