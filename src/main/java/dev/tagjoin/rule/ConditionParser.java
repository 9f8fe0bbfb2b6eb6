package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns what stands under {@code when} into a {@link Condition}, and finds tests that are vain. */
final class ConditionParser {
  /** How deep conditions may stand within each other; {@code when} itself is the first level. */
  static final int MAX_DEPTH = 32;

  private static final List<String> KEYS =
      List.of(
          "tag.<key>",
          "name",
          "kind",
          "region",
          "account",
          "id",
          "group",
          "vpc",
          "vswitch",
          "all",
          "any",
          "not");
  private static final List<String> CHECKS = List.of("equals", "in", "notIn", "matches", "exists");
  private static final List<String> KINDS =
      Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();

  /** How many comparisons the search for vain values and patterns may take in one book. */
  private static final long EFFORT = 300_000;

  /** How many attributes are kept to be used again. */
  private static final int MOST_ATTRIBUTES = 64;

  private final Faults faults;
  private final Fields fields;
  private final Groups groups;
  private final Set<String> usedGroups = new HashSet<>();
  private final List<Glob> groupGlobs = new ArrayList<>();
  private final Map<String, Attribute> attributes = new HashMap<>();
  private long effort = EFFORT;

  ConditionParser(Faults faults, Fields fields, Groups groups) {
    this.faults = faults;
    this.fields = fields;
    this.groups = groups;
  }

  /** The ids of the groups that conditions name. */
  Set<String> usedGroups() {
    return usedGroups;
  }

  /** The patterns that conditions hold against groups. */
  List<Glob> groupGlobs() {
    return groupGlobs;
  }

  /** The condition under {@code when}, which may be empty; {@code null} behind a fault. */
  Condition.When parse(Yaml.Node node) {
    return node instanceof Yaml.Mapping map && map.entries().isEmpty()
        ? Condition.When.ANYTHING
        : when(node, 1);
  }

  private Condition.When when(Yaml.Node node, int depth) {
    if (!(node instanceof Yaml.Mapping map)) {
      faults.fault(
          node,
          Fields.offending(node),
          "a map of conditions such as {tag.env: prod} expected, not " + Fields.kind(node));
      return null;
    }
    if (depth > MAX_DEPTH) {
      faults.fault(
          node, "", "conditions nested too deep; at most " + MAX_DEPTH + " levels expected");
      return null;
    }
    if (map.entries().isEmpty()) {
      faults.fault(node, "{}", "an empty map of conditions; at least one condition expected");
      return null;
    }
    Fields.Entries entries = fields.entries(map);
    List<Condition> conditions = new ArrayList<>(entries.size());
    boolean whole = entries.size() == map.entries().size();
    for (int i = 0; i < entries.size(); i++) {
      Yaml.Entry entry = entries.get(i);
      whole &= condition((Yaml.Scalar) entry.key(), entry.value(), depth, conditions);
    }
    return whole ? new Condition.When(conditions) : null;
  }

  /** Adds what one entry asks for; says whether it was without fault. */
  private boolean condition(
      Yaml.Scalar key, Yaml.Node value, int depth, List<Condition> conditions) {
    switch (key.text()) {
      case "all" -> {
        List<Condition.When> parts = parts(key, value, depth);
        return parts != null && conditions.add(new Condition.All(parts));
      }
      case "any" -> {
        List<Condition.When> parts = parts(key, value, depth);
        return parts != null && conditions.add(new Condition.Any(parts));
      }
      case "not" -> {
        Condition.When part = when(value, depth + 1);
        return part != null && conditions.add(new Condition.Not(part));
      }
      default -> {
        Attribute attribute = attribute(key.text());
        if (attribute == null) {
          faults.fault(
              key, Fields.unknown("key", key.text(), attributeSuggestion(key.text(), KEYS), KEYS));
          return false;
        }
        if (attribute.key().length() > Fields.MAX_NAME) {
          faults.fault(
              key, "the key of a tag: at most " + Fields.MAX_NAME + " characters expected");
          return false;
        }
        return tests(attribute, value, conditions);
      }
    }
  }

  /** The attribute that a word names, or {@code null}. Most books name a few of them often. */
  private Attribute attribute(String word) {
    Attribute attribute = attributes.get(word);
    if (attribute == null) {
      attribute = Attribute.of(word);
      if (attribute != null && attributes.size() < MOST_ATTRIBUTES) {
        attributes.put(word, attribute);
      }
    }
    return attribute;
  }

  private List<Condition.When> parts(Yaml.Scalar key, Yaml.Node value, int depth) {
    if (!(value instanceof Yaml.Sequence list)) {
      faults.fault(
          value,
          Fields.offending(value),
          key.text() + ": a list of maps of conditions expected, not " + Fields.kind(value));
      return null;
    }
    if (list.items().isEmpty()) {
      faults.fault(list, "[]", key.text() + ": at least one map of conditions expected");
      return null;
    }
    List<Condition.When> parts = new ArrayList<>(list.items().size());
    for (Yaml.Node item : list.items()) {
      Condition.When part = when(item, depth + 1);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.size() == list.items().size() ? parts : null;
  }

  /** A suggestion for a word that may have been meant for a tag. */
  String attributeSuggestion(String word, List<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int prefix = lower.startsWith("tags") ? 4 : lower.startsWith("tag") ? 3 : 0;
    if (prefix > 0) {
      if (word.length() <= prefix + 1) {
        return "; the key of the tag is missing";
      }
      if (!Character.isLetterOrDigit(word.charAt(prefix))) {
        return "; did you mean " + Texts.quote("tag." + word.substring(prefix + 1)) + "?";
      }
    }
    return fields.suggestion(word, known);
  }

  // ---- one entry: the checks of an attribute

  /** A check with what it was read from. */
  private record Read(Check check, Yaml.Node node) {
    /** The texts or patterns of the check. */
    List<Yaml.Scalar> values() {
      return node instanceof Yaml.Sequence list
          ? list.items().stream().map(Yaml.Scalar.class::cast).toList()
          : List.of((Yaml.Scalar) node);
    }
  }

  private boolean tests(Attribute attribute, Yaml.Node value, List<Condition> conditions) {
    if (!(value instanceof Yaml.Mapping map)) {
      Check check = check(attribute, value instanceof Yaml.Sequence ? "in" : "equals", value);
      return check != null && conditions.add(new Condition.Test(attribute, check));
    }
    if (map.entries().isEmpty()) {
      faults.fault(
          map, "{}", "an empty test; expected at least one of " + String.join(", ", CHECKS));
      return false;
    }
    Fields.Entries checks = fields.entries(map, CHECKS);
    List<Read> reads = checks.size() > 1 ? new ArrayList<>(checks.size()) : null;
    boolean whole = checks.size() == map.entries().size();
    for (int i = 0; i < checks.size(); i++) {
      Yaml.Entry entry = checks.get(i);
      Check check = check(attribute, Fields.key(entry), entry.value());
      whole &= check != null;
      if (check != null) {
        conditions.add(new Condition.Test(attribute, check));
        if (reads != null) {
          reads.add(new Read(check, entry.value()));
        }
      }
    }
    return whole && (reads == null || canHold(attribute, value, reads));
  }

  /** A check; {@code null} behind a fault. */
  private Check check(Attribute attribute, String key, Yaml.Node node) {
    switch (key) {
      case "equals" -> {
        String text = fields.text(node, "a text");
        if (text == null || !isValue(attribute, (Yaml.Scalar) node)) {
          return null;
        }
        if (text.indexOf('*') >= 0) {
          faults.warning(
              node,
              text,
              "the star in "
                  + Texts.quote(text)
                  + " stands for itself; {matches: "
                  + Texts.quote(text)
                  + "} reads it as a wildcard");
        }
        return new Check.Equals(text);
      }
      case "in", "notIn" -> {
        List<Yaml.Node> values = list(node, key);
        if (values == null) {
          return null;
        }
        boolean whole = true;
        String[] words = new String[values.size()];
        for (int i = 0; i < words.length; i++) {
          Yaml.Scalar value = (Yaml.Scalar) values.get(i);
          whole &= isValue(attribute, value);
          words[i] = value.text();
        }
        Set<String> texts = Texts.ordered(Arrays.asList(words));
        if (texts.size() < words.length) {
          repeated(values);
        }
        return !whole ? null : key.equals("in") ? new Check.In(texts) : new Check.NotIn(texts);
      }
      case "matches" -> {
        if (node instanceof Yaml.Scalar scalar) {
          return fields.text(node, "a pattern") == null
              ? null
              : matches(attribute, List.of(scalar));
        }
        List<Yaml.Node> values = list(node, key);
        return values == null ? null : matches(attribute, values);
      }
      default -> {
        String text = fields.text(node, "true or false");
        if (text == null) {
          return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
          faults.fault(node, text, "exists: true or false expected, not " + Texts.quote(text));
          return null;
        }
        return new Check.Exists(text.equals("true"));
      }
    }
  }

  private void repeated(List<Yaml.Node> values) {
    Set<String> texts = new HashSet<>(values.size() * 2);
    for (Yaml.Node node : values) {
      Yaml.Scalar value = (Yaml.Scalar) node;
      if (!texts.add(value.text())) {
        faults.warning(
            value, value.text(), Texts.quote(value.text()) + " stands in its list twice");
      }
    }
  }

  /** The items of a list that is not empty, all of them scalars; {@code null} behind a fault. */
  private List<Yaml.Node> list(Yaml.Node node, String key) {
    if (!(node instanceof Yaml.Sequence list)) {
      faults.fault(
          node,
          Fields.offending(node),
          key + ": a list of texts expected, not " + Fields.kind(node));
      return null;
    }
    if (list.items().isEmpty()) {
      faults.fault(list, "[]", key + ": at least one text expected");
      return null;
    }
    boolean whole = true;
    for (int i = 0; i < list.items().size(); i++) {
      whole &= fields.text(list.items().get(i), "a text") != null;
    }
    return whole ? list.items() : null;
  }

  /** Whether a resource can have such a value; a fault when it cannot. */
  private boolean isValue(Attribute attribute, Yaml.Scalar at) {
    String text = at.text();
    switch (attribute.source()) {
      case KIND -> {
        if (ResourceKind.ofType(text).isEmpty()) {
          faults.fault(at, Fields.unknown("kind", text, fields.suggestion(text, KINDS), KINDS));
          return false;
        }
      }
      case REGION -> {
        if (!ResourceRef.isRegion(text)) {
          faults.fault(
              at, Texts.quote(text) + " is not a region; an id such as cn-hangzhou expected");
          return false;
        }
      }
      case ACCOUNT -> {
        if (!ResourceRef.isAccount(text)) {
          faults.fault(
              at, Texts.quote(text) + " is not an account; its id, up to 20 digits, expected");
          return false;
        }
      }
      case GROUP -> {
        String id = groups.find(text);
        if (id != null) {
          usedGroups.add(id);
        } else if (!Groups.isId(text)) {
          faults.fault(at, groups.unknown(text, faults) + ", or the id of any group");
          return false;
        }
      }
      case TAG, NAME, ID, VPC, VSWITCH -> {
        return true;
      }
    }
    return true;
  }

  private Check matches(Attribute attribute, List<? extends Yaml.Node> values) {
    List<Glob> globs = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Yaml.Scalar value = (Yaml.Scalar) values.get(i);
      if (value.text().length() > Glob.MAX_LENGTH) {
        faults.fault(value, "a pattern: at most " + Glob.MAX_LENGTH + " characters expected");
        return null;
      }
      Glob glob = new Glob(value.text());
      if (attribute.source() == Attribute.Source.KIND && KINDS.stream().noneMatch(glob::matches)) {
        faults.fault(
            value,
            "no kind matches "
                + Texts.quote(value.text())
                + "; the kinds are "
                + String.join(", ", KINDS));
        return null;
      }
      globs.add(glob);
    }
    if (attribute.source() == Attribute.Source.GROUP) {
      groupGlobs.addAll(globs);
    }
    if (globs.size() > 1 && isWorth((long) globs.size() * globs.size())) {
      for (int i = 0; i < globs.size(); i++) {
        for (int j = 0; j < globs.size(); j++) {
          // Of two that cover each other the second is too many.
          if (i != j
              && globs.get(j).covers(globs.get(i))
              && (j < i || !globs.get(i).covers(globs.get(j)))) {
            faults.warning(
                values.get(i),
                globs.get(i).pattern(),
                "the pattern "
                    + Texts.quote(globs.get(i).pattern())
                    + " adds nothing: "
                    + Texts.quote(globs.get(j).pattern())
                    + " in its list fits whatever it fits");
            break;
          }
        }
      }
    }
    return new Check.Matches(globs);
  }

  // ---- checks of one entry that get in each other's way

  /** Reports what never decides; {@code false} and a fault when the whole entry can never hold. */
  private boolean canHold(Attribute attribute, Yaml.Node at, List<Read> reads) {
    Read finite = null;
    boolean needsValue = false;
    boolean needsNone = false;
    for (Read read : reads) {
      boolean values = read.check() instanceof Check.Equals || read.check() instanceof Check.In;
      if (values && (finite == null || read.check() instanceof Check.Equals)) {
        finite = read;
      }
      if (read.check() instanceof Check.Exists exists) {
        needsValue |= exists.wanted();
        needsNone |= !exists.wanted();
      } else {
        needsValue |= !(read.check() instanceof Check.NotIn);
      }
    }
    if (needsValue && needsNone) {
      faults.fault(
          at, "", "the test never holds: exists: false fits a missing value, the rest does not");
      return false;
    }
    if (finite == null) {
      return true;
    }
    long patterns = 1;
    for (Read read : reads) {
      patterns += read.check() instanceof Check.Matches matches ? matches.globs().size() : 0;
    }
    return !isWorth(2 * patterns * finite.values().size())
        || valuesLeft(attribute, at, reads, finite);
  }

  private boolean valuesLeft(Attribute attribute, Yaml.Node at, List<Read> reads, Read finite) {
    List<Yaml.Scalar> vain = new ArrayList<>();
    for (Yaml.Scalar value : finite.values()) {
      for (Read read : reads) {
        if (!holds(attribute, read.check(), value.text())) {
          vain.add(value);
          break;
        }
      }
    }
    if (vain.size() == finite.values().size()) {
      faults.fault(
          at,
          "",
          "the test never holds: nothing of " + finite.check().key() + " passes its other checks");
      return false;
    }
    for (Yaml.Scalar value : vain) {
      faults.warning(
          value,
          value.text(),
          Texts.quote(value.text()) + " never fits: it fails another check of the same test");
    }
    for (Read read : reads) {
      if (read.check() instanceof Check.Matches matches) {
        for (int i = 0; i < matches.globs().size(); i++) {
          Check alone = new Check.Matches(List.of(matches.globs().get(i)));
          if (finite.values().stream().noneMatch(v -> holds(attribute, alone, v.text()))) {
            faults.warning(
                read.values().get(i),
                read.values().get(i).text(),
                "the pattern "
                    + Texts.quote(read.values().get(i).text())
                    + " matches nothing of "
                    + finite.check().key()
                    + " in the same test");
          }
        }
      }
    }
    return true;
  }

  /** Whether so many comparisons may still be made; if so they are counted. */
  private boolean isWorth(long comparisons) {
    if (comparisons > effort) {
      return false;
    }
    effort -= comparisons;
    return true;
  }

  private boolean holds(Attribute attribute, Check check, String text) {
    if (attribute.source() != Attribute.Source.GROUP) {
      return check.holds(text, List.of());
    }
    String id = groups.find(text);
    return check.holds(id == null ? text : id, groups.names(id));
  }
}
