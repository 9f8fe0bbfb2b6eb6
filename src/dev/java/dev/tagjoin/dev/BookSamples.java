package dev.tagjoin.dev;

import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Glob;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.JoinTarget;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.Template;
import dev.tagjoin.rule.ValueTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an embedded account fit a rule book, so that somebody who starts dev mode with a book of
 * their own sees its rules at work: the account gets the book's groups, and each rule that decides
 * no resource gets one whose tags and name it tests. Resources that a rule decides already stay as
 * they are, and so does the account of the example book.
 */
final class BookSamples {
  private final EmbeddedAccount account;
  private final RuleBook book;
  private final Set<EmbeddedResource> used = new HashSet<>();

  private BookSamples(EmbeddedAccount account, RuleBook book) {
    this.account = account;
    this.book = book;
  }

  /** Adds what the book needs to the account; the same arguments give the same account. */
  static void add(EmbeddedAccount account, RuleBook book) {
    BookSamples samples = new BookSamples(account, book);
    samples.addListedGroups();
    samples.addResources();
    account.resources().forEach(samples::addGroupFor);
    samples.addFittingGroups();
  }

  /** Adds the groups that a book lists or allows; what {@link #add} does for a filled account. */
  static void addGroups(EmbeddedAccount account, RuleBook book) {
    BookSamples samples = new BookSamples(account, book);
    samples.addListedGroups();
    samples.addFittingGroups();
  }

  private void addListedGroups() {
    book.groupIndex()
        .refs()
        .forEach(
            (name, ref) -> {
              if (ref instanceof GroupRef.Named named) {
                addGroup(null, named.name());
              } else {
                String id =
                    ref instanceof GroupRef.PerAccount each
                        ? each.ids().get(account.id())
                        : ((GroupRef.Id) ref).id();
                if (id != null) {
                  addGroup(id, name);
                }
              }
            });
  }

  /** Adds the group by name that the book would ask for, as if each that it allows were there. */
  private void addGroupFor(EmbeddedResource resource) {
    Decision decision = book.decide(Board.state(resource, account.id()), AccountGroups.OFFLINE);
    if (decision.group() == null && decision.groupName() != null && decision.problem() == null) {
      addGroup(null, decision.groupName());
    }
  }

  private void addFittingGroups() {
    for (Glob pattern : book.groupIndex().patterns()) {
      if (account.groups().stream().noneMatch(group -> pattern.matches(group.name()))) {
        addGroup(null, fitting(pattern.pattern()));
      }
    }
  }

  /** Adds a group unless the account has it; without an id it is known by its name. */
  private void addGroup(String id, String name) {
    List<EmbeddedGroup> groups = account.groups();
    if (groups.stream().noneMatch(g -> id == null ? g.name().equals(name) : g.id().equals(id))) {
      account.addGroup(id != null ? id : String.format("rg-acfmdev%08d", groups.size()), name);
    }
  }

  private void addResources() {
    Set<String> deciding = new HashSet<>();
    for (EmbeddedResource resource : account.resources()) {
      rule(resource)
          .ifPresent(
              name -> {
                deciding.add(name);
                used.add(resource);
              });
    }
    for (Rule rule : book.rules()) {
      if (!deciding.contains(rule.name())) {
        addResource(rule);
      }
    }
  }

  /** Nothing happens when no free resource can be made to fit, as when the rule is shadowed. */
  private void addResource(Rule rule) {
    for (Map<Attribute, String> values : values(rule)) {
      for (EmbeddedResource resource : account.resources()) {
        EmbeddedResource changed = with(resource, values);
        if (!used.contains(resource) && rule(changed).filter(rule.name()::equals).isPresent()) {
          account.change(resource.kind(), resource.id(), now -> changed);
          used.add(changed);
          return;
        }
      }
    }
  }

  /** What a resource may look like for a rule, the likeliest first. */
  private List<Map<Attribute, String>> values(Rule rule) {
    Map<Attribute, String> tested = new LinkedHashMap<>();
    collect(rule.when(), tested);
    List<Map<Attribute, String>> all = new ArrayList<>();
    if (rule.target() instanceof JoinTarget.Lookup lookup) {
      // a placeholder stands for the part of a name that the text around it leaves
      Set<String> names = new LinkedHashSet<>();
      if (lookup.table() == null) {
        names.addAll(book.groupIndex().refs().keySet());
        account.groups().stream()
            .map(EmbeddedGroup::name)
            .filter(name -> book.groupIndex().find(name) != null)
            .forEach(names::add);
      } else {
        lookup.table().rows().forEach(row -> names.add(fitting(row.value())));
      }
      for (String name : names) {
        Map<Attribute, String> filled = new LinkedHashMap<>(tested);
        fill(lookup.template(), name, filled);
        all.add(filled);
      }
    }
    all.add(tested);
    return all;
  }

  private static void fill(Template template, String group, Map<Attribute, String> values) {
    String rest = group;
    Attribute open = null;
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Placeholder place) {
        open = place.attribute();
      } else {
        String text = part.toString();
        int at = rest.indexOf(text);
        if (at < 0) {
          return;
        }
        if (open != null) {
          values.put(open, rest.substring(0, at));
          open = null;
        }
        rest = rest.substring(at + text.length());
      }
    }
    if (open != null) {
      values.put(open, rest);
    }
  }

  private static void collect(Condition condition, Map<Attribute, String> values) {
    if (condition instanceof Condition.When when) {
      when.entries().forEach(entry -> collect(entry, values));
    } else if (condition instanceof Condition.Any any && !any.parts().isEmpty()) {
      collect(any.parts().get(0), values);
    } else if (condition instanceof Condition.Test test) {
      String value = passing(test.check());
      if (value != null) {
        values.putIfAbsent(test.attribute(), value);
      }
    }
  }

  /** A value that passes a test, or {@code null} when a missing one does. */
  private static String passing(ValueTest test) {
    if (test instanceof ValueTest.OneOf one) {
      return one.values().iterator().next();
    }
    if (test instanceof ValueTest.Matches matches) {
      return fitting(matches.globs().get(0).pattern());
    }
    if (test instanceof ValueTest.IgnoringCase folded) {
      return passing(folded.test());
    }
    return test instanceof ValueTest.Exists exists && exists.wanted() ? "yes" : null;
  }

  private static String fitting(String pattern) {
    return pattern.replace('*', '1').replace('?', '1');
  }

  private static EmbeddedResource with(EmbeddedResource resource, Map<Attribute, String> values) {
    EmbeddedResource changed = resource;
    Map<String, String> tags = new LinkedHashMap<>();
    for (Map.Entry<Attribute, String> value : values.entrySet()) {
      switch (value.getKey().source()) {
        case TAG -> tags.put(value.getKey().key(), value.getValue());
        case NAME -> changed = changed.withName(value.getValue());
        // what else a rule tests has to be so already
        default -> {}
      }
    }
    return changed.withTags(tags);
  }

  private Optional<String> rule(EmbeddedResource resource) {
    return book.decideByRules(Board.state(resource, account.id()), AccountGroups.OFFLINE)
        .map(Decision::rule);
  }
}
