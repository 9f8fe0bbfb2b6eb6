package dev.tagjoin.rule.book;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Groups;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.Table;
import dev.tagjoin.rule.ValueTest;
import dev.tagjoin.rule.ValueTest.IgnoringCase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Prints a rule book in one form, which {@link BookParser} reads back as an equal book: two spaces
 * per level, every rule with its name, tests in one line, the order as it is.
 */
final class BookPrinter {
  private final StringBuilder out = new StringBuilder();

  private BookPrinter() {}

  static String print(RuleBook book) {
    BookPrinter printer = new BookPrinter();
    printer.book(book);
    return printer.out.toString();
  }

  private void book(RuleBook book) {
    line(0, "version: 1");
    Groups groups = book.groupIndex();
    if (!groups.patterns().isEmpty()) {
      List<String> names = new ArrayList<>(groups.refs().keySet());
      groups.patterns().forEach(pattern -> names.add(pattern.pattern()));
      line(0, "groups: " + list(names));
    } else if (!groups.refs().isEmpty()) {
      line(0, "groups:");
      groups.refs().forEach((name, ref) -> line(1, text(name) + ": " + group(ref)));
    }
    tables(book);
    line(0, book.rules().isEmpty() ? "rules: []" : "rules:");
    book.rules().forEach(this::rule);
    List<String> otherwise = book.otherwise().stream().map(rule -> target(rule.target())).toList();
    if (!otherwise.isEmpty()) {
      line(0, "otherwise: " + (otherwise.size() == 1 ? text(otherwise.get(0)) : list(otherwise)));
    }
    if (!book.follow().isEmpty()) {
      line(0, "follow:");
      for (Map.Entry<ResourceKind, List<ResourceKind>> entry : book.follow().entrySet()) {
        StringJoiner followers = new StringJoiner(", ", "[", "]");
        entry.getValue().forEach(kind -> followers.add(kind.type()));
        line(1, entry.getKey() + ": " + followers);
      }
    }
  }

  private void tables(RuleBook book) {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (Rule rule : book.rules()) {
      if (rule.target() instanceof JoinTarget.Lookup lookup && lookup.table() != null) {
        tables.put(lookup.table().name(), lookup.table());
      }
    }
    if (!tables.isEmpty()) {
      line(0, "tables:");
    }
    tables.forEach(
        (name, table) -> {
          line(1, text(name) + ":");
          table.rows().forEach(row -> line(2, text(row.value()) + ": " + text(row.group())));
        });
  }

  private static String target(JoinTarget target) {
    return target instanceof JoinTarget.Fixed fixed
        ? fixed.text()
        : target instanceof JoinTarget.Lookup lookup ? lookup.template().toString() : "leave";
  }

  private static String group(GroupRef ref) {
    if (ref instanceof GroupRef.Id id) {
      return id.id();
    }
    if (ref instanceof GroupRef.Named named) {
      return "{name: " + text(named.name()) + "}";
    }
    StringJoiner ids = new StringJoiner(", ", "{", "}");
    ((GroupRef.PerAccount) ref).ids().forEach((account, id) -> ids.add(text(account) + ": " + id));
    return ids.toString();
  }

  private void rule(Rule rule) {
    line(1, "- name: " + text(rule.name()));
    if (rule.description() != null) {
      line(2, "description: " + text(rule.description()));
    }
    if (!rule.enabled()) {
      line(2, "enabled: false");
    }
    if (rule.until() != null) {
      line(2, "until: " + rule.until());
    }
    if (!rule.when().entries().isEmpty()) {
      line(2, "when:");
      when(rule.when(), 3);
    }
    if (rule.target() instanceof JoinTarget.Fixed group) {
      line(2, "join: " + text(group.text()));
    } else if (rule.target() instanceof JoinTarget.Lookup lookup) {
      line(2, "join: " + text(lookup.template().toString()));
      if (lookup.table() != null) {
        line(2, "table: " + text(lookup.table().name()));
      }
      if (!lookup.among().isEmpty()) {
        line(2, "among: " + list(lookup.among().stream().map(Glob::pattern).toList()));
      }
    } else {
      line(2, "leave: true");
    }
  }

  private void when(Condition.When when, int level) {
    List<Condition> entries = when.entries();
    int next = 0;
    while (next < entries.size()) {
      Condition condition = entries.get(next);
      if (condition instanceof Condition.Test test) {
        // The tests of one attribute came from one entry and go back into one.
        int end = next + 1;
        while (end < entries.size()
            && entries.get(end) instanceof Condition.Test other
            && other.attribute().equals(test.attribute())) {
          end++;
        }
        line(level, text(test.attribute().toString()) + ": " + tests(entries.subList(next, end)));
        next = end;
        continue;
      }
      next++;
      if (condition instanceof Condition.Not not) {
        line(level, "not:");
        when(not.part(), level + 1);
      } else if (condition instanceof Condition.Any any) {
        line(level, "any:");
        parts(any.parts(), level + 1);
      } else {
        line(level, "all:");
        parts(condition.parts(), level + 1);
      }
    }
  }

  private void parts(List<? extends Condition> parts, int level) {
    for (Condition part : parts) {
      int start = out.length();
      when((Condition.When) part, level + 1);
      // The first line of an item carries its dash where its last two spaces were.
      out.setCharAt(start + 2 * level, '-');
    }
  }

  private static String tests(List<Condition> tests) {
    ValueTest first = ((Condition.Test) tests.get(0)).check();
    if (tests.size() == 1 && first instanceof ValueTest.OneOf) {
      return operand(first);
    }
    StringJoiner checks = new StringJoiner(", ", "{", "}");
    if (tests.stream().anyMatch(t -> ((Condition.Test) t).check() instanceof IgnoringCase)) {
      checks.add("ignoreCase: true");
    }
    for (Condition test : tests) {
      ValueTest check = ((Condition.Test) test).check();
      check = check instanceof IgnoringCase folded ? folded.test() : check;
      String key = key(check, checks.toString());
      boolean isList = check instanceof ValueTest.OneOf && key.equals("in");
      checks.add(key + ": " + (isList ? list(((ValueTest.OneOf) check).values()) : operand(check)));
    }
    return checks.toString();
  }

  /** Two checks for one text or several are an {@code in} and an {@code equals}. */
  private static String key(ValueTest check, String before) {
    if (check instanceof ValueTest.OneOf oneOf) {
      return oneOf.values().size() > 1 || before.contains("equals: ") ? "in" : "equals";
    }
    return check instanceof ValueTest.NoneOf
        ? "notIn"
        : check instanceof ValueTest.Matches ? "matches" : "exists";
  }

  private static String operand(ValueTest check) {
    if (check instanceof ValueTest.OneOf oneOf) {
      return oneOf.values().size() == 1
          ? text(oneOf.values().iterator().next())
          : list(oneOf.values());
    }
    if (check instanceof ValueTest.NoneOf noneOf) {
      return list(noneOf.values());
    }
    if (check instanceof ValueTest.Matches matches) {
      List<String> patterns = matches.globs().stream().map(Glob::pattern).toList();
      return patterns.size() == 1 ? text(patterns.get(0)) : list(patterns);
    }
    return Boolean.toString(((ValueTest.Exists) check).wanted());
  }

  private static String list(Collection<String> texts) {
    StringJoiner joined = new StringJoiner(", ", "[", "]");
    texts.forEach(text -> joined.add(text(text)));
    return joined.toString();
  }

  private void line(int level, String text) {
    out.append("  ".repeat(level)).append(text).append('\n');
  }

  /** A text without quotes where no YAML reader could take it for something else. */
  private static String text(String text) {
    return isWord(text) ? text : DisplayText.quote(text);
  }

  private static boolean isWord(String text) {
    if (text.isEmpty() || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inner = c == '-' || c == '_' || c == '.' || (c >= '0' && c <= '9');
      if (!inner && !isLetter(c) && !(c == ' ' && i < text.length() - 1)) {
        return false;
      }
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "false", "null", "yes", "no", "on", "off", "y", "n" -> false;
      default -> true;
    };
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
