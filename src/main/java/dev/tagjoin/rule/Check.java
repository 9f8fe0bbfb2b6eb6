package dev.tagjoin.rule;

import java.util.List;
import java.util.Set;

/**
 * A question about one value. A missing value fails every check but {@link NotIn} and {@code
 * Exists(false)}.
 *
 * <p>A value can have further names: the names that the book gives to the group with that id. A
 * check holds for the value when it holds for the value or for one of its names; a negative check
 * holds when it holds for all of them.
 */
public sealed interface Check {
  /**
   * Whether a value passes.
   *
   * @param value the value, or {@code null} when it is missing
   * @param names further names of the value; empty when it is missing
   */
  boolean holds(String value, List<String> names);

  /** What the check, or its opposite, says of a value that passes: {@code is} or {@code exists}. */
  String fact(boolean positive);

  /** What a value that does not pass the check, or its opposite, should have been. */
  String wish(boolean positive);

  /** The key that introduces the check in the language. */
  String key();

  /** The value is exactly this text. */
  record Equals(String value) implements Check {
    @Override
    public boolean holds(String actual, List<String> names) {
      return value.equals(actual) || (!names.isEmpty() && names.contains(value));
    }

    @Override
    public String fact(boolean positive) {
      return positive ? "equals " + Texts.show(value) : "is not " + Texts.show(value);
    }

    @Override
    public String wish(boolean positive) {
      return positive ? Texts.show(value) : "anything but " + Texts.show(value);
    }

    @Override
    public String key() {
      return "equals";
    }
  }

  /** The value is one of these texts; they keep the order in which they were written. */
  record In(Set<String> values) implements Check {
    public In {
      values = Texts.ordered(values);
    }

    @Override
    public boolean holds(String actual, List<String> names) {
      return actual != null && (values.contains(actual) || containsAny(values, names));
    }

    @Override
    public String fact(boolean positive) {
      return (positive ? "one of " : "none of ") + Texts.list(values);
    }

    @Override
    public String wish(boolean positive) {
      return fact(positive);
    }

    @Override
    public String key() {
      return "in";
    }
  }

  /** The value is none of these texts, or missing. */
  record NotIn(Set<String> values) implements Check {
    public NotIn {
      values = Texts.ordered(values);
    }

    @Override
    public boolean holds(String actual, List<String> names) {
      return actual == null || !(values.contains(actual) || containsAny(values, names));
    }

    @Override
    public String fact(boolean positive) {
      return (positive ? "none of " : "one of ") + Texts.list(values);
    }

    @Override
    public String wish(boolean positive) {
      return fact(positive);
    }

    @Override
    public String key() {
      return "notIn";
    }
  }

  /** The value fits one of these patterns. */
  record Matches(List<Glob> globs) implements Check {
    public Matches {
      globs = List.copyOf(globs);
    }

    @Override
    public boolean holds(String actual, List<String> names) {
      if (actual == null) {
        return false;
      }
      for (int i = 0; i < globs.size(); i++) {
        Glob glob = globs.get(i);
        if (glob.matches(actual)) {
          return true;
        }
        for (int n = 0; n < names.size(); n++) {
          if (glob.matches(names.get(n))) {
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
      List<String> patterns = globs.stream().map(Glob::pattern).toList();
      return globs.size() == 1 ? Texts.list(patterns) : "one of " + Texts.list(patterns);
    }

    @Override
    public String key() {
      return "matches";
    }
  }

  /** There is a value, even an empty one; or there is none. */
  record Exists(boolean wanted) implements Check {
    @Override
    public boolean holds(String actual, List<String> names) {
      return (actual != null) == wanted;
    }

    @Override
    public String fact(boolean positive) {
      return positive == wanted ? "exists" : "does not exist";
    }

    @Override
    public String wish(boolean positive) {
      return positive == wanted ? "it to exist" : "it to be missing";
    }

    @Override
    public String key() {
      return "exists";
    }
  }

  private static boolean containsAny(Set<String> values, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (values.contains(names.get(i))) {
        return true;
      }
    }
    return false;
  }
}
