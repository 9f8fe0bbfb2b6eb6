package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects everything that is wrong or doubtful in one text, with suggestions. */
final class Faults {
  private static final Comparator<Fault> BY_PLACE =
      Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column);

  /**
   * How many letters may be compared in search of suggestions. A text with thousands of unknown
   * names beside thousands of known ones would take minutes else.
   */
  private static final long SUGGESTION_EFFORT = 10_000_000;

  private final String source;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();
  private long effort;

  Faults(String source) {
    this.source = source;
  }

  /** Something that makes the text invalid. */
  void fault(Yaml.Node at, String text, String message) {
    faults.add(new Fault(source, at.line(), at.column(), text, message));
  }

  /** Something that makes the text invalid, at a scalar. */
  void fault(Yaml.Scalar at, String message) {
    fault(at, at.text(), message);
  }

  /** Something that is probably not meant. */
  void warning(Yaml.Node at, String text, String message) {
    warnings.add(new Fault(source, at.line(), at.column(), text, message));
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  List<Fault> warnings() {
    warnings.sort(BY_PLACE);
    return List.copyOf(warnings);
  }

  /** The warnings of a book, with the groups in those places, which no rule uses. */
  List<Fault> warnings(List<Yaml.Entry> groups, BitSet unused) {
    return unused.isEmpty() ? warnings() : new Warnings(source, warnings(), groups, unused);
  }

  void throwIfAny() throws RuleBookException {
    if (!faults.isEmpty()) {
      faults.sort(BY_PLACE);
      throw new RuleBookException(faults);
    }
  }

  /** {@code ; did you mean "matches"?} for the nearest known word, or nothing. */
  String suggestion(String word, Collection<String> known) {
    String nearest = nearest(word, known);
    return nearest == null ? "" : "; did you mean " + Texts.quote(nearest) + "?";
  }

  /** The known word that differs least, by at most a third of its letters, or {@code null}. */
  String nearest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int allowed = candidate.length() < 3 ? 0 : Math.max(1, candidate.length() / 3);
      int limit = Math.min(least - 1, allowed);
      if (effort > SUGGESTION_EFFORT) {
        break;
      }
      if (Math.abs(candidate.length() - word.length()) > limit) {
        continue;
      }
      effort += (long) candidate.length() * word.length();
      int distance = Nearest.distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance <= limit) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }
}
