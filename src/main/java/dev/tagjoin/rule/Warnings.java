package dev.tagjoin.rule;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is doubtful about a book, by place, with the groups that no rule uses. There can be many
 * thousands of these, of which a start shows the first few, so that each is put into words when it
 * is asked for.
 */
final class Warnings extends AbstractList<Fault> {
  private final String source;
  private final List<Fault> others;

  /** Where the others stand in the whole. */
  private final int[] otherPlaces;

  private final List<Yaml.Entry> groups;
  private final int[] unused;

  /**
   * @param others in their order
   * @param groups the groups of the book, all of them named by texts
   * @param unused the places of those that no rule uses
   */
  Warnings(String source, List<Fault> others, List<Yaml.Entry> groups, BitSet unused) {
    this.source = source;
    this.others = others;
    this.groups = groups;
    this.unused = unused.stream().toArray();
    this.otherPlaces = new int[others.size()];
    for (int i = 0; i < otherPlaces.length; i++) {
      otherPlaces[i] = i + unusedBefore(others.get(i));
    }
  }

  /** How many of the unused groups stand before the place of another warning. */
  private int unusedBefore(Fault other) {
    int low = 0;
    int high = unused.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      Yaml.Node key = key(unused[middle]);
      boolean isBefore =
          key.line() < other.line()
              || (key.line() == other.line() && key.column() < other.column());
      low = isBefore ? middle + 1 : low;
      high = isBefore ? high : middle;
    }
    return low;
  }

  private Yaml.Scalar key(int place) {
    return (Yaml.Scalar)
        (groups instanceof PlainEntries many ? many.key(place) : groups.get(place).key());
  }

  @Override
  public Fault get(int index) {
    int other = Arrays.binarySearch(otherPlaces, index);
    if (other >= 0) {
      return others.get(other);
    }
    int before = -1 - other;
    Yaml.Scalar key = key(unused[index - before]);
    return new Fault(
        source,
        key.line(),
        key.column(),
        key.text(),
        "group " + Texts.quote(key.text()) + " is used by no rule");
  }

  @Override
  public int size() {
    return others.size() + unused.length;
  }
}
