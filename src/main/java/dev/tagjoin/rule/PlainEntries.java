package dev.tagjoin.rule;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of a map that can have many thousands, as the groups of a book. One that is a word
 * and a word in a line is kept as the places of both in the text, a twentieth of what its nodes
 * would take; these are made whenever they are asked for.
 */
final class PlainEntries extends AbstractList<Yaml.Entry> {
  /** Where a word starts, its line, and three lengths: of it, of what is between, of the other. */
  private static final int PLACES = 3;

  private static final int VALUE_BITS = 12;
  private static final int GAP_BITS = 10;

  private final char[] text;
  private final int indent;
  private final List<Yaml.Entry> others;
  private int[] places;
  private int size;

  /**
   * @param text the document
   * @param indent the column in which the keys start, from 0
   * @param first the entries that were read so far
   */
  PlainEntries(char[] text, int indent, List<Yaml.Entry> first) {
    this.text = text;
    this.indent = indent;
    this.others = new ArrayList<>(first.size());
    this.places = new int[8 * PLACES * first.size()];
    addAll(first);
  }

  /**
   * Adds a word and a word.
   *
   * @return {@code false} when they take too many characters
   */
  boolean add(int key, int keyEnd, int value, int valueEnd, int line) {
    int gap = value - keyEnd;
    int length = valueEnd - value;
    if (keyEnd - key > PlainYaml.MAX_KEY || gap >> GAP_BITS > 0 || length >> VALUE_BITS > 0) {
      return false;
    }
    int at = next();
    places[at] = key;
    places[at + 1] = line;
    places[at + 2] = ((keyEnd - key) << GAP_BITS | gap) << VALUE_BITS | length;
    return true;
  }

  @Override
  public boolean add(Yaml.Entry entry) {
    int at = next();
    places[at] = -1 - others.size();
    return others.add(entry);
  }

  private int next() {
    int at = size * PLACES;
    if (at == places.length) {
      places = Arrays.copyOf(places, at * 2);
    }
    size++;
    return at;
  }

  @Override
  public Yaml.Entry get(int index) {
    int key = places[index * PLACES];
    return key < 0
        ? others.get(-1 - key)
        : new Yaml.Entry(
            scalar(index, key, keyEnd(index)), scalar(index, value(index), valueEnd(index)));
  }

  /** The key of an entry, without its value. */
  Yaml.Node key(int index) {
    int key = places[index * PLACES];
    return key < 0 ? others.get(-1 - key).key() : scalar(index, key, keyEnd(index));
  }

  @Override
  public int size() {
    return size;
  }

  /** The document. */
  char[] text() {
    return text;
  }

  /** Adds an entry to groups of the document if that takes neither its nodes nor a message. */
  boolean addTo(Groups.Builder groups, int index) {
    int key = places[index * PLACES];
    return key >= 0 && groups.addOrdinary(key, keyEnd(index), value(index), valueEnd(index));
  }

  private Yaml.Scalar scalar(int index, int start, int end) {
    int column = indent + 1 + start - places[index * PLACES];
    String word = new String(text, start, end - start);
    return new Yaml.Scalar(word, true, places[index * PLACES + 1], column);
  }

  private int keyEnd(int index) {
    int lengths = places[index * PLACES + 2];
    return places[index * PLACES] + (lengths >>> (GAP_BITS + VALUE_BITS));
  }

  private int value(int index) {
    int lengths = places[index * PLACES + 2];
    return keyEnd(index) + ((lengths >>> VALUE_BITS) & ((1 << GAP_BITS) - 1));
  }

  private int valueEnd(int index) {
    return value(index) + (places[index * PLACES + 2] & ((1 << VALUE_BITS) - 1));
  }
}
