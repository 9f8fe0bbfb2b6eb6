package dev.tagjoin.rule;

import java.util.Arrays;

/** Places of rules by keys, in the order in which they were added; arrays instead of objects. */
final class ShadowIndex {
  /** One slot for each key, found by open addressing; a count of 0 is a free one. */
  private int[] keys = new int[64];

  private int[] counts = new int[64];
  private int[] firsts = new int[64];
  private int[] lasts = new int[64];
  private int used;

  /** What was added, and the entry that follows for the same key, or -1. */
  private int[] rules = new int[64];

  private int[] nexts = new int[64];
  private int size;

  void add(int key, int rule) {
    if (used * 2 == keys.length) {
      grow();
    }
    if (size == rules.length) {
      rules = Arrays.copyOf(rules, size * 2);
      nexts = Arrays.copyOf(nexts, size * 2);
    }
    int slot = slot(key);
    if (counts[slot]++ == 0) {
      keys[slot] = key;
      firsts[slot] = size;
      used++;
    } else {
      nexts[lasts[slot]] = size;
    }
    lasts[slot] = size;
    rules[size] = rule;
    nexts[size] = -1;
    size++;
  }

  /** How many rules have that key. */
  int count(int key) {
    return counts[slot(key)];
  }

  /** The first entry with that key, or -1. */
  int first(int key) {
    int slot = slot(key);
    return counts[slot] == 0 ? -1 : firsts[slot];
  }

  /** The entry that follows with the same key, or -1. */
  int next(int entry) {
    return nexts[entry];
  }

  /** The place of an entry's rule. */
  int rule(int entry) {
    return rules[entry];
  }

  private int slot(int key) {
    int slot = (key * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(keys.length - 1);
    while (counts[slot] > 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldCounts = counts;
    int[] oldFirsts = firsts;
    int[] oldLasts = lasts;
    keys = new int[oldKeys.length * 2];
    counts = new int[keys.length];
    firsts = new int[keys.length];
    lasts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        firsts[slot] = oldFirsts[i];
        lasts[slot] = oldLasts[i];
      }
    }
  }
}
