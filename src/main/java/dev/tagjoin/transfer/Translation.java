package dev.tagjoin.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.rule.Condition;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.transfer.TransferRules.TransferRule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a rule book of the rules of Automatic Resource Transfer. One translation; not safe for use
 * by several threads.
 *
 * <p>Every rule is read by the rule book's own parser before it is written, so that the book is
 * always valid. Whatever cannot be translated as a whole is written as a comment with the original:
 * a part of a rule would move other resources than the rule does.
 */
public final class Translation {
  private static final String HEADER =
      """
      # Made by "tagjoin import" from the rules of Automatic Resource Transfer.
      # Only resources of ECS are moved; the feature moves those of other products.
      # The first rule that applies decides; there, no order is documented.
      # Check: "tagjoin plan" with this book shows zero planned moves if it agrees
      # with what the feature has done. Each planned move is a difference.
      """;

  /** The longest name that is kept, in characters; a number may follow. */
  private static final int MAX_NAME = 60;

  private final TransferRules rules;
  private final Map<String, String> groupNames;
  private final List<String> problems;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> overlaps = new ArrayList<>();
  private final Map<String, String> groups = new LinkedHashMap<>();
  private final List<String> untranslated = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private String text = "";

  private Translation(TransferRules rules, Map<String, String> groupNames) {
    this.rules = rules;
    this.groupNames = groupNames;
    this.problems = new ArrayList<>(rules.problems());
  }

  /**
   * Translates.
   *
   * @param groupNames names of groups by their ids, as far as they are known
   */
  public static Translation of(TransferRules rules, Map<String, String> groupNames) {
    Translation translation = new Translation(rules, groupNames);
    translation.run();
    return translation;
  }

  /** The rule book, with comments. */
  public String book() {
    return text;
  }

  /** What could not be translated; each is a comment in the book. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** What was translated but should be looked at. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Rules, each with later ones of other targets that can fit the same resource. */
  public List<String> overlaps() {
    return List.copyOf(overlaps);
  }

  private void run() {
    List<Draft> drafts = new ArrayList<>();
    for (TransferRule rule : rules.rules()) {
      drafts(rule, drafts);
    }
    drafts.sort(
        Comparator.comparingInt((Draft draft) -> -Overlap.tests(draft.when()))
            .thenComparing(Draft::created));
    keepOneForEverything(drafts);
    groups.keySet().retainAll(drafts.stream().map(Draft::group).toList());
    findOverlaps(drafts);
    String follow = FollowSettings.yaml(rules.settings(), this::problem);
    StringBuilder book = new StringBuilder(header()).append("version: 1\n");
    if (!groups.isEmpty()) {
      book.append("groups:\n").append(groupsYaml());
    }
    book.append(drafts.isEmpty() ? "rules: []\n" : "rules:\n");
    drafts.forEach(draft -> book.append(draft.yaml(groups)));
    book.append(follow);
    if (!untranslated.isEmpty()) {
      book.append("\n# Not translated:\n");
      untranslated.forEach(book::append);
    }
    text = book.toString();
    try {
      RuleBook read = RuleBookParser.parse("the new book", text);
      read.warnings().forEach(warning -> warnings.add(warning.toString()));
    } catch (RuleBookException e) {
      // each rule is valid by itself, so this is about all of them: too many, for example
      e.errors().forEach(error -> problems.add(error.toString()));
    }
  }

  private String header() {
    StringBuilder header = new StringBuilder(HEADER);
    if (!overlaps.isEmpty()) {
      header.append(Comments.line("These can fit one resource and have different targets;"));
      header.append(Comments.line("check their order:"));
      overlaps.forEach(overlap -> header.append(Comments.line("  " + overlap)));
    }
    return header.append('\n').toString();
  }

  private void drafts(TransferRule rule, List<Draft> drafts) {
    List<JsonNode> contents = TransferRules.contents(rule);
    if ("associated_transfer".equals(TransferRules.text(rule.json(), "ruletype"))) {
      problem(
          "rule "
              + rule.label()
              + " is about associated transfer: import the answer of"
              + " ListAssociatedTransferSetting for it",
          rule.json());
      return;
    }
    if (contents.isEmpty()) {
      problem("rule " + rule.label() + " has no RuleContents", rule.json());
    }
    for (int i = 0; i < contents.size(); i++) {
      String number = contents.size() == 1 ? "" : " " + (i + 1);
      try {
        drafts.add(draft(rule, contents.get(i), number));
      } catch (UntranslatedException e) {
        problem("rule " + rule.label() + number + ": " + e.getMessage(), original(rule, i));
      }
    }
  }

  /** A rule with one of its records. */
  private static JsonNode original(TransferRule rule, int record) {
    JsonNode copy = rule.json().deepCopy();
    for (Map.Entry<String, JsonNode> member : copy.properties()) {
      if (member.getValue().isArray()
          && TransferRules.contents(rule).size() > 1
          && member.getValue().equals(TransferRules.member(rule.json(), "rulecontents"))) {
        member.setValue(member.getValue().get(record));
      }
    }
    return copy;
  }

  private Draft draft(TransferRule rule, JsonNode content, String number)
      throws UntranslatedException {
    List<String> notes = new ArrayList<>();
    ConditionReader reader = new ConditionReader(notes::add);
    List<Condition> when = new ArrayList<>(reader.scopes(rule.json()));
    when.addAll(reader.condition(TransferRules.member(content, "autogroupingscopecondition")));
    String group = reader.target(TransferRules.member(content, "targetresourcegroupcondition"));
    String description = TransferRules.text(rule.json(), "ruledesc");
    Draft draft =
        new Draft(
            name(rule, number),
            rule.label() + (description == null ? "" : ": " + description),
            notes,
            when,
            group,
            created(rule.json()),
            content);
    check(draft);
    notes.forEach(note -> warnings.add("rule " + rule.label() + number + ": " + note));
    return draft;
  }

  /** A name that no other rule has. */
  private String name(TransferRule rule, String number) {
    String name = rule.name() == null ? rule.id() == null ? "rule" : rule.id() : rule.name();
    String base =
        Comments.visible(name.strip())
                .codePoints()
                .limit(MAX_NAME)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
            + number;
    base = base.isEmpty() || base.equals("otherwise") ? "rule " + base : base;
    String unique = base;
    for (int i = 2; !names.add(unique); i++) {
      unique = base + " (" + i + ")";
    }
    return unique;
  }

  private static Instant created(JsonNode rule) {
    String time = TransferRules.text(rule, "createtime");
    try {
      return time == null ? Instant.MAX : OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }

  /** Holds a rule alone against the rule book's parser. */
  private void check(Draft draft) throws UntranslatedException {
    if (!groups.containsKey(draft.group())) {
      groups.put(draft.group(), groupName(draft.group()));
    }
    parse("groups:\n" + groupsYaml() + "rules:\n" + draft.yaml(groups));
  }

  /** Holds a part of a book against the rule book's parser. */
  static void parse(String part) throws UntranslatedException {
    try {
      RuleBook unused = RuleBookParser.parse("", "version: 1\n" + part);
    } catch (RuleBookException e) {
      throw new UntranslatedException(e.errors().get(0).message());
    }
  }

  /** The name of a group: the account's if it is one that a book accepts, else from its id. */
  private String groupName(String id) {
    String name = groupNames.get(id);
    if (name != null && !groups.containsValue(name)) {
      try {
        parse("groups:\n  " + ConditionWriter.text(name) + ": " + id + "\n");
        return name;
      } catch (UntranslatedException e) {
        // a name such as "leave"
      }
    }
    return id.substring(3);
  }

  private String groupsYaml() {
    StringBuilder yaml = new StringBuilder();
    groups.forEach((id, name) -> yaml.append("  " + ConditionWriter.text(name) + ": " + id + "\n"));
    return yaml.toString();
  }

  /** A rule without conditions decides about everything, so only one has a place, at the end. */
  private void keepOneForEverything(List<Draft> drafts) {
    for (int i = drafts.size() - 2; i >= 0; i--) {
      Draft next = drafts.get(i + 1);
      if (drafts.get(i).when().isEmpty()) {
        drafts.remove(i + 1);
        problem(
            "rule "
                + DisplayText.quote(next.name())
                + " has no condition and neither has "
                + DisplayText.quote(drafts.get(i).name()),
            next.json());
      }
    }
  }

  private void findOverlaps(List<Draft> drafts) {
    for (int i = 0; i < drafts.size(); i++) {
      Draft first = drafts.get(i);
      String later =
          drafts.subList(i + 1, drafts.size()).stream()
              .filter(second -> !first.group().equals(second.group()))
              .filter(second -> Overlap.isPossible(first.when(), second.when()))
              .map(this::label)
              .collect(Collectors.joining(", "));
      if (!later.isEmpty()) {
        overlaps.add(label(first) + " comes before " + later);
      }
    }
  }

  private String label(Draft draft) {
    return DisplayText.quote(draft.name()) + " (" + groups.get(draft.group()) + ")";
  }

  private void problem(String what, JsonNode original) {
    problems.add(what);
    untranslated.add(Comments.lines(what, original));
  }
}
